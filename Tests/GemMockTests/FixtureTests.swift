import GemCore
import GemMock
import HTTPTypes
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

@Suite struct FixtureTests {
    private static let path = "/v1beta/models/gemini-2.5-flash:generateContent"
    private static let answer: JSON = [
        "candidates": [["content": ["parts": [["text": "from a fixture"]], "role": "model"], "finishReason": "STOP", "index": 0]]
    ]

    @Test func aFixtureAnswersWhatItsTextMatches() async throws {
        let mock = try MockGemini.make()
        try mock.enqueue(.fixture(["match": ["text": "/colou?r of .+ sky/"], "response": Self.answer]))
        let text = try await mock.post(Self.path, prompt("What is the color of the sky?")).text()
        #expect(text == Self.answer.text(.pretty))
        #expect(try await mock.generate(prompt("What is the color of grass?")).answer.hasPrefix("You said"))
        let events = try await mock.post("/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse", prompt("colour of our sky"))
            .text()
        #expect(events == "data: " + Self.answer.text(.line) + "\r\n\r\n")
    }

    @Test func aFixtureAnswersByKeyModelAndOperation() async throws {
        let mock = try MockGemini.make()
        _ = try await mock.generate(prompt("by key"))
        let key = try #require(mock.requests.last?.key)
        try mock.enqueue(.fixture(["match": ["key": .string(key.description)], "response": ["by": "key"]]))
        try mock.enqueue(
            .fixture(["match": ["model": "models/gemini-2.5-pro", "operation": "countTokens"], "response": ["totalTokens": 99]]))
        #expect(try await mock.generate(prompt("by key")) == ["by": "key"])
        #expect(try await mock.generate(prompt("by another key")).answer != "")
        #expect(try await mock.post("/v1beta/models/gemini-2.5-pro:countTokens", prompt("x")).json() == ["totalTokens": 99])
        #expect(
            try await mock.post("/v1beta/models/gemini-2.5-flash:countTokens", prompt("x")).json() == [
                "totalTokens": 2, "promptTokensDetails": [["modality": "TEXT", "tokenCount": 2]],
            ])
    }

    @Test func fixturesAreUsedUpInOrder() async throws {
        let mock = try MockGemini.make()
        try mock.enqueue(.fixture(["response": ["n": 2]]))
        try mock.enqueue(.fixture(["response": ["n": 1], "times": 1]))
        #expect(try await mock.generate(prompt("x")) == ["n": 1])
        #expect(try await mock.generate(prompt("x")) == ["n": 2])
    }

    @Test func aStreamFixtureKeepsItsDelaysAndJoinsIntoOneMessage() async throws {
        let time = ManualTime(Timestamp(microseconds: 0))
        let mock = try MockGemini.make { $0.time = time }
        func event(_ text: String) -> JSON { ["candidates": [["content": ["parts": [["text": .string(text)]], "role": "model"]]]] }
        try mock.enqueue(.fixture(["stream": [event("Hello "), event("world")], "delaysMs": [0, 1500]]))
        let stream = try await mock.post("/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse", prompt("x")).text()
        #expect(stream == "data: \(event("Hello ").text(.line))\r\n\r\ndata: \(event("world").text(.line))\r\n\r\n")
        #expect(time.now == Timestamp(microseconds: 1_500_000))
        #expect(try await mock.generate(prompt("x")).answer == "Hello world")
    }

    @Test func anErrorFixtureIsAnErrorAnswer() async throws {
        let mock = try MockGemini.make()
        try mock.enqueue(.fixture(["error": ["code": 429, "message": "slow down"]]))
        let response = try await mock.post(Self.path, prompt("x"))
        #expect(response.head.status.code == 429)
        #expect(try await response.json()["error"]?["status"] == "RESOURCE_EXHAUSTED")
        #expect(try await response.message() == "slow down")
    }

    @Test func aFolderIsReadAndItsMistakesAreNamed() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fixtures-\(UInt64.random(in: 0...UInt64.max))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(#"[{"match":{"text":"one"},"response":{"n":1}},{"match":{"text":"two"},"response":{"n":2}}]"#.utf8).write(
            to: folder.appendingPathComponent("a.json"))
        let mock = try MockGemini.make { $0.fixtures = folder.path }
        #expect(try await mock.generate(prompt("two")) == ["n": 2])
        try Data(#"{"match":{"key":"short"},"response":{}}"#.utf8).write(to: folder.appendingPathComponent("b.json"))
        let error = #expect(throws: GemError.self) { try MockGemini.make { $0.fixtures = folder.path } }
        #expect(error?.code == .badInput)
        #expect(error?.message.contains("b.json") == true)
        #expect(throws: GemError.self) { try MockGemini.make { $0.fixtures = "/does/not/exist" } }
    }
}
