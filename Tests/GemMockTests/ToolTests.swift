import GemCore
import GemMock
import HTTPTypes
import Testing

@Suite struct ToolTests {
    private func candidate(_ text: String, _ tools: String, model: String = "gemini-2.5-flash") async throws -> JSON {
        let json = try await MockGemini.make().generate(prompt(text, ",\"tools\":[\(tools)]"), model: model)
        #expect(
            json.usage("totalTokenCount") == json.usage("promptTokenCount") + json.usage("candidatesTokenCount")
                + json.usage("thoughtsTokenCount") + json.usage("toolUsePromptTokenCount"))
        var candidate = try #require(json["candidates"]?[0])
        candidate["toolTokens"] = .int(json.usage("toolUsePromptTokenCount"))
        return candidate
    }

    @Test(arguments: [
        ("How much is 3 * 12390?", "37170"), ("Compute (2 + 3) * 4 - 6 / 3.", "18.0"), ("What is 2^10 + 1?", "1025"), ("7-10=?", "-3"),
        ("1,000 + 24", "1024"),
    ])
    func codeIsRunAndItsResultTrue(text: String, output: String) async throws {
        let candidate = try await candidate(text, #"{"codeExecution":{}}"#)
        let parts = try #require(candidate["content"]?["parts"]?.array)
        #expect(parts[0]["executableCode"]?.object?.members.map(\.name) == ["language", "code"])
        #expect(parts[0]["executableCode"]?["language"] == "PYTHON")
        #expect(parts[1] == ["codeExecutionResult": ["outcome": "OUTCOME_OK", "output": .string(output + "\n")]])
        #expect(parts[2]["text"]?.string?.contains("is \(output).") == true)
        #expect(candidate["toolTokens"]?.int ?? 0 > 0)
    }

    @Test func codeIsNotRunWithoutNeed() async throws {
        let parts = try #require(try await candidate("Hello there", #"{"codeExecution":{}}"#)["content"]?["parts"]?.array)
        #expect(parts.count == 1)
    }

    @Test func newModelsNameAndSignWhatTheyRun() async throws {
        let parts = try #require(
            try await candidate("2+2?", #"{"code_execution":{}}"#, model: "gemini-3.5-flash")["content"]?["parts"]?.array)
        #expect(parts[0]["thoughtSignature"] != nil)
        #expect(parts[0]["executableCode"]?["id"] == parts[1]["codeExecutionResult"]?["id"])
    }

    @Test func pagesOfThePromptAreRead() async throws {
        let text = "Compare https://example.com/a?x=1 with (https://example.org/paywall), please."
        let candidate = try await candidate(text, #"{"url_context":{}}"#)
        #expect(
            candidate["urlContextMetadata"] == [
                "urlMetadata": [
                    ["retrievedUrl": "https://example.com/a?x=1", "urlRetrievalStatus": "URL_RETRIEVAL_STATUS_SUCCESS"],
                    ["retrievedUrl": "https://example.org/paywall", "urlRetrievalStatus": "URL_RETRIEVAL_STATUS_PAYWALL"],
                ]
            ])
        #expect(
            candidate["groundingMetadata"]?["groundingChunks"] == [
                ["web": ["uri": "https://example.com/a?x=1", "title": "https://example.com/a?x=1"]]
            ])
        #expect(candidate["toolTokens"]?.int ?? 0 > 0)
        #expect(try await self.candidate("No page here", #"{"urlContext":{}}"#)["urlContextMetadata"] == nil)
    }

    @Test(arguments: [
        (#"{"googleSearch":{}}"#, "web"), (#"{"googleSearchRetrieval":{"dynamicRetrievalConfig":{"mode":"MODE_DYNAMIC"}}}"#, "web"),
        (#"{"googleMaps":{"enableWidget":true}}"#, "maps"),
        (#"{"fileSearch":{"file_search_store_names":["fileSearchStores/s"]}}"#, "retrievedContext"),
    ])
    func everySourceGroundsTheText(tool: String, kind: String) async throws {
        let candidate = try await candidate("Where is Köln?", tool)
        let metadata = try #require(candidate["groundingMetadata"])
        let chunks = try #require(metadata["groundingChunks"]?.array)
        #expect(chunks.allSatisfy { $0[kind] != nil })
        #expect((metadata["webSearchQueries"] != nil) == (kind == "web"))
        let bytes = Array((candidate["content"]?["parts"]?[0]?["text"]?.string ?? "").utf8)
        for support in metadata["groundingSupports"]?.array ?? [] {
            let start = support["segment"]?["startIndex"]?.int ?? 0
            let end = try #require(support["segment"]?["endIndex"]?.int)
            #expect(String(decoding: bytes[start..<end], as: UTF8.self) == support["segment"]?["text"]?.string)
            for index in support["groundingChunkIndices"]?.array ?? [] { #expect(chunks.indices.contains(try #require(index.int))) }
        }
    }

    @Test func invocationsAreShownWhenAskedFor() async throws {
        let tools = #","tools":[{"googleSearch":{}}],"toolConfig":{"includeServerSideToolInvocations":true}"#
        let json = try await MockGemini.make().generate(prompt("News?", tools), model: "gemini-3-flash-preview")
        let parts = try #require(json["candidates"]?[0]?["content"]?["parts"]?.array)
        #expect(parts[0]["toolCall"]?["toolType"] == "GOOGLE_SEARCH_WEB")
        #expect(parts[0]["toolCall"]?["id"] == parts[1]["toolResponse"]?["id"])
        #expect(parts.allSatisfy { $0["thoughtSignature"] != nil })
        // The third generation does not count what a search brought.
        #expect(json.usage("toolUsePromptTokenCount") == 0)
    }

    @Test func vertexSearchesForEnterprisesToo() async throws {
        let path = "/v1/projects/p/locations/l/publishers/google/models/gemini-2.5-flash:generateContent"
        let json = try await MockGemini.make().post(path, prompt("Who?", #","tools":[{"enterpriseWebSearch":{}}]"#)).json()
        #expect(json["candidates"]?[0]?["groundingMetadata"]?["groundingChunks"]?[0]?["web"]?["domain"] != nil)
    }

    @Test(arguments: [
        (
            "gemini-2.5-flash", #""tools":[{"googleSearch":{}},{"functionDeclarations":[{"name":"f"}]}]"#,
            "Tool use with function calling is unsupported by the model."
        ),
        (
            "gemini-3.5-flash", #""tools":[{"googleSearch":{}},{"functionDeclarations":[{"name":"f"}]}]"#,
            "Please enable tool_config.include_server_side_tool_invocations to use Built-in tools with Function calling."
        ),
        (
            "gemini-2.5-flash",
            #""tools":[{"functionDeclarations":[{"name":"f"}]}],"generationConfig":{"responseMimeType":"application/json"}"#,
            "Function calling with a response mime type: 'application/json' is unsupported"
        ),
        (
            "gemini-2.5-flash", #""tools":[{"googleSearch":{}}],"generationConfig":{"responseMimeType":"application/json"}"#,
            "Tool use with a response mime type: 'application/json' is unsupported"
        ),
        ("gemini-3.5-flash", #""tools":[{"functionDeclarations":[{"name":"f"},{"name":"f"}]}]"#, "Duplicate function declaration found: f"),
        (
            "gemini-3.5-flash", #""tools":[{"functionDeclarations":[{"name":"f"},{"name":"1 f"}]}]"#,
            "* GenerateContentRequest.tools[0].function_declarations[1].name: Invalid function name. Must start with a letter or an underscore. Must be alphanumeric (a-z, A-Z, 0-9), underscores (_), dots (.), colons (:), or dashes (-), with a maximum length of 128.\n"
        ),
    ])
    func toolsThatDoNotGoTogetherAreRefused(model: String, rest: String, message: String) async throws {
        let response = try await MockGemini.make().post("/v1beta/models/\(model):generateContent", prompt("Hi", "," + rest))
        #expect(response.head.status.code == 400)
        #expect(try await response.message() == message)
    }

    @Test func callsAndResponsesMustMatch() async throws {
        let mock = try MockGemini.make()
        let call = #"{"functionCall":{"name":"f"}}"#
        let response = #"{"functionResponse":{"name":"f","response":{}}}"#
        func status(_ contents: String) async throws -> Int {
            try await mock.post("/v1beta/models/gemini-2.5-flash:generateContent", "{\"contents\":[\(contents)]}").head.status.code
        }
        let user = #"{"role":"user","parts":[{"text":"x"}]}"#
        #expect(
            try await status("\(user),{\"role\":\"model\",\"parts\":[\(call),\(call)]},{\"role\":\"user\",\"parts\":[\(response)]}") == 400)
        #expect(
            try await status(
                "\(user),{\"role\":\"model\",\"parts\":[\(call),\(call)]},{\"role\":\"user\",\"parts\":[\(response),\(response)]}") == 200)
        #expect(
            try await status(
                "\(user),{\"role\":\"model\",\"parts\":[\(call),\(call)]},{\"role\":\"user\",\"parts\":[\(response)]},{\"role\":\"function\",\"parts\":[\(response)]}"
            )
                == 200)
        #expect(try await status("\(user),{\"role\":\"model\",\"parts\":[\(call)]},\(user)") == 200)
        #expect(try await status("{\"role\":\"model\",\"parts\":[\(call)]},{\"role\":\"user\",\"parts\":[\(response)]}") == 400)
    }
}
