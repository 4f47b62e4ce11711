import GemCore
import GemMock
import HTTPTypes
import Testing

@Suite struct ErrorTests {
    private static let path = "/v1beta/models/gemini-2.5-flash:generateContent"

    @Test func anUnknownModelIsNamedWithItsVersion() async throws {
        let mock = try MockGemini.make()
        for (verb, said) in [
            ("generateContent", "generateContent"), ("streamGenerateContent?alt=sse", "generateContent"),
            ("batchEmbedContents", "embedContent"), ("countTokens", "countTokens"),
        ] {
            let response = try await mock.post("/v1/models/nope:\(verb)", "{}")
            #expect(response.head.status.code == 404)
            #expect(
                try await response.message()
                    == "models/nope is not found for API version v1, or is not supported for \(said). Call ModelService.ListModels to see the list of available models and their supported methods."
            )
        }
        let vertex = try await mock.post("/v1/projects/p/locations/l/publishers/google/models/nope:generateContent", "{}")
        #expect(
            try await vertex.message().hasPrefix("Publisher Model `projects/p/locations/l/publishers/google/models/nope` was not found"))
    }

    @Test func anErrorHasTheServicesBytes() async throws {
        let mock = try MockGemini.make()
        let plain =
            "{\n  \"error\": {\n    \"code\": 400,\n    \"message\": \"* GenerateContentRequest.contents: contents is not specified\\n\",\n    \"status\": \"INVALID_ARGUMENT\"\n  }\n}\n"
        let unary = try await mock.post(Self.path, "{}")
        #expect(unary.head.status.code == 400)
        #expect(try await unary.text() == plain)
        let events = try await mock.post("/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse", "{}")
        #expect(try events.field("Content-Type") == "text/event-stream")
        #expect(try await events.text() == plain)
        let array = try await mock.post("/v1beta/models/gemini-2.5-flash:streamGenerateContent", "{}")
        #expect(try await array.text() == "[" + plain + "]")
    }

    @Test(arguments: [
        ("not json", "Invalid JSON payload received. Unexpected token.\nnot json\n^"),
        ("{not json", "Invalid JSON payload received. Expected : between key:value pair.\n{not json\n     ^"),
        (" ", "Invalid JSON payload received. Unexpected end of string. Expected a value.\n\n^"),
    ])
    func malformedJSONIsEchoedWithACaret(body: String, message: String) async throws {
        let response = try await MockGemini.make().post(Self.path, body)
        #expect(response.head.status.code == 400)
        #expect(try await response.message() == message)
    }

    @Test func keysAreCheckedAsTold() async throws {
        let open = try MockGemini.make()
        let missing = try await open.post(Self.path, prompt("x"), key: nil)
        #expect(missing.head.status.code == 403)
        #expect(try await missing.message().hasPrefix("Method doesn't allow unregistered callers"))
        #expect(try await open.post(Self.path + "?key=abc", prompt("x"), key: nil).head.status == .ok)
        #expect(try await open.post(Self.path, prompt("x"), fields: [("x-goog-api-key", "abc")], key: nil).head.status == .ok)
        #expect(try await open.post(Self.path, prompt("x"), fields: [("Authorization", "Bearer abc")], key: nil).head.status == .ok)
        let vertex = try await open.post(
            "/v1/projects/p/locations/l/publishers/google/models/gemini-2.5-flash:generateContent", prompt("x"), key: nil)
        #expect(vertex.head.status.code == 401)
        #expect(try vertex.field("WWW-Authenticate") == "Bearer realm=\"https://accounts.google.com/\"")
        let strict = try MockGemini.make { $0.requireKey = "right" }
        #expect(try await strict.post(Self.path, prompt("x"), key: "right").head.status == .ok)
        let wrong = try await strict.post(Self.path, prompt("x"), key: "wrong")
        #expect(wrong.head.status.code == 400)
        let json = try await wrong.json()
        #expect(json["error"]?["message"] == "API key not valid. Please pass a valid API key.")
        #expect(json["error"]?["details"]?[0]?["reason"] == "API_KEY_INVALID")
    }

    @Test(arguments: [
        (
            #","generationConfig":{"temperature":3}"#,
            "* GenerateContentRequest.generation_config.temperature: temperature must be in the range [0.0, 2.0].\n"
        ),
        (
            #","generationConfig":{"maxOutputTokens":-1}"#,
            "* GenerateContentRequest.generation_config.max_output_tokens: max_output_tokens must be positive.\n"
        ),
    ])
    func settingsOutOfRangeAreRefused(rest: String, message: String) async throws {
        let response = try await MockGemini.make().post(Self.path, prompt("x", rest))
        #expect(response.head.status.code == 400)
        #expect(try await response.message() == message)
    }

    @Test func rolesAndMediaTypesAreChecked() async throws {
        let mock = try MockGemini.make()
        #expect(
            try await mock.post(Self.path, #"{"contents":{"role":"system","parts":{"text":"x"}}}"#).message()
                == "Please use a valid role: user, model.")
        #expect(
            try await mock.post(Self.path, #"{"contents":{"parts":{"inlineData":{"mimeType":"application/zip","data":"AAAA"}}}}"#).message()
                == "Unsupported MIME type: application/zip")
    }

    @Test func aPathOfNobodysIsAPageOfHTML() async throws {
        let mock = try MockGemini.make()
        let lost = try await mock.call(.get, "/nowhere")
        #expect(lost.head.status.code == 404)
        #expect(try lost.field("Content-Type") == "text/html; charset=UTF-8")
    }

    @Test func modelsAreListedInPages() async throws {
        let mock = try MockGemini.make()
        var names: [String] = []
        var token = ""
        repeat {
            let page = try await mock.call(.get, "/v1beta/models?pageSize=10&pageToken=\(token)").json()
            let models = try #require(page["models"]?.array)
            #expect(models.count <= 10)
            names += models.compactMap { $0["name"]?.string }
            token = page["nextPageToken"]?.string ?? ""
        } while !token.isEmpty
        #expect(Set(names).count == names.count)
        #expect(
            Set(names).isSuperset(of: [
                "models/gemini-2.5-flash", "models/gemini-3-flash-preview", "models/gemini-embedding-001", "models/gemini-embedding-2",
            ]))
        let model = try await mock.call(.get, "/v1beta/models/gemini-2.5-pro").json()
        #expect(model["inputTokenLimit"] == 1_048_576)
        #expect(model["thinking"] == true)
        #expect(try await mock.call(.get, "/v1beta/models/nope").head.status.code == 404)
    }
}
