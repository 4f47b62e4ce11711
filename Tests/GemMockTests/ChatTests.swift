import GemCore
import GemMock
import HTTPTypes
import Testing

@Suite struct ChatTests {
    private static let path = "/v1beta/openai/chat/completions"

    private func ask(_ body: String, _ mock: MockGemini) async throws -> JSON {
        let response = try await mock.post(Self.path, body)
        let json = try await response.json()
        #expect(response.head.status == .ok, "\(json.text())")
        return json
    }

    private func chat(_ text: String, _ rest: String = "", model: String = "gemini-2.0-flash") -> String {
        #"{"model":"\#(model)","messages":[{"role":"user","content":\#(JSON.string(text).text())}]\#(rest)}"#
    }

    @Test func aCompletionHasTheServicesBytes() async throws {
        let mock = try MockGemini.make()
        let response = try await mock.post(Self.path, chat("[[tokens 1]]"))
        #expect(try response.field("Content-Type") == "application/json")
        let plain = try await mock.generate(prompt("[[tokens 1]]"), model: "gemini-2.0-flash")
        let id = try #require(plain["responseId"]?.string)
        #expect(
            try await response.text()
                == #"{"choices":[{"finish_reason":"stop","index":0,"message":{"content":"\#(plain.answer)","role":"assistant"}}],"created":1790000000,"id":"\#(id)","model":"gemini-2.0-flash","object":"chat.completion","usage":{"completion_tokens":1,"prompt_tokens":7,"total_tokens":8}}"#
        )
    }

    @Test func aStreamIsFramedAndEndsWithItsMark() async throws {
        let mock = try MockGemini.make()
        let response = try await mock.post(Self.path, chat("[[tokens 1]]", #","stream":true"#))
        #expect(try response.field("Content-Type") == "text/event-stream")
        let plain = try await mock.generate(prompt("[[tokens 1]]"), model: "gemini-2.0-flash")
        let id = try #require(plain["responseId"]?.string)
        #expect(
            try await response.text()
                == #"data: {"choices":[{"delta":{"content":"\#(plain.answer)","role":"assistant"},"finish_reason":"stop","index":0}],"created":1790000000,"id":"\#(id)","model":"gemini-2.0-flash","object":"chat.completion.chunk"}"#
                + "\n\ndata: [DONE]\n\n")
    }

    @Test(arguments: ["gemini-2.0-flash", "gemini-3-flash-preview"])
    func aStreamAddsUpToTheWholeAndTellsItsUsageOnce(model: String) async throws {
        let mock = try MockGemini.make()
        let text = "Tell me a few words about the sea"
        let whole = try await ask(chat(text, model: model), mock)
        let chunks = try await mock.post(
            Self.path, chat(text, #","stream":true,"stream_options":{"include_usage":true}"#, model: model)
        ).chunks()
        #expect(chunks.count > 2)
        let said = chunks.compactMap { $0["choices"]?[0]?["delta"]?["content"]?.string }.joined()
        #expect(said == whole["choices"]?[0]?["message"]?["content"]?.string)
        #expect(chunks.compactMap { $0["choices"]?[0]?["finish_reason"]?.string } == ["stop"])
        #expect(chunks.compactMap { $0["usage"] } == [whole["usage"]])
        #expect(chunks.last?["usage"] != nil)
    }

    @Test func everyRoleAndKindOfContentArrives() async throws {
        let mock = try MockGemini.make()
        let file = try await mock.upload(SampleMedia.pdf, "application/pdf")
        let name = try #require(file["name"]?.string)
        let body = """
            {"model":"models/gemini-2.5-flash","messages":[{"role":"system","content":"Be kind."},{"role":"developer","content":[{"type":"text","text":"Be brief."}]},
            {"role":"user","content":"First question"},{"role":"assistant","content":"First answer"},
            {"role":"user","content":[{"type":"text","text":"Second question"},
             {"type":"image_url","image_url":{"url":"data:image/png;base64,\(base64(SampleMedia.png))","detail":"high"}},
             {"type":"image_url","image_url":{"url":"https://example.com/cat.webp?x=1"}},
             {"type":"input_audio","input_audio":{"data":"\(base64(SampleMedia.wav))","format":"wav"}},
             {"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,\(base64(SampleMedia.pdf))"}},
             {"type":"file","file":{"file_id":"\(name)"}}]}]}
            """
        let json = try await ask(body, mock)
        let text = try #require(json["choices"]?[0]?["message"]?["content"]?.string)
        for part in [
            "Second question", "First question", "Be kind.", "Be brief.", "640 x 480 pixels", "image/webp at https://example.com/cat.webp",
            "audio/wav, \(SampleMedia.wav.count) bytes", "Attachment 4 is application/pdf", "Attachment 5 is application/pdf",
        ] {
            #expect(text.contains(part), "\(part) in \(text)")
        }
        #expect(json["model"] == "models/gemini-2.5-flash")
    }

    private static let tools =
        #","tools":[{"type":"function","function":{"name":"add_numbers","description":"Adds","strict":true,"parameters":{"type":"object","additionalProperties":false,"properties":{"a":{"type":"number"},"b":{"type":"number"}}}}}]"#

    @Test func functionsAreCalledAndAnswered() async throws {
        let mock = try MockGemini.make()
        let called = try await ask(
            chat("What are 3 and 4?", Self.tools + #","tool_choice":"required""#, model: "gemini-3-flash-preview"), mock)
        let choice = try #require(called["choices"]?[0])
        #expect(choice["finish_reason"] == "tool_calls")
        let message = try #require(choice["message"])
        #expect(message["content"] == nil)
        let call = try #require(message["tool_calls"]?[0])
        #expect(call.object?.members.map(\.name) == ["extra_content", "function", "id", "type"])
        #expect(call["function"] == ["arguments": #"{"a":3,"b":4}"#, "name": "add_numbers"])
        #expect(call["extra_content"]?["google"]?["thought_signature"]?.string?.isEmpty == false)
        let id = try #require(call["id"]?.string)
        let history =
            #"{"model":"gemini-3-flash-preview","messages":[{"role":"user","content":"What are 3 and 4?"},\#(message.text()),{"role":"tool","tool_call_id":"\#(id)","content":"{\"sum\":7}"}]\#(Self.tools)}"#
        let answer = try await ask(history, mock)
        #expect(answer["choices"]?[0]?["finish_reason"] == "stop")
        #expect(answer["choices"]?[0]?["message"]?["content"]?.string?.contains(#"add_numbers returned {"sum":7}"#) == true)
    }

    @Test func aStreamedCallHasItsPlaceAndItsReason() async throws {
        let mock = try MockGemini.make()
        let choice = #","stream":true,"tool_choice":{"type":"function","function":{"name":"add_numbers"}}"#
        let chunks = try await mock.post(Self.path, chat("3 and 4", Self.tools + choice)).chunks()
        let last = try #require(chunks.last?["choices"]?[0])
        #expect(last["finish_reason"] == "tool_calls")
        let call = try #require(last["delta"]?["tool_calls"]?[0])
        #expect(call["index"] == 0)
        #expect(call["function"]?["name"] == "add_numbers")
        #expect(call["id"]?.string?.hasPrefix("function-call-") == true)
    }

    @Test func callsWithoutIDsAreAnsweredInOrder() async throws {
        let mock = try MockGemini.make()
        let json = try await ask(
            #"{"model":"gemini-2.0-flash","messages":[{"role":"user","content":"Time?"},{"role":"assistant","tool_calls":[{"id":"","type":"function","function":{"name":"get_time","arguments":"{}"}},{"id":"","type":"function","function":{"name":"get_place","arguments":""}}]},{"role":"tool","tool_call_id":"","content":"Noon"},{"role":"tool","tool_call_id":"","content":"Rome"}]}"#,
            mock)
        let text = json["choices"]?[0]?["message"]?["content"]?.string ?? ""
        #expect(text.contains(#"get_time returned {"result":"Noon"}"#))
        #expect(text.contains(#"get_place returned {"result":"Rome"}"#))
    }

    @Test func settingsArrive() async throws {
        let mock = try MockGemini.make()
        let short = try await ask(chat("Some text", #","max_tokens":3"#), mock)
        #expect(short["choices"]?[0]?["finish_reason"] == "length")
        #expect(short["choices"]?[0]?["message"]?["content"] == "You said:")
        let newer = try await ask(chat("Some text", #","max_tokens":500,"max_completion_tokens":3"#), mock)
        #expect(newer["usage"]?["completion_tokens"] == 3)
        let stopped = try await ask(chat("Some text", #","stop":"text","seed":7,"user":"me","temperature":1.5,"top_p":0.5"#), mock)
        #expect(stopped["choices"]?[0]?["message"]?["content"] == "You said: \"Some ")
        let two = try await ask(chat("Some text", #","n":2"#), mock)
        #expect(two["choices"]?.array?.map { $0["index"] } == [0, 1])
        #expect(two["choices"]?[1]?["message"]?["content"] != two["choices"]?[0]?["message"]?["content"])
        let blocked = try await ask(chat("[[block]]"), mock)
        #expect(blocked["choices"]?[0]?["finish_reason"] == "content_filter")
        #expect(try await ask(chat("[[safety]]"), mock)["choices"]?[0]?["finish_reason"] == "content_filter")
    }

    @Test func formatsAreKept() async throws {
        let mock = try MockGemini.make()
        let schema =
            #","response_format":{"type":"json_schema","json_schema":{"name":"person","strict":true,"schema":{"type":"object","required":["name","age"],"additionalProperties":false,"properties":{"name":{"type":"string"},"age":{"type":"integer","minimum":3,"maximum":5}}}}}"#
        let text = try await ask(chat("Tell me about Carol", schema), mock)["choices"]?[0]?["message"]?["content"]?.string
        let value = try JSON(parsing: text ?? "")
        #expect(value["name"]?.string != nil)
        #expect((3...5).contains(value["age"]?.int ?? 0))
        let free = try await ask(chat("Hello", #","response_format":{"type":"json_object"}"#), mock)["choices"]?[0]?["message"]?["content"]
        #expect(try JSON(parsing: free?.string ?? "").object != nil)
    }

    @Test func thoughtsComeInTagsWhenAskedFor() async throws {
        let mock = try MockGemini.make()
        for extra in [
            #","extra_body":{"google":{"thinking_config":{"include_thoughts":true,"thinking_budget":512}}}"#,
            #","google":{"thinking_config":{"include_thoughts":true}}"#,
        ] {
            let message = try await ask(chat("Think", extra, model: "gemini-2.5-flash"), mock)["choices"]?[0]?["message"] ?? .null
            #expect(message["content"]?.string?.hasPrefix("<thought>**") == true)
            #expect(message["content"]?.string?.contains("</thought>You said") == true)
            #expect(message["extra_content"]?["google"]?["thought"] == true)
            let deltas = try await mock.post(Self.path, chat("Think", extra + #","stream":true"#, model: "gemini-2.5-flash")).chunks()
                .compactMap { $0["choices"]?[0]?["delta"] }
            #expect(deltas.compactMap { $0["content"]?.string }.joined() == message["content"]?.string)
            #expect(deltas.first?["extra_content"]?["google"]?["thought"] == true)
            #expect(deltas.last?["extra_content"]?["google"]?["thought"] == nil)
        }
        let off = try await ask(chat("Think", #","reasoning_effort":"none""#, model: "gemini-2.5-flash"), mock)["usage"]
        let low = try await ask(chat("Think", #","reasoning_effort":"low""#, model: "gemini-2.5-flash"), mock)["usage"]
        func thoughts(_ usage: JSON?) -> Int {
            (usage?["total_tokens"]?.int ?? 0) - (usage?["prompt_tokens"]?.int ?? 0) - (usage?["completion_tokens"]?.int ?? 0)
        }
        #expect(thoughts(off) == 0)
        #expect(thoughts(low) > 0)
    }

    @Test func vertexServesTheSameUnderItsOwnPath() async throws {
        let mock = try MockGemini.make()
        let path = "/v1/projects/p/locations/us-central1/endpoints/openapi/chat/completions"
        let response = try await mock.post(path, chat("Hello", model: "google/gemini-2.5-flash"))
        let json = try await response.json()
        #expect(json["model"] == "google/gemini-2.5-flash")
        #expect(json["choices"]?[0]?["message"]?["content"]?.string?.hasPrefix("You said: \"Hello\"") == true)
        let refused = try await mock.post(path, chat("Hello", model: "google/gemini-2.5-flash"), key: nil)
        #expect(refused.head.status.code == 401)
        #expect(try await refused.json()[0]?["error"]?["status"] == "UNAUTHENTICATED")
    }

    @Test func errorsAreTheOneElementOfAnArray() async throws {
        let mock = try MockGemini.make { $0.requireKey = "right" }
        let lost = try await mock.post(Self.path, chat("x", model: "nope"), key: "right")
        #expect(lost.head.status.code == 404)
        #expect(
            try await lost.text()
                == "[{\n  \"error\": {\n    \"code\": 404,\n    \"message\": \"models/nope is not found for API version v1main, or is not supported for generateContent. Call ModelService.ListModels to see the list of available models and their supported methods.\",\n    \"status\": \"NOT_FOUND\"\n  }\n}\n]"
        )
        let wrong = try await mock.post(Self.path, chat("x"), fields: [("Authorization", "Bearer wrong")], key: nil)
        #expect(wrong.head.status.code == 400)
        #expect(try await wrong.json()[0]?["error"]?["message"] == "API key not valid. Please pass a valid API key.")
        #expect(try await mock.post(Self.path, chat("x"), fields: [("Authorization", "Bearer right")], key: nil).head.status == .ok)
        #expect(try await mock.post(Self.path, chat("x"), fields: [("x-goog-api-key", "right")], key: nil).head.status == .ok)
        let none = try await mock.post(Self.path, chat("x"), key: nil)
        #expect(none.head.status.code == 403)
        #expect(try await none.json().array?.count == 1)
    }

    @Test(arguments: [
        (#""frequency":1"#, #"Invalid JSON payload received. Unknown name "frequency": Cannot find field."#),
        (#""temperature":"hot""#, #"Invalid value at 'temperature' (TYPE_FLOAT), "hot""#),
        (#""max_tokens":1e400"#, "Invalid value at 'max_tokens' (TYPE_INT32), 1e400"),
        (#""max_tokens":99999999999999999999"#, "Invalid value at 'max_tokens' (TYPE_INT32), 99999999999999999999"),
        (#""stream":"yes""#, #"Invalid value at 'stream' (TYPE_BOOL), "yes""#),
        (#""tool_choice":"perhaps""#, #"Invalid value at 'tool_choice' (auto, none, required or a function), "perhaps""#),
        (#""tools":[{"type":"function","function":{}}]"#, "tools[0].function.name is not specified"),
        (#""response_format":{"type":"xml"}"#, #"Invalid value at 'response_format.type' (text, json_object or json_schema), "xml""#),
        (
            #""reasoning_effort":"low","extra_body":{"google":{"thinking_config":{"thinking_budget":0}}}"#,
            "Expected one of either `reasoning_effort` or custom `thinking_config`; found both."
        ),
        (
            #""messages":[{"role":"king","content":"x"}]"#,
            #"Invalid value at 'messages[0].role', "king": use system, developer, user, assistant or tool."#
        ),
        (
            #""messages":[{"role":"tool","tool_call_id":"a","content":"x"}]"#,
            #"Invalid value at 'messages[0].tool_call_id', "a": no tool call before it has this id."#
        ),
        (
            #""messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,§"}}]}]"#,
            "Invalid value at 'messages[0].content[0].image_url.url' (TYPE_BYTES), Base64 decoding failed"
        ),
        (#""messages":[]"#, "* GenerateContentRequest.contents: contents is not specified\n"),
    ])
    func whatCannotBeReadIsNamed(members: String, message: String) async throws {
        let mock = try MockGemini.make()
        let rest = members.contains("messages") ? "" : #","messages":[{"role":"user","content":"x"}]"#
        let response = try await mock.post(Self.path, #"{"model":"gemini-2.5-flash",\#(members)\#(rest)}"#)
        #expect(response.head.status.code == 400)
        #expect(try await response.json()[0]?["error"]?["message"]?.string == message)
    }

    @Test func modelsAreListedAndFound() async throws {
        let mock = try MockGemini.make()
        let list = try await mock.call(.get, "/v1beta/openai/models").json()
        #expect(list["object"] == "list")
        let ids = (list["data"]?.array ?? []).compactMap { $0["id"]?.string }
        #expect(ids.contains("models/gemini-2.5-flash"))
        #expect(ids.allSatisfy { $0.hasPrefix("models/") })
        for name in ["gemini-2.5-flash", "models/gemini-2.5-flash", "models%2Fgemini-2.5-flash"] {
            let model = try await mock.call(.get, "/v1beta/openai/models/\(name)").json()
            #expect(model["id"] == "models/gemini-2.5-flash")
            #expect(model["object"] == "model")
            #expect(model["owned_by"] == "google")
        }
        #expect(try await mock.call(.get, "/v1beta/openai/models/nope").head.status.code == 404)
        #expect(try await mock.call(.delete, "/v1beta/openai/models/gemini-2.5-flash").head.status.code == 404)
    }

    @Test func aFixtureAnswersHereAsWell() async throws {
        let mock = try MockGemini.make()
        try mock.enqueue(
            .fixture([
                "match": ["text": "capital"],
                "response": ["candidates": [["content": ["parts": [["text": "Paris"]], "role": "model"], "finishReason": "STOP"]]],
            ]))
        let json = try await ask(chat("The capital of France?"), mock)
        #expect(json["choices"]?[0]?["message"]?["content"] == "Paris")
    }

    @Test func anErrorInTheMiddleIsAnEventThatClientsRead() async throws {
        let mock = try MockGemini.make()
        let fault = [("x-mock-fault", "error-mid-stream;after=1;code=503")]
        let text = try await mock.post(Self.path, chat("Tell me about the sea", #","stream":true"#), fields: fault).text()
        let events = text.split(separator: "\n\n")
        #expect(events.count == 2)
        #expect(events.last?.hasPrefix(#"data: {"error":{"code":503,"message":"#) == true)
        let whole = try await mock.post(Self.path, chat("x"), fields: fault)
        #expect(whole.head.status.code == 503)
        #expect(try await whole.json()[0]?["error"]?["status"] == "UNAVAILABLE")
    }

    @Test func settingsOfGooglesAreCheckedAsTheAPIDoes() async throws {
        let body = chat("x", #","extra_body":{"google":{"thinking_config":{"thinking_budget":"much"}}}"#, model: "gemini-2.5-flash")
        let response = try await MockGemini.make().post(Self.path, body)
        #expect(response.head.status.code == 400)
        #expect(try await response.json()[0]?["error"]?["message"]?.string?.contains("thinking_budget") == true)
    }

    @Test func theLogKnowsModelAndKey() async throws {
        let mock = try MockGemini.make()
        _ = try await ask(chat("x"), mock)
        #expect(mock.requests.last?.model == "gemini-2.0-flash")
        #expect(mock.requests.last?.key != nil)
        #expect(mock.requests.last?.operation == .chatCompletions)
    }
}

extension Response {
    /// The chunks of a stream that ends with its mark.
    fileprivate func chunks() async throws -> [JSON] {
        let events = try await text().split(separator: "\n\n").map { String($0.dropFirst("data: ".count)) }
        #expect(events.last == "[DONE]")
        return try events.dropLast().map { try JSON(parsing: $0) }
    }
}
