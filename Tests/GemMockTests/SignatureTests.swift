import GemCore
import GemMock
import HTTPTypes
import Testing

@Suite struct SignatureTests {
    private static let tools =
        #","tools":[{"functionDeclarations":[{"name":"get_weather","parameters":{"type":"OBJECT","properties":{"city":{"type":"STRING"},"days":{"type":"INTEGER"}},"required":["city","days"]}}]}]"#
    private static let question = #"{"role":"user","parts":[{"text":"What is the weather in Paris over 3 days?"}]}"#
    private static let response = #"{"role":"user","parts":[{"functionResponse":{"name":"get_weather","response":{"sky":"blue"}}}]}"#

    /// The part with the call, as the mock made it.
    private func call(_ mock: MockGemini, model: String = "gemini-3.5-flash") async throws -> JSON {
        let json = try await mock.generate("{\"contents\":[\(Self.question)]\(Self.tools)}", model: model)
        return try #require(json["candidates"]?[0]?["content"]?["parts"]?[0])
    }

    private func answer(
        _ mock: MockGemini, _ parts: String, model: String = "gemini-3.5-flash", more: String = "", responses: Int = 1
    ) async throws -> Response {
        let answers = Array(repeating: Self.response, count: responses)
        let contents = ([Self.question, "{\"role\":\"model\",\"parts\":[\(parts)]}"] + answers).joined(separator: ",")
        return try await mock.post("/v1beta/models/\(model):generateContent", "{\"contents\":[\(contents)\(more)]\(Self.tools)}")
    }

    @Test func aSignedCallThatComesBackIsAnswered() async throws {
        let part = try await call(MockGemini.make())
        #expect(part["functionCall"]?["args"] == ["city": "Paris", "days": 3])
        let signature = try #require(part["thoughtSignature"]?.string)
        #expect(Base64Coding.decode(signature).map { Base64Coding.encode($0) } == signature)
        // Another mock, as after a restart.
        let mock = try MockGemini.make { $0.seed = 5 }
        #expect(try await answer(mock, part.text()).json().answer.contains(#"The function get_weather returned {"sky":"blue"}."#))
        let urlSafe = Base64Coding.encode(try #require(Base64Coding.decode(signature)), urlSafe: true)
        let respelled =
            #"{"thought_signature":"\#(urlSafe)","function_call":{"args":{"days":3.0,"city":"Paris","unit":null},"name":"get_weather","id":"mine"}}"#
        #expect(try await answer(mock, respelled).head.status == .ok)
    }

    @Test func aCallWithoutItsSignatureIsRefusedInTheAPIsWords() async throws {
        let mock = try MockGemini.make()
        let bare = #"{"functionCall":{"name":"get_weather","args":{"city":"Paris","days":3}}}"#
        let response = try await answer(mock, bare)
        #expect(response.head.status.code == 400)
        #expect(
            try await response.message()
                == "Function call is missing a thought_signature in functionCall parts. This is required for tools to work correctly, and missing thought_signature may lead to degraded model performance. Additional data, function call `default_api:get_weather` , position 2. Please refer to https://ai.google.dev/gemini-api/docs/thought-signatures for more details."
        )
        for model in ["gemini-2.5-flash", "gemini-2.5-pro", "gemini-2.0-flash", "gemini-3-pro-image"] {
            #expect(try await answer(mock, bare, model: model).head.status == .ok, "\(model)")
        }
        let path = "/v1/projects/p/locations/global/publishers/google/models/gemini-3-flash-preview:generateContent"
        let contents = [Self.question, "{\"role\":\"model\",\"parts\":[\(bare)]}", Self.response].joined(separator: ",")
        #expect(
            try await mock.post(path, "{\"contents\":[\(contents)]}").message().contains(
                "in the 2. content block is missing a `thought_signature`"))
    }

    @Test func onlyTheFirstCallOfEachStepOfTheCurrentTurnNeedsOne() async throws {
        let mock = try MockGemini.make()
        let part = try await call(mock).text()
        let bare = #"{"functionCall":{"name":"get_weather","args":{}}}"#
        let second = #"{"functionCall":{"name":"get_weather","args":{"city":"Rome"}}}"#
        #expect(try await answer(mock, "\(part),\(second)", responses: 2).head.status == .ok)
        #expect(try await answer(mock, "\(second),\(part)", responses: 2).head.status.code == 400)
        let nextStep = ",{\"role\":\"model\",\"parts\":[\(bare)]},\(Self.response)"
        #expect(try await answer(mock, part, more: nextStep).message().contains("position 4"))
        // What the user says next ends the turn; what came before is not looked at again.
        #expect(try await answer(mock, bare, more: ",\(Self.question)").head.status == .ok)
    }

    @Test func anAlteredSignatureOrCallIsRefused() async throws {
        let mock = try MockGemini.make()
        let part = try await call(mock)
        let bytes = try #require(part["thoughtSignature"]?.string.flatMap { Base64Coding.decode($0) })
        var altered: [[UInt8]] = [Array(bytes.dropLast()), bytes + [0], Array("signature".utf8), []]
        for place in stride(from: 0, to: bytes.count, by: 7) {
            var other = bytes
            other[place] ^= 4
            altered.append(other)
        }
        for other in altered where !other.isEmpty {
            var part = part
            part["thoughtSignature"] = .string(Base64Coding.encode(other))
            let response = try await answer(mock, part.text())
            #expect(response.head.status.code == 400)
            #expect(try await response.message() == "Corrupted thought signature.")
        }
        var moved = part
        moved["functionCall"]?["args"] = ["city": "Rome", "days": 3]
        #expect(try await answer(mock, moved.text()).head.status.code == 400)
        moved = part
        moved["functionCall"]?["name"] = "get_time"
        #expect(try await answer(mock, moved.text()).head.status.code == 400)
    }

    @Test func documentedValuesAndTheLiveAPIsOwnAreAccepted() async throws {
        let mock = try MockGemini.make()
        let foreign = Base64Coding.encode([0x12, 0x42, 0x0A, 0x40] + [UInt8](repeating: 7, count: 64))
        for value in ["skip_thought_signature_validator", "context_engineering_is_the_way_to_go"] {
            for signature in [value, Base64Coding.encode(Array(value.utf8)), foreign] {
                let part = #"{"functionCall":{"name":"get_weather","args":{}},"thoughtSignature":"\#(signature)"}"#
                #expect(try await answer(mock, part).head.status == .ok)
            }
        }
    }

    @Test func aFixtureAnswersWhateverIsSigned() async throws {
        let mock = try MockGemini.make()
        try mock.enqueue(.fixture(["match": ["model": "gemini-3.5-flash"], "response": ["candidates": []], "times": 5]))
        #expect(try await answer(mock, #"{"functionCall":{"name":"get_weather","args":{}}}"#).head.status == .ok)
    }

    @Test func streamsCloseWithAnEmptyTextSinceTheThirdGeneration() async throws {
        let mock = try MockGemini.make()
        func events(_ model: String, _ body: String) async throws -> [JSON] {
            var decoder = EventStreamDecoder()
            let bytes = try await mock.post("/v1beta/models/\(model):streamGenerateContent?alt=sse", body).bytes()
            return try decoder.feed(bytes).map { try JSON(parsing: $0.data) }
        }
        let body = "{\"contents\":[\(Self.question)]\(Self.tools)}"
        let new = try await events("gemini-3.5-flash", body)
        #expect(new.count == 2)
        #expect(new[0]["candidates"]?[0]?["content"]?["parts"]?[0]?["thoughtSignature"] != nil)
        #expect(new[1]["candidates"]?[0]?["content"]?["parts"] == [["text": ""]])
        #expect(new[1].finish == "STOP")
        let old = try await events("gemini-2.5-flash", body)
        #expect(old.count == 1)
        #expect(old[0].finish == "STOP")
        #expect(old[0]["candidates"]?[0]?["finishMessage"] == "Model generated function call(s).")
        let text = try await events("gemini-3.5-flash", prompt("Tell me something long enough for more than one event"))
        let last = try #require(text.last?["candidates"]?[0]?["content"]?["parts"]?[0])
        #expect(last["text"] == "")
        #expect(last["thoughtSignature"] != nil)
    }
}
