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

    @Test func aSequenceAnswersInTurn() async throws {
        let mock = try MockGemini.make()
        try mock.enqueue(
            .fixture(["match": ["text": "turn"], "sequence": [["response": ["n": 1]], ["error": ["code": 503]], ["response": ["n": 3]]]]))
        #expect(try await mock.generate(prompt("turn")) == ["n": 1])
        #expect(try await mock.post(Self.path, prompt("turn")).head.status.code == 503)
        for _ in 0..<2 { #expect(try await mock.generate(prompt("turn")) == ["n": 3]) }
    }

    @Test func aSequenceMayLeaveTheRestToTheNextFixture() async throws {
        let mock = try MockGemini.make()
        try mock.enqueue(.fixture(["response": ["n": "next"]]))
        try mock.enqueue(.fixture(["sequence": [["response": ["n": 1]], ["response": ["n": 2]]], "then": "next"]))
        var seen: [JSON] = []
        for _ in 0..<3 { seen.append(try await mock.generate(prompt("x"))) }
        #expect(seen == [["n": 1], ["n": 2], ["n": "next"]])
    }

    @Test func aWholeResponseComesAsItIs() async throws {
        let mock = try MockGemini.make()
        try mock.enqueue(
            .fixture(["match": ["text": "whole"], "http": ["status": 418, "headers": ["X-Pot": "tea"], "body": "short and stout"]]))
        let response = try await mock.post(Self.path, prompt("whole"))
        #expect(response.head.status.code == 418)
        #expect(try response.field("X-Pot") == "tea")
        #expect(try response.field("Content-Type") == "text/plain; charset=utf-8")
        #expect(try await response.text() == "short and stout")
        try mock.enqueue(.fixture(["match": ["text": "binary"], "http": ["base64": "AAEC/w=="]]))
        #expect(try await mock.post(Self.path, prompt("binary")).bytes() == [0, 1, 2, 255])
    }

    @Test func rawEventsKeepTheirBytesAndAreToldInOtherShapes() async throws {
        let mock = try MockGemini.make()
        let text = #"{"candidates":[{"content":{"parts":[{"text":"a"}]}}]}"#
        let raw = "data: \(text)\r\n\r\ndata:  {\"candidates\" : []}\n\n"
        try mock.enqueue(
            .fixture(["match": ["text": "raw"], "http": ["headers": ["Content-Type": "text/event-stream"], "body": .string(raw)]]))
        let path = "/v1beta/models/gemini-2.5-flash:streamGenerateContent"
        #expect(try await mock.post(path + "?alt=sse", prompt("raw")).text() == raw)
        #expect(try await mock.post(path, prompt("raw")).json().array?.count == 2)
        #expect(try await mock.generate(prompt("raw")).answer == "a")
    }

    @Test func aFixtureAnswersByPathWhatIsNoQuestion() async throws {
        let mock = try MockGemini.make()
        try mock.enqueue(.fixture(["match": ["method": "GET", "path": "/models/gemini-9"], "response": ["name": "models/gemini-9"]]))
        try mock.enqueue(.fixture(["match": ["operation": "listFiles"], "error": ["code": 403]]))
        #expect(try await mock.call(.get, "/v1beta/models/gemini-9").json() == ["name": "models/gemini-9"])
        #expect(try await mock.call(.get, "/v1beta/files").head.status.code == 403)
        #expect(try await mock.call(.get, "/v1beta/models/gemini-2.5-pro").head.status.code == 200)
    }

    @Test func aFixtureMayOrderAFault() async throws {
        let mock = try MockGemini.make()
        try mock.enqueue(.fixture(["match": ["text": "cut"], "response": ["n": 1], "fault": "cut;bytes=3"]))
        let response = try await mock.post(Self.path, prompt("cut"))
        await #expect(throws: GemError.self) { _ = try await response.bytes() }
        try mock.enqueue(.fixture(["match": ["text": "busy"], "fault": "429;retry=2s", "times": 1]))
        #expect(try await mock.post(Self.path, prompt("busy")).head.status.code == 429)
        #expect(try await mock.post(Self.path, prompt("busy")).head.status == .ok)
    }

    @Test func aFixtureForOneTextAnswersWithinABatch() async throws {
        let mock = try MockGemini.make()
        try mock.enqueue(.fixture(["match": ["text": "known"], "response": ["embedding": ["values": [1, 0]]]]))
        func item(_ text: String) -> String { #"{"model":"models/gemini-embedding-001","content":{"parts":[{"text":"\#(text)"}]}}"# }
        let batch = try await mock.post(
            "/v1beta/models/gemini-embedding-001:batchEmbedContents", #"{"requests":[\#(item("other")),\#(item("known"))]}"#
        ).json()
        #expect(batch["embeddings"]?[0]?["values"]?.array?.count == 3072)
        #expect(batch["embeddings"]?[1]?["values"] == [1, 0])
        let predicted = try await mock.post(
            "/v1/projects/p/locations/l/publishers/google/models/gemini-embedding-001:predict",
            #"{"instances":[{"content":"known"}]}"#
        ).json()
        #expect(predicted["predictions"]?[0]?["embeddings"]?["values"] == [1, 0])
        let alone = try await mock.post("/v1beta/models/gemini-embedding-001:embedContent", #"{"content":{"parts":[{"text":"known"}]}}"#)
        #expect(try await alone.json() == ["embedding": ["values": [1, 0]]])
        // A fixture for a batch answers the whole of it, and one text in its own form.
        try mock.enqueue(.fixture(["match": ["text": "solo"], "response": ["embeddings": [["values": [3]]]]]))
        let solo = try await mock.post("/v1beta/models/gemini-embedding-001:embedContent", #"{"content":{"parts":[{"text":"solo"}]}}"#)
        #expect(try await solo.json() == ["embedding": ["values": [3]]])
    }
}
