import GemCore
import GemMock
import HTTPTypes
import Testing

@Suite struct DialectRobustnessTests {
    private static let paths = [
        "/v1beta/openai/chat/completions", "/v1beta/openai/embeddings", "/v1beta/interactions",
        "/v1/projects/p/locations/l/endpoints/openapi/chat/completions",
    ]

    /// Names that requests have, and some that they have not.
    private static let names = [
        "model", "messages", "input", "role", "content", "type", "text", "tools", "function", "name", "parameters", "tool_calls", "id",
        "tool_call_id", "arguments", "stream", "n", "max_tokens", "stop", "response_format", "json_schema", "schema", "extra_body",
        "google",
        "thinking_config", "generation_config", "tool_choice", "allowed_tools", "call_id", "result", "signature", "data", "uri",
        "mime_type", "image_url", "url", "background", "store", "previous_interaction_id", "system_instruction", "dimensions", "seed",
        "temperature", "thinking_level", "speech_config", "reasoning_effort", "\u{0}", "",
    ]
    private static let words = [
        "gemini-2.5-flash", "gemini-embedding-001", "user", "assistant", "tool", "system", "function", "text", "user_input",
        "function_call", "function_result", "image", "image_url", "data:image/png;base64,AAAA", "data:,x", "auto", "json_schema", "low", "",
        "\u{1F600}", "files/x", "https://example.com/a.png", "../../x?y#z", "{}", "v1_AAAA",
    ]

    private func value(_ dice: inout Dice, depth: Int) -> JSON {
        switch dice.below(depth > 4 ? 6 : 10) {
        case 0: return .null
        case 1: return .bool(dice.below(2) == 0)
        case 2: return .number(["0", "-1", "1e400", "99999999999999999999", "1.5", "3"][dice.below(6)])
        case 3, 4, 5: return .string(Self.words[dice.below(Self.words.count)])
        case 6, 7: return .array((0..<dice.below(4)).map { _ in value(&dice, depth: depth + 1) })
        default: return object(&dice, depth: depth)
        }
    }

    private func object(_ dice: inout Dice, depth: Int) -> JSON {
        var object = JSON.Object()
        for _ in 0..<dice.below(6) { object[Self.names[dice.below(Self.names.count)]] = value(&dice, depth: depth + 1) }
        return .object(object)
    }

    @Test(arguments: 0..<4)
    func anyBodyGetsAnAnswer(seed: Int) async throws {
        let mock = try MockGemini.make()
        var dice = Dice(UInt64(seed))
        for _ in 0..<150 {
            var body = object(&dice, depth: 0)
            if dice.below(3) > 0 { body["model"] = "gemini-2.5-flash" }
            if dice.below(2) == 0 {
                body["messages"] = .array([object(&dice, depth: 1), ["role": "user", "content": value(&dice, depth: 2)]])
            }
            if dice.below(2) == 0 { body["input"] = value(&dice, depth: 0) }
            let response = try await mock.post(Self.paths[dice.below(Self.paths.count)], body.text())
            #expect(response.head.status.code < 500, "\(body.text())")
            _ = try await response.bytes()
        }
    }

    @Test(arguments: ["\u{1}", "[", "{\"model\":", "[]", "null", "\"x\"", "{\"model\":{}}", "{\"model\":\"\"}", "{\"model\":\"a/b?c\"}"])
    func whatIsNoRequestIsRefused(body: String) async throws {
        let mock = try MockGemini.make()
        for path in Self.paths {
            let response = try await mock.post(path, body)
            #expect((400...404).contains(response.head.status.code), "\(path) \(body)")
            let json = try await response.json()
            #expect((json[0] ?? json)["error"]?["message"]?.string?.isEmpty == false)
        }
    }

    @Test func anyMethodAndPathGetsAnAnswer() async throws {
        let mock = try MockGemini.make()
        for path in [
            "/v1beta/interactions", "/v1beta/interactions/", "/v1beta/interactions/x", "/v1beta/interactions/x/cancel",
            "/v1beta/interactions/x/y/z", "/v1beta/interactions/%2F%00", "/v1beta/openai/models/", "/v1beta/openai/modelsx",
            "/v1beta/openai/models/a/b/c", "/v1beta/openai/embeddings", "/v1beta/openai/chat/completions", "/v1beta/openai/models/%ff",
        ] {
            for method in [HTTPRequest.Method.get, .post, .delete, .put, .patch] {
                let status = try await mock.call(method, path).head.status.code
                #expect((200..<500).contains(status), "\(method) \(path)")
            }
        }
    }
}
