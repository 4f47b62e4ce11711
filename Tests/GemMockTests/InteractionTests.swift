import GemCore
import GemMock
import HTTPTypes
import Testing

@Suite struct InteractionTests {
    private static let path = "/v1beta/interactions"

    private func create(_ rest: String, _ mock: MockGemini, model: String = "gemini-2.5-flash") async throws -> JSON {
        let response = try await mock.post(Self.path, #"{"model":"\#(model)",\#(rest)}"#)
        let json = try await response.json()
        #expect(response.head.status == .ok, "\(json.text())")
        return json
    }

    private func id(_ json: JSON) throws -> String { try #require(json["id"]?.string) }

    @Test func anInteractionHasTheServicesBytes() async throws {
        let mock = try MockGemini.make()
        let response = try await mock.post(Self.path, #"{"model":"gemini-2.0-flash","input":"[[tokens 1]]"}"#)
        #expect(try response.field("Content-Type") == "application/json")
        let text = try await response.text()
        let id = try id(JSON(parsing: text))
        let said = try await mock.generate(prompt("[[tokens 1]]"), model: "gemini-2.0-flash").answer
        #expect(
            text
                == #"{"id":"\#(id)","status":"completed","usage":{"total_tokens":8,"total_input_tokens":7,"input_tokens_by_modality":[{"modality":"text","tokens":7}],"total_cached_tokens":0,"total_output_tokens":1,"total_tool_use_tokens":0,"total_thought_tokens":0},"created":"2026-09-21T14:13:20Z","updated":"2026-09-21T14:13:20Z","service_tier":"standard","steps":[{"content":[{"text":"\#(said)","type":"text"}],"type":"model_output"}],"object":"interaction","model":"gemini-2.0-flash"}"#
        )
        #expect(id.hasPrefix("v1_Chd"))
        #expect(Base64Coding.decode(id.dropFirst(3))?.count == 50)
    }

    @Test func aStreamIsFramedWithNamesAndEndsWithDone() async throws {
        let mock = try MockGemini.make()
        let response = try await mock.post(Self.path, #"{"model":"gemini-2.0-flash","input":"[[tokens 1]]","stream":true}"#)
        #expect(try response.field("Content-Type") == "text/event-stream")
        let text = try await response.text()
        let created = try JSON(parsing: String(text.split(separator: "\n")[1].dropFirst(6)))
        let id = try id(created["interaction"] ?? .null)
        let said = try await mock.generate(prompt("[[tokens 1]]"), model: "gemini-2.0-flash").answer
        let expected = [
            (
                "interaction.created",
                #"{"interaction":{"id":"\#(id)","status":"in_progress","object":"interaction","model":"gemini-2.0-flash"},"event_type":"interaction.created"}"#
            ),
            ("interaction.status_update", #"{"interaction_id":"\#(id)","status":"in_progress","event_type":"interaction.status_update"}"#),
            ("step.start", #"{"index":0,"step":{"type":"model_output"},"event_type":"step.start"}"#),
            ("step.delta", #"{"index":0,"delta":{"text":"\#(said)","type":"text"},"event_type":"step.delta"}"#),
            ("step.stop", #"{"index":0,"event_type":"step.stop"}"#),
            (
                "interaction.completed",
                #"{"interaction":{"id":"\#(id)","status":"completed","usage":{"total_tokens":8,"total_input_tokens":7,"input_tokens_by_modality":[{"modality":"text","tokens":7}],"total_cached_tokens":0,"total_output_tokens":1,"total_tool_use_tokens":0,"total_thought_tokens":0},"created":"2026-09-21T14:13:20Z","updated":"2026-09-21T14:13:20Z","service_tier":"standard","object":"interaction","model":"gemini-2.0-flash"},"event_type":"interaction.completed"}"#
            ), ("done", "[DONE]"),
        ]
        #expect(text == expected.map { "event: \($0)\ndata: \($1)\n\n" }.joined())
    }

    @Test(arguments: ["gemini-2.5-flash", "gemini-3-flash-preview"])
    func aStreamAddsUpToTheSteps(model: String) async throws {
        let mock = try MockGemini.make()
        let body = #""input":"Tell me a few words about the sea","generation_config":{"thinking_summaries":"auto","thinking_level":"low"}"#
        let steps = try #require(try await create(body, mock, model: model)["steps"]?.array)
        #expect(steps.map { $0["type"] } == ["thought", "model_output"])
        #expect(steps[0]["summary"]?[0]?["text"]?.string?.hasPrefix("**") == true)
        let events = try await mock.post(Self.path, #"{"model":"\#(model)",\#(body),"stream":true}"#).interactionEvents()
        let deltas = events.compactMap { $0["delta"] }
        #expect(deltas.filter { $0["type"] == "text" }.count > 1)
        #expect(
            deltas.filter { $0["type"] == "text" }.compactMap { $0["text"]?.string }.joined() == steps[1]["content"]?[0]?["text"]?.string)
        let summary = deltas.filter { $0["type"] == "thought_summary" }.compactMap { $0["content"]?["text"]?.string }.joined()
        #expect(summary == steps[0]["summary"]?[0]?["text"]?.string)
        #expect(deltas.first { $0["type"] == "thought_signature" }?["signature"] == steps[0]["signature"])
        #expect(events.allSatisfy { $0["event_id"] == nil })
    }

    @Test func inputComesInEveryForm() async throws {
        let mock = try MockGemini.make()
        let png = base64(SampleMedia.png)
        let file = try await mock.upload(SampleMedia.wav, "audio/wav")
        let uri = try #require(file["uri"]?.string)
        for (input, part) in [
            (#""Hello""#, "You said: \"Hello\""), (#"{"type":"text","text":"Hello"}"#, "You said: \"Hello\""),
            (#"[{"type":"text","text":"Hello"},{"type":"image","data":"\#(png)","mime_type":"image/png"}]"#, "640 x 480 pixels"),
            (#"[{"type":"user_input","content":[{"type":"text","text":"Hello"},{"type":"audio","uri":"\#(uri)"}]}]"#, "2.0 seconds"),
            (#"{"type":"user_input","content":"Hello"}"#, "You said: \"Hello\""),
            (#"[{"type":"document","uri":"https://example.com/a.pdf"},{"type":"text","text":"Hello"}]"#, "at https://example.com/a.pdf"),
            (
                #"[{"type":"user_input","content":"One"},{"type":"thought","signature":"AAAA"},{"type":"model_output","content":[{"type":"text","text":"Two"}]},{"type":"user_input","content":"Hello"}]"#,
                "before, you said: \"One\""
            ),
        ] {
            let text = try await create(#""input":\#(input),"system_instruction":"Be kind.""#, mock).said
            #expect(text.contains(part), "\(input): \(text)")
            #expect(text.contains("Be kind."))
        }
    }

    @Test func aConversationGoesOn() async throws {
        let mock = try MockGemini.make()
        let first = try await create(#""input":"My name is Amir.""#, mock)
        let second = try await create(#""input":"Who am I?","previous_interaction_id":"\#(try id(first))""#, mock)
        #expect(second.said.contains("before, you said: \"My name is Amir.\""))
        #expect((second["usage"]?["total_input_tokens"]?.int ?? 0) > (first["usage"]?["total_input_tokens"]?.int ?? 0))
        let third = try await create(#""input":"And now?","previous_interaction_id":"\#(try id(second))""#, mock)
        #expect(third.said.contains("turn 5"))
        // All ids of a conversation name its first interaction.
        #expect(Set(try [first, second, third].map { try id($0).prefix(34) }).count == 1)
        let lost = try await mock.post(Self.path, #"{"model":"gemini-2.5-flash","input":"x","previous_interaction_id":"v1_no"}"#)
        #expect(lost.head.status.code == 404)
        #expect(try await lost.json()["error"]?["code"] == "not_found")
    }

    @Test func whatIsStoredIsFoundUntilDeletedOrOld() async throws {
        let time = ManualTime()
        let mock = try MockGemini.make { $0.time = time }
        let made = try await create(#""input":"x""#, mock)
        let path = Self.path + "/" + (try id(made))
        #expect(try await mock.call(.get, path).json() == made)
        #expect(try await mock.call(.get, path + "?include_input=true").json()["input"] == "x")
        time.advance(seconds: 54 * 86_400)
        #expect(try await mock.call(.get, path).head.status == .ok)
        time.advance(seconds: 2 * 86_400)
        #expect(try await mock.call(.get, path).head.status.code == 404)
        let other = Self.path + "/" + (try id(try await create(#""input":"y""#, mock)))
        #expect(try await mock.call(.delete, other).text() == "{}")
        #expect(try await mock.call(.get, other).head.status.code == 404)
        #expect(try await mock.call(.delete, other).head.status.code == 404)
        let passing = try await create(#""input":"z","store":false"#, mock)
        #expect(try await mock.call(.get, Self.path + "/" + (try id(passing))).head.status.code == 404)
        let last = Self.path + "/" + (try id(try await create(#""input":"w""#, mock)))
        mock.reset()
        #expect(try await mock.call(.get, last).head.status.code == 404)
    }

    @Test func equalInteractionsAreApart() async throws {
        let mock = try MockGemini.make()
        let made = try await create(#""input":"x""#, mock)
        let again = try await create(#""input":"x""#, mock)
        #expect(made["id"] != again["id"])
        #expect(made["steps"] == again["steps"])
        let other = try MockGemini.make()
        #expect(try await create(#""input":"x""#, other) == made)
    }

    private static let tools =
        #""tools":[{"type":"function","name":"add_numbers","description":"Adds","parameters":{"type":"object","properties":{"a":{"type":"number"},"b":{"type":"number"}}}}]"#

    @Test(arguments: ["gemini-2.5-flash", "gemini-3-flash-preview"])
    func aFunctionIsCalledAndItsResultGoesOn(model: String) async throws {
        let mock = try MockGemini.make()
        let choice = #","generation_config":{"tool_choice":"any"}"#
        let made = try await create(#""input":"What are 3 and 4?",\#(Self.tools)\#(choice)"#, mock, model: model)
        #expect(made["status"] == "requires_action")
        let step = try #require(made["steps"]?.array?.last)
        #expect(step.object?.members.map(\.name) == ["id", "type", "name", "arguments"])
        #expect(step["arguments"] == ["a": 3, "b": 4])
        let result = #"{"type":"function_result","call_id":"\#(try id(step))","name":"add_numbers","result":{"sum":7}}"#
        let joined = try await create(
            #""input":[\#(result)],\#(Self.tools),"previous_interaction_id":"\#(try id(made))""#, mock, model: model)
        #expect(joined["status"] == "completed")
        #expect(joined.said.contains(#"add_numbers returned {"sum":7}"#))
        // The same without what is stored, the steps going back as they came; the name is known from the call.
        let steps = try #require(made["steps"]?.array).map { $0.text() }.joined(separator: ",")
        let bare = #"{"type":"function_result","call_id":"\#(try id(step))","result":[{"type":"text","text":"seven"}]}"#
        let given = try await create(
            #""input":[{"type":"user_input","content":"What are 3 and 4?"},\#(steps),\#(bare)],\#(Self.tools),"store":false"#, mock,
            model: model)
        #expect(given.said.contains(#"add_numbers returned {"result":"seven"}"#))
    }

    @Test func aStreamedCallTellsItsArgumentsApart() async throws {
        let mock = try MockGemini.make()
        let body =
            #"{"model":"gemini-2.5-flash","input":"3 and 4",\#(Self.tools),"stream":true,"generation_config":{"tool_choice":{"allowed_tools":{"mode":"any","tools":["add_numbers"]}}}}"#
        let events = try await mock.post(Self.path, body).interactionEvents()
        let start = try #require(events.first { $0["step"]?["type"] == "function_call" })
        #expect(start["step"]?["arguments"] == [:])
        #expect(events.first { $0["delta"]?["type"] == "arguments_delta" }?["delta"]?["arguments"] == #"{"a":3,"b":4}"#)
        #expect(events.last?["interaction"]?["status"] == "requires_action")
    }

    @Test func aSearchIsTwoSteps() async throws {
        let mock = try MockGemini.make()
        let made = try await create(#""input":"Wo liegt Köln?","tools":[{"type":"google_search"}]"#, mock)
        let steps = try #require(made["steps"]?.array)
        #expect(steps.map { $0["type"] } == ["google_search_call", "google_search_result", "thought", "model_output"])
        #expect(steps[0]["arguments"]?["queries"]?[0]?.string != nil)
        #expect(steps[1]["call_id"] == steps[0]["id"])
        let content = try #require(steps[3]["content"]?[0])
        let bytes = Array(try #require(content["text"]?.string).utf8)
        let notes = try #require(content["annotations"]?.array)
        #expect(!notes.isEmpty)
        for note in notes {
            #expect(note["type"] == "url_citation")
            #expect(note["url"]?.string?.hasPrefix("https://") == true)
            #expect((note["end_index"]?.int ?? 0) <= bytes.count)
        }
    }

    @Test func formatsAndSettingsArrive() async throws {
        let mock = try MockGemini.make()
        let schema = #"{"type":"object","required":["name"],"properties":{"name":{"type":"string"}}}"#
        for format in [
            #"{"type":"text","mime_type":"application/json","schema":\#(schema)}"#, #"[{"type":"text","schema":\#(schema)}]"#, schema,
        ] {
            let text = try await create(#""input":"Carol","response_format":\#(format)"#, mock).said
            #expect(try JSON(parsing: text)["name"]?.string != nil)
        }
        let short = try await create(#""input":"Some text","generation_config":{"max_output_tokens":3}"#, mock)
        #expect(short["status"] == "incomplete")
        #expect(short.said == "You said")
        let blocked = try await create(#""input":"[[block]]""#, mock)
        #expect(blocked["status"] == "failed")
        #expect(blocked["errors"]?[0]?["code"] == "safety")
    }

    @Test func whatRunsInTheBackgroundEndsOnTheClock() async throws {
        let time = ManualTime()
        let mock = try MockGemini.make { ($0.time, $0.processingSeconds) = (time, 30) }
        let body = #"{"agent":"deep-research-preview-04-2026","input":"Quanta","background":true}"#
        let made = try await mock.post(Self.path, body).json()
        #expect(made["status"] == "in_progress")
        #expect(made["agent"] == "deep-research-preview-04-2026")
        #expect(made["steps"] == nil)
        let path = Self.path + "/" + (try id(made))
        time.advance(seconds: 29)
        #expect(try await mock.call(.get, path).json()["status"] == "in_progress")
        time.advance(seconds: 1)
        let done = try await mock.call(.get, path).json()
        #expect(done["status"] == "completed")
        #expect(done.said.contains("Quanta"))
        #expect(try await mock.call(.post, path + "/cancel").json()["error"]?["code"] == "failed_precondition")
        let other = Self.path + "/" + (try id(try await mock.post(Self.path, body).json()))
        #expect(try await mock.call(.post, other + "/cancel").json()["status"] == "cancelled")
        time.advance(seconds: 100)
        #expect(try await mock.call(.get, other).json()["status"] == "cancelled")
    }

    @Test func modelsThatCannotRunInTheBackgroundSaySo() async throws {
        let mock = try MockGemini.make()
        let response = try await mock.post(Self.path, #"{"model":"gemini-2.5-flash","input":"x","background":true}"#)
        #expect(response.head.status.code == 400)
        #expect(try response.field("Content-Type") == "application/json; charset=UTF-8")
        #expect(
            try await response.text()
                == #"{"error":{"message":"Model 'gemini-2.5-flash' does not support background interactions.","code":"invalid_request"}}"#)
    }

    @Test func aStreamIsTakenUpAfterAnEvent() async throws {
        let time = ManualTime()
        let mock = try MockGemini.make { $0.time = time }
        let made = try await create(#""input":"Tell me a few words about the sea""#, mock)
        let path = Self.path + "/" + (try id(made))
        let all = try await mock.call(.get, path + "?stream=true").interactionEvents()
        #expect(all.count > 6)
        let middle = try #require(all[3]["event_id"]?.string)
        #expect(try await mock.call(.get, path + "?stream=true&last_event_id=\(middle)").interactionEvents() == Array(all.dropFirst(4)))
        #expect(try await mock.call(.get, path + "?stream=true&last_event_id=what").head.status.code == 400)
        let body = #"{"agent":"deep-research-preview-04-2026","input":"Quanta","background":true,"stream":true}"#
        let start = time.now
        let events = try await mock.post(Self.path, body).interactionEvents()
        #expect(events.allSatisfy { $0["event_id"]?.string != nil })
        #expect(events.last?["interaction"]?["status"] == "completed")
        #expect(time.now.seconds(since: start) >= 1)
    }

    @Test(arguments: [
        (#""inputs":"x""#, "parameter_unknown", "Unknown parameter 'inputs'."),
        (
            #""input":"x","generation_config":{"maxOutputTokens":1}"#, "parameter_unknown",
            "Unknown parameter 'maxOutputTokens' at 'generation_config'."
        ),
        (#""temperature":1,"input":"x""#, "parameter_unknown", "Unknown parameter 'temperature'."),
        (#""store":true"#, "invalid_request", "Missing required parameter 'input'."),
        (#""input":5"#, "invalid_request", "Invalid type for parameter 'input'. Expected a string, an object or a list."),
        (#""input":[]"#, "invalid_request", "Missing required parameter 'input'."),
        (#""input":"x","stream":"yes""#, "invalid_request", "Invalid type for parameter 'stream'. Expected a boolean."),
        (
            #""input":"x","tools":[{"type":"magic"}]"#, "invalid_request",
            "The value 'magic' is not supported for 'type' at 'tools[0]'. Supported values: 'function', 'code_execution', 'mcp_server', 'filesystem', 'google_maps', 'google_search', 'bash', 'computer_use', 'file_search', 'url_context', 'retrieval', 'tool_search'."
        ),
        (#""input":[{"text":"x"}]"#, "invalid_request", "Missing required parameter 'type' at 'input[0]'."),
        (
            #""input":{"type":"image","mime_type":"image/png"}"#, "invalid_request",
            "Missing required parameter 'data' or 'uri' at 'input'."
        ),
        (
            #""input":[{"type":"function_result","call_id":"a","result":"x"}]"#, "invalid_request",
            "No function call with the id 'a' comes before 'input[0]'."
        ),
    ])
    func whatCannotBeReadIsNamed(members: String, code: String, message: String) async throws {
        let response = try await MockGemini.make().post(Self.path, #"{"model":"gemini-2.5-flash",\#(members)}"#)
        #expect(response.head.status.code == 400)
        let error = try await response.json()["error"]
        #expect(error?["code"]?.string == code)
        #expect(error?["message"]?.string == message)
    }

    @Test func errorsHaveWordsForCodes() async throws {
        let mock = try MockGemini.make { $0.requireKey = "right" }
        let body = #"{"model":"gemini-2.5-flash","input":"x"}"#
        for (response, status, code) in [
            (try await mock.post(Self.path, body, key: "wrong"), 401, "authentication"),
            (try await mock.post(Self.path, body, key: nil), 401, "authentication"),
            (try await mock.post(Self.path, #"{"model":"nope","input":"x"}"#, key: "right"), 404, "model_not_found"),
            (try await mock.post(Self.path, #"{"agent":"nope","input":"x"}"#, key: "right"), 404, "not_found"),
            (try await mock.post(Self.path, "{", key: "right"), 400, "invalid_request"),
            (try await mock.call(.get, Self.path, key: "right"), 404, "not_found"),
            (try await mock.post(Self.path, body, fields: [("x-mock-fault", "429")], key: "right"), 429, "rate_limit_exceeded"),
            (try await mock.post(Self.path, body, fields: [("x-mock-fault", "503")], key: "right"), 503, "service_unavailable"),
        ] {
            #expect(response.head.status.code == status)
            let error = try #require(try await response.json()["error"])
            #expect(error["code"]?.string == code)
            #expect(error.object?.members.map(\.name) == ["message", "code"])
        }
    }

    @Test func anErrorInTheMiddleIsAnEvent() async throws {
        let text = try await MockGemini.make().post(
            Self.path, #"{"model":"gemini-2.5-flash","input":"x","stream":true}"#,
            fields: [("x-mock-fault", "error-mid-stream;after=2;code=500")]
        ).text()
        let events = text.split(separator: "\n\n")
        #expect(events.count == 3)
        #expect(events.last?.hasPrefix("event: error\ndata: {\"error\":{\"message\":") == true)
        #expect(events.last?.hasSuffix(#","code":"api_error"},"event_type":"error"}"#) == true)
    }

    @Test func aCutStreamIsCut() async throws {
        let mock = try MockGemini.make()
        let response = try await mock.post(
            Self.path, #"{"model":"gemini-2.5-flash","input":"x","stream":true}"#, fields: [("x-mock-fault", "cut;after=2")])
        await #expect(throws: GemError.self) { try await response.text() }
    }
}

extension JSON {
    /// What an interaction's output says.
    fileprivate var said: String {
        (self["steps"]?.array ?? []).filter { $0["type"] == "model_output" }.flatMap { $0["content"]?.array ?? [] }
            .compactMap { $0["text"]?.string }.joined()
    }
}

extension Response {
    /// The events of a stream that ends with its mark; each is named as it says itself.
    fileprivate func interactionEvents() async throws -> [JSON] {
        var events: [JSON] = []
        let blocks = try await text().split(separator: "\n\n")
        #expect(blocks.last == "event: done\ndata: [DONE]")
        for block in blocks.dropLast() {
            let lines = block.split(separator: "\n")
            let value = try JSON(parsing: String(lines.last?.dropFirst("data: ".count) ?? ""))
            #expect(lines.first.map(String.init) == "event: " + (value["event_type"]?.string ?? ""))
            events.append(value)
        }
        return events
    }
}
