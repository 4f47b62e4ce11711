import GemCore
import GemMock
import HTTPTypes
import Testing

@Suite struct OutputFormTests {
    private static let generate = "/v1beta/models/gemini-2.5-flash:generateContent"
    private static let vertex = "/v1beta1/projects/p/locations/l/publishers/google/models/gemini-2.5-flash:generateContent"

    @Test(arguments: [
        "?$alt=json;enum-encoding=int", "?%24alt=json%3Benum-encoding%3Dint", "?alt=json&$alt=json;enum-encoding=int",
        "?key=k&%24alt=json%3Benum-encoding%3Dint",
    ])
    func enumsAreIntegersWhereAskedFor(query: String) async throws {
        let json = try await MockGemini.make().post(Self.generate + query, prompt("hello")).json()
        let candidate = try #require(json["candidates"]?[0])
        #expect(candidate["finishReason"] == 1)
        #expect(candidate["content"]?["role"] == "model")
        #expect(json["usageMetadata"]?["promptTokensDetails"]?[0]?["modality"] == 1)
    }

    @Test func theIntegersAreEachServicesOwn() async throws {
        let mock = try MockGemini.make()
        let answer: JSON = [
            "match": ["text": "numbers"],
            "response": [
                "candidates": [
                    [
                        "finishReason": "PROHIBITED_CONTENT",
                        "safetyRatings": [["category": "HARM_CATEGORY_HARASSMENT", "probability": "HIGH"]],
                        "content": ["parts": [["functionCall": ["args": ["finishReason": "STOP"], "name": "STOP"]]]],
                    ], ["finishReason": "LANGUAGE"], ["finishReason": "NOT_IN_ANY_TABLE"],
                ], "promptFeedback": ["blockReason": "PROHIBITED_CONTENT"],
            ],
        ]
        try mock.enqueue(.fixture(answer))
        let query = "?%24alt=json%3Benum-encoding%3Dint"
        let developer = try await mock.post(Self.generate + query, prompt("numbers")).json()
        #expect(developer["candidates"]?[0]?["finishReason"] == 8)
        #expect(developer["candidates"]?[0]?["safetyRatings"] == [["category": 7, "probability": 4]])
        #expect(developer["candidates"]?[0]?["content"] == answer["response"]?["candidates"]?[0]?["content"])
        #expect(developer["candidates"]?[1]?["finishReason"] == 6)
        #expect(developer["candidates"]?[2]?["finishReason"] == "NOT_IN_ANY_TABLE")
        let vertex = try await mock.post(Self.vertex + query, prompt("numbers")).json()
        #expect(vertex["candidates"]?[0]?["finishReason"] == 7)
        #expect(vertex["candidates"]?[0]?["safetyRatings"] == [["category": 3, "probability": 4]])
        #expect(vertex["candidates"]?[1]?["finishReason"] == "LANGUAGE")
        #expect(vertex["promptFeedback"]?["blockReason"] == 4)
    }

    @Test func streamsAndFilesHaveIntegersToo() async throws {
        let mock = try MockGemini.make()
        let path = "/v1beta/models/gemini-2.5-flash:streamGenerateContent"
        let events = try await mock.post(path + "?alt=sse&%24alt=json%3Benum-encoding%3Dint", prompt("hi")).text()
        #expect(events.hasPrefix("data: {") && events.contains("\"finishReason\": 1") && !events.contains("STOP"))
        let array = try await mock.post(path + "?$alt=json;enum-encoding=int", prompt("hi")).json()
        #expect(array.array?.last?["candidates"]?[0]?["finishReason"] == 1)
        let file = try await mock.upload(SampleMedia.png, "image/png")
        let name = try #require(file["name"]?.string)
        let json = try await mock.call(.get, "/v1beta/\(name)?%24alt=json%3Benum-encoding%3Dint").json()
        #expect(json["state"] == 2 && json["source"] == 1)
        let list = try await mock.call(.get, "/v1beta/files?%24alt=json%3Benum-encoding%3Dint").json()
        #expect(list["files"]?[0]?["state"] == 2)
    }

    @Test func vertexPrintsAnEmptyListOfDetailsWithIntegers() async throws {
        let mock = try MockGemini.make()
        let wanted =
            "{\n  \"error\": {\n    \"code\": 400,\n    \"message\": \"Request contains an invalid argument.\",\n    \"status\": \"INVALID_ARGUMENT\",\n    \"details\": []\n  }\n}\n"
        mock.enqueue(.status(400))
        #expect(try await mock.post(Self.vertex + "?%24alt=json%3Benum-encoding%3Dint", prompt("x")).text() == wanted)
        mock.enqueue(.status(400))
        #expect(try await mock.post(Self.vertex, prompt("x")).json()["error"]?["details"] == nil)
        mock.enqueue(.status(400))
        #expect(try await mock.post(Self.generate + "?$alt=json;enum-encoding=int", prompt("x")).json()["error"]?["details"] == nil)
    }

    @Test func theFirstErrorFormatListsItsErrors() async throws {
        let mock = try MockGemini.make()
        let error = try #require(try await mock.post(Self.generate + "?$.xgafv=1", "{}").json()["error"])
        #expect(error.object?.members.map(\.name) == ["code", "message", "errors", "status"])
        #expect(
            error["errors"]?[0]
                == [
                    "message": "* GenerateContentRequest.contents: contents is not specified\n", "domain": "global", "reason": "badRequest",
                ])
        #expect(try await mock.post(Self.generate + "?$.xgafv=2", "{}").json()["error"]?["errors"] == nil)
    }

    @Test(arguments: [
        ("alt=zzz", "Invalid value \"zzz\" for query parameter 'alt'"),
        ("$alt=XML;x=y", "Invalid value \"XML;x=y\" for query parameter '$alt'"),
        ("alt=MEDIA", "Unsupported alt type \"media\" for non byte stream request."),
        ("$.xgafv=9", "Invalid value \"9\" for query parameter '$.xgafv'"),
    ])
    func aFormThatIsNoneIsRefusedBeforeTheKey(query: String, message: String) async throws {
        let response = try await MockGemini.make().post(Self.generate + "?" + query, prompt("x"), key: nil)
        #expect(response.head.status.code == 400)
        #expect(try await response.message() == message)
    }

    @Test(arguments: ["alt=JSON", "alt=", "$alt=json", "prettyPrint=maybe", "fields=*", "fields="])
    func aFormThatIsTheUsualOneChangesNothing(query: String) async throws {
        let mock = try Self.prepared()
        let plain = try await mock.post(Self.generate, prompt("x")).text()
        #expect(try await mock.post(Self.generate + "?" + query, prompt("x")).text() == plain)
    }

    @Test func aMaskLeavesTheFieldsItNames() async throws {
        let mock = try Self.prepared()
        let mask = "candidates(content/parts/text,finishReason),usage_metadata.totalTokenCount"
        #expect(
            try await mock.post(Self.generate + "?fields=\(mask)&prettyPrint=false", prompt("x")).text()
                == #"{"candidates":[{"content":{"parts":[{"text":"a"},{}]},"finishReason":"STOP"}],"usageMetadata":{"totalTokenCount":3}}"#)
        #expect(
            try await mock.post("/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse&fields=modelVersion", prompt("x")).text()
                == "data: {\"modelVersion\": \"m\"}\r\n\r\n")
    }

    /// A mock with one answer for everything.
    private static func prepared() throws -> MockGemini {
        let mock = try MockGemini.make()
        let parts: JSON = [["text": "a"], ["functionCall": ["name": "f"]]]
        try mock.enqueue(
            .fixture([
                "match": ["model": "gemini-2.5-flash"],
                "response": .members([
                    "candidates": [.members(["content": ["parts": parts], "finishReason": "STOP", "index": 0])],
                    "usageMetadata": .members(["promptTokenCount": 1, "totalTokenCount": 3]), "modelVersion": "m",
                ]),
            ]))
        return mock
    }

    @Test func aMaskThatNamesNothingIsRefused() async throws {
        let error = try #require(
            try await MockGemini.make().post(Self.generate + "?fields=candidates(content(nope),index)", prompt("x")).json()["error"])
        #expect(error["message"] == "Request contains an invalid argument.")
        #expect(
            error["details"]?[0]?["fieldViolations"] == [
                [
                    "field": "candidates(content(nope),index)",
                    "description":
                        "Error expanding 'fields' parameter. Cannot find matching fields for path 'candidates.content.nope'.",
                ]
            ])
    }

    @Test(arguments: ["((((", "a(b(", "//", ".,.,)(", "candidates(", String(repeating: "a(", count: 5000)])
    func oddMasksAreSurvived(mask: String) async throws {
        let code = try await MockGemini.make().post(Self.generate + "?fields=" + mask, prompt("x")).head.status.code
        #expect(code == 200 || code == 400)
    }
}
