import GemCore
import GemMock
import HTTPTypes
import Testing

@Suite struct GenerateTests {
    @Test func unaryAnswersArePrettyPrintedInTheServicesOrder() async throws {
        let mock = try MockGemini.make()
        let response = try await mock.post("/v1beta/models/gemini-2.0-flash:generateContent", prompt("Hello there"))
        #expect(response.head.status == .ok)
        #expect(try response.field("Content-Type") == "application/json; charset=UTF-8")
        #expect(try response.field("Server") == "scaffolding on HTTPServer2")
        #expect(try response.field("Server-Timing") == "gfet4t7; dur=0")
        #expect(response.head.headerFields[values: .vary] == ["Origin", "X-Origin", "Referer"])
        let text = try await response.text()
        #expect(
            text.hasPrefix(
                "{\n  \"candidates\": [\n    {\n      \"content\": {\n        \"parts\": [\n          {\n            \"text\": \"You said: \\\"Hello there\\\"."
            ))
        #expect(text.hasSuffix("\"\n}\n"))
        #expect(
            text.contains(
                "          }\n        ],\n        \"role\": \"model\"\n      },\n      \"finishReason\": \"STOP\",\n      \"avgLogprobs\": -0."
            ))
        #expect(text.contains("    }\n  ],\n  \"usageMetadata\": {\n    \"promptTokenCount\": 2,\n"))
        let json = try JSON(parsing: text)
        #expect(json.object?.members.map(\.name) == ["candidates", "usageMetadata", "modelVersion", "responseId"])
        #expect(json["modelVersion"] == "gemini-2.0-flash")
    }

    @Test func eventsAreFramedByteForByte() async throws {
        let mock = try MockGemini.make()
        let path = "/v1beta/models/gemini-2.0-flash:streamGenerateContent?alt=sse"
        let response = try await mock.post(path, prompt("[[tokens 1]]"))
        #expect(try response.field("Content-Type") == "text/event-stream")
        #expect(try response.field("Content-Disposition") == "attachment")
        let json = try await mock.generate(prompt("[[tokens 1]]"), model: "gemini-2.0-flash")
        let id = try #require(json["responseId"]?.string)
        let expected =
            #"data: {"candidates": [{"content": {"parts": [{"text": "\#(json.answer)"}],"role": "model"},"finishReason": "STOP"}],"usageMetadata": {"promptTokenCount": 7,"candidatesTokenCount": 1,"totalTokenCount": 8,"promptTokensDetails": [{"modality": "TEXT","tokenCount": 7}],"serviceTier": "standard"},"modelVersion": "gemini-2.0-flash","responseId": "\#(id)"}"#
        #expect(try await response.text() == expected + "\r\n\r\n")
    }

    @Test func arraysAreFramedByteForByte() async throws {
        let mock = try MockGemini.make()
        let response = try await mock.post(
            "/v1beta/models/gemini-2.0-flash:streamGenerateContent", prompt("Tell me a few words about the sea"))
        #expect(try response.field("Content-Type") == "application/json; charset=UTF-8")
        let text = try await response.text()
        #expect(text.hasPrefix("[{\n  \"candidates\": ["))
        #expect(text.hasSuffix("\"\n}\n]"))
        let elements = try #require(try JSON(parsing: text).array)
        #expect(elements.count > 1)
        let parts = text.dropFirst().dropLast().split(separator: ",\r\n")
        #expect(parts.map(String.init) == elements.map { $0.text(.pretty) })
    }

    @Test(arguments: ["gemini-2.0-flash", "gemini-2.5-flash", "gemini-3.6-flash"])
    func aStreamAddsUpToTheUnaryAnswer(model: String) async throws {
        let mock = try MockGemini.make()
        let body = prompt(
            "Say something long enough for several events, with ünïcödé and 😀.",
            model == "gemini-2.0-flash" ? "" : #","generationConfig":{"thinkingConfig":{"include_thoughts":true}}"#)
        let whole = try await mock.generate(body, model: model)
        var decoder = EventStreamDecoder()
        let bytes = try await mock.post("/v1beta/models/\(model):streamGenerateContent?alt=sse", body).bytes()
        let events = try decoder.feed(bytes).map { try JSON(parsing: $0.data) }
        #expect(decoder.isAtBoundary)
        #expect(events.count > 3)
        #expect(events.map(\.answer).joined() == whole.answer)
        #expect(events.last?["usageMetadata"] == whole["usageMetadata"])
        #expect(events.dropLast().allSatisfy { $0.finish == nil })
        #expect(events.last?.finish == "STOP")
        #expect(Set(events.map { $0["responseId"] }) == [whole["responseId"]])
        let counts = events.map { $0.usage("candidatesTokenCount") }
        #expect(counts == counts.sorted())
        for event in events {
            #expect(
                event.usage("totalTokenCount") == event.usage("promptTokenCount") + event.usage("candidatesTokenCount")
                    + event.usage("thoughtsTokenCount"))
        }
    }

    @Test func equalQuestionsGetEqualAnswersAndAnotherSeedAnother() async throws {
        let first = try await MockGemini.make().generate(prompt("What is up?"))
        let again = try await MockGemini.make().generate(prompt("What is up?"))
        let other = try await MockGemini.make { $0.seed = 7 }.generate(prompt("What is up?"))
        #expect(first == again)
        #expect(first["responseId"] != other["responseId"])
    }

    @Test func vertexHasItsOwnOrderAndFields() async throws {
        let mock = try MockGemini.make()
        let path = "/v1beta1/projects/p/locations/l/publishers/google/models/gemini-2.5-flash:generateContent"
        let json = try await mock.post(path, prompt("Hello")).json()
        #expect(json.object?.members.map(\.name) == ["candidates", "usageMetadata", "modelVersion", "createTime", "responseId"])
        let candidate = try #require(json["candidates"]?[0])
        #expect(candidate["content"]?.object?.members.map(\.name) == ["role", "parts"])
        #expect(candidate["index"] == nil)
        #expect(json["usageMetadata"]?["trafficType"] == "ON_DEMAND")
        #expect(json["usageMetadata"]?["candidatesTokensDetails"] != nil)
    }

    @Test func vertexTellsUsageAtTheEndOfAStreamAlone() async throws {
        let mock = try MockGemini.make()
        let base = "/v1beta1/projects/p/locations/l/publishers/google/models/gemini-2.5-flash:"
        let whole = try await mock.post(base + "generateContent", prompt("Tell me a few words about the sea")).json()
        var decoder = EventStreamDecoder()
        let bytes = try await mock.post(base + "streamGenerateContent?alt=sse", prompt("Tell me a few words about the sea")).bytes()
        let events = try decoder.feed(bytes).map { try JSON(parsing: $0.data) }
        #expect(events.count > 1)
        #expect(events.dropLast().allSatisfy { $0["usageMetadata"] == ["trafficType": "ON_DEMAND"] })
        #expect(events.last?["usageMetadata"] == whole["usageMetadata"])
        #expect(events.map(\.answer).joined() == whole.answer)
    }

    @Test func severalCandidatesDiffer() async throws {
        let mock = try MockGemini.make()
        let json = try await mock.generate(prompt("Two, please", #","generationConfig":{"candidateCount":2}"#))
        let candidates = try #require(json["candidates"]?.array)
        #expect(candidates.map { $0["index"] } == [0, 1])
        #expect(candidates[0]["content"] != candidates[1]["content"])
    }

    @Test func theAnswerReflectsSystemHistoryAndAttachments() async throws {
        let mock = try MockGemini.make()
        let png = base64(SampleMedia.png, urlSafe: true)
        let body = """
            {"system_instruction":{"parts":{"text":"Be kind."}},
             "contents":[{"role":"user","parts":[{"text":"First question"}]},{"role":"model","parts":[{"text":"First answer"}]},
              {"role":"user","parts":[{"text":"Second question"},{"inline_data":{"mime_type":"image/png","data":"\(png)"}},
               {"inlineData":{"mimeType":"application/pdf","data":"\(base64(SampleMedia.pdf))"}},
               {"inlineData":{"mimeType":"video/mp4","data":"\(base64(SampleMedia.mp4))"}},
               {"inlineData":{"mimeType":"audio/wav","data":"\(base64(SampleMedia.wav))"}},]}],}
            """
        let json = try await mock.generate(body)
        for part in [
            "Second question", "First question", "Be kind.", "image/png, \(SampleMedia.png.count) bytes, 640 x 480 pixels", "3 pages",
            "320 x 240 pixels, 6.0 seconds", "audio/wav, \(SampleMedia.wav.count) bytes, 2.0 seconds",
        ] {
            #expect(json.answer.contains(part), "\(part) in \(json.answer)")
        }
        let details = (json["usageMetadata"]?["promptTokensDetails"]?.array ?? []).reduce(into: [String: Int]()) {
            $0[$1["modality"]?.string ?? ""] = $1["tokenCount"]?.int
        }
        // 640 x 480 is one tile, three pages, six frames, six and two seconds of sound.
        #expect(details["IMAGE"] == 258)
        #expect(details["DOCUMENT"] == 3 * 258)
        #expect(details["VIDEO"] == 6 * 258)
        #expect(details["AUDIO"] == 8 * 32)
    }

    @Test func countTokensAgreesWithUsageInBothForms() async throws {
        let mock = try MockGemini.make()
        let inner =
            #""contents":[{"parts":[{"text":"How many tokens are there in this?"}]}],"systemInstruction":{"parts":[{"text":"Count well."}]}"#
        let usage = try await mock.generate("{\(inner)}").usage("promptTokenCount")
        let path = "/v1beta/models/gemini-2.5-flash:countTokens"
        let wrapped = try await mock.post(path, #"{"generateContentRequest":{"model":"models/gemini-2.5-flash",\#(inner)}}"#).json()
        #expect(wrapped["totalTokens"]?.int == usage)
        #expect(wrapped["promptTokensDetails"] == [["modality": "TEXT", "tokenCount": .int(usage)]])
        let plain = try await mock.post(path, prompt("What is the capital of France?")).json()
        #expect(plain["totalTokens"] == 8)
    }

    @Test func limitsAndStopSequencesEndTheText() async throws {
        let mock = try MockGemini.make()
        let short = try await mock.generate(
            prompt("Some text", #","generationConfig":{"max_output_tokens":4,"thinkingConfig":{"thinkingBudget":0}}"#))
        #expect(short.finish == "MAX_TOKENS")
        #expect(short.answer == "You said: \"")
        #expect(short.usage("candidatesTokenCount") == 4)
        // Thoughts count against the limit.
        let thoughtful = try await mock.generate(prompt("Some text", #","generationConfig":{"max_output_tokens":20}"#))
        #expect(thoughtful.finish == "MAX_TOKENS")
        #expect(thoughtful.usage("thoughtsTokenCount") == 10)
        #expect(thoughtful.usage("candidatesTokenCount") == 10)
        let stopped = try await mock.generate(prompt("Some text", #","generationConfig":{"stopSequences":["text"]}"#))
        #expect(stopped.answer == "You said: \"Some ")
        #expect(stopped.finish == "STOP")
    }

    @Test func schemasAreSatisfied() async throws {
        let mock = try MockGemini.make()
        let schema =
            #"{"type":"OBJECT","required":["name","age"],"propertyOrdering":["age","name"],"properties":{"name":{"type":"STRING"},"age":{"type":3,"minimum":10,"maximum":12.0},"kind":{"type":"string","enum":["a","b"]},"tags":{"type":"array","minItems":3,"items":{"anyOf":[{"type":"NULL"},{"type":"BOOLEAN"}]}}}}"#
        let answer = try await mock.generate(
            prompt("Tell me about Carol", #","generationConfig":{"responseMimeType":"application/json","responseSchema":\#(schema)}"#)
        ).answer
        let value = try JSON(parsing: answer)
        #expect(value.object?.members.map(\.name) == ["age", "name", "kind", "tags"])
        #expect(value["name"] == "Carol")
        #expect((10...12).contains(try #require(value["age"]?.int)))
        #expect(["a", "b"].contains(value["kind"]?.string))
        #expect(value["tags"]?.array?.count == 3)
        #expect(value["tags"]?[0]?.bool != nil)
        let jsonSchema =
            ##"{"$defs":{"P":{"type":"object","properties":{"x_y":{"type":["null","integer"],"exclusiveMinimum":4}}}},"type":"array","items":{"$ref":"#/$defs/P"}}"##
        let other = try await mock.generate(
            prompt("List", #","generationConfig":{"responseMimeType":"application/json","responseJsonSchema":\#(jsonSchema)}"#)
        ).answer
        #expect(try #require(try JSON(parsing: other)[0]?["x_y"]?.int) > 4)
    }

    @Test func functionsAreCalledAndTheirResponsesUsed() async throws {
        let mock = try MockGemini.make()
        let tools =
            #","tools":{"function_declarations":[{"name":"add_numbers","parameters":{"type":"OBJECT","properties":{"a":{"type":"NUMBER"},"b":{"type":"NUMBER"}}}}]}"#
        let any = #","toolConfig":{"functionCallingConfig":{"mode":"ANY"}}"#
        let json = try await mock.generate(prompt("What are 3 and 4 together?", tools + any), model: "gemini-3.6-flash")
        let part = try #require(json["candidates"]?[0]?["content"]?["parts"]?[0])
        #expect(part["functionCall"]?["name"] == "add_numbers")
        #expect(part["functionCall"]?["args"] == ["a": 3, "b": 4])
        #expect(part["functionCall"]?["id"]?.string?.count == 8)
        #expect(part["thoughtSignature"] != nil)
        #expect(json["candidates"]?[0]?["finishMessage"] == "Model generated function call(s).")
        let auto = try await mock.generate(prompt("Hello, who are you?", tools))
        #expect(auto.answer.hasPrefix("You said"))
        let history =
            #"{"contents":[{"parts":[{"text":"add_numbers 3 4"}]},{"role":"model","parts":[{"functionCall":{"name":"add_numbers","args":{}}}]},{"role":"user","parts":[{"functionResponse":{"name":"add_numbers","response":{"sum":7}}}]}]\#(tools)}"#
        #expect(try await mock.generate(history).answer.contains(#"The function add_numbers returned {"sum":7}."#))
    }

    @Test func thoughtsComeWhenAskedAndCountEitherWay() async throws {
        let mock = try MockGemini.make()
        let with = try await mock.generate(prompt("Think", #","generationConfig":{"thinkingConfig":{"includeThoughts":true}}"#))
        #expect(with["candidates"]?[0]?["content"]?["parts"]?[0]?["thought"] == true)
        #expect(with.usage("thoughtsTokenCount") > 0)
        let without = try await mock.generate(prompt("Think"))
        #expect(without["candidates"]?[0]?["content"]?["parts"]?[0]?["thought"] == nil)
        let off = try await mock.generate(prompt("Think", #","generationConfig":{"thinkingConfig":{"thinkingBudget":0}}"#))
        #expect(off.usage("thoughtsTokenCount") == 0)
    }

    @Test func groundingPointsAtTheBytesItNames() async throws {
        let mock = try MockGemini.make()
        let json = try await mock.generate(prompt("Wo liegt Köln?", #","tools":[{"google_search":{}}]"#))
        let metadata = try #require(json["candidates"]?[0]?["groundingMetadata"])
        let bytes = Array(json.answer.utf8)
        let chunks = try #require(metadata["groundingChunks"]?.array)
        let supports = try #require(metadata["groundingSupports"]?.array)
        #expect(supports.count > 1)
        for support in supports {
            let segment = try #require(support["segment"])
            let start = segment["startIndex"]?.int ?? 0
            let end = try #require(segment["endIndex"]?.int)
            #expect(String(decoding: bytes[start..<end], as: UTF8.self) == segment["text"]?.string)
            for index in support["groundingChunkIndices"]?.array ?? [] { #expect(chunks.indices.contains(try #require(index.int))) }
        }
        #expect(supports[0]["segment"]?["startIndex"] == nil)
    }

    @Test func triggersBlockAndFilter() async throws {
        let mock = try MockGemini.make()
        let blocked = try await mock.generate(prompt("Please [[block]] this"))
        #expect(blocked["candidates"] == nil)
        #expect(blocked["promptFeedback"]?["blockReason"] == "SAFETY")
        #expect(try await mock.generate(prompt("[[safety]]")).finish == "SAFETY")
        #expect(try await mock.generate(prompt("[[recitation]]")).finish == "RECITATION")
    }
}

func base64(_ bytes: [UInt8], urlSafe: Bool = false) -> String { Base64Coding.encode(bytes, urlSafe: urlSafe) }
