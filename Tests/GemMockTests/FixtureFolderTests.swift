import GemCassette
import GemCore
import GemMock
import GemTesting
import HTTPTypes
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Fixtures read from a folder: cassettes beside plain files, changes that count at once, and what is told about it all.
@Suite struct FixtureFolderTests {
    private static let stream = "/v1beta/models/gemini-2.5-flash:streamGenerateContent"
    private static let unary = "/v1beta/models/gemini-2.5-flash:generateContent"

    private func write(_ text: String, _ path: String) throws { try Data(text.utf8).write(to: URL(filePath: path)) }

    private func event(_ text: String, _ end: String = "") -> JSON {
        [
            "candidates": [
                .members([
                    "content": ["parts": [["text": .string(text)]], "role": "model"], "finishReason": end.isEmpty ? nil : .string(end),
                    "index": 0,
                ])
            ]
        ]
    }

    /// Records what a mock answers to some requests.
    private func record(_ path: String, _ body: (any Transport) async throws -> Void) async throws {
        let cassette = Cassette(path: path)
        // The recorder measures the delays by the clock that the mock waits with.
        var settings = CassetteSettings()
        settings.time = ManualTime()
        let live = try MockGemini.make { $0.time = settings.time }
        try live.enqueue(
            .fixture(["match": ["text": "stream me"], "stream": [event("Hel"), event("lo <b>", "STOP")], "delaysMs": [0, 70]]))
        try await body(Recorder(layer: CassetteLayer(cassette, mode: .all, settings: settings), next: live))
        try cassette.save()
    }

    private struct Recorder: Transport {
        let layer: CassetteLayer
        let next: MockGemini
        func send(_ request: Request) async throws(GemError) -> Response { try await layer.send(request, next: next) }
    }

    private func request(_ path: String, _ body: String) -> Request {
        var request = Request.json(.post, path, Array(body.utf8))
        request.credential = .apiKey("test-key")
        return request
    }

    @Test func aCassetteAnswersByteForByteInItsOwnShape() async throws {
        try await TemporaryFolder.with { folder in
            var recorded: [String] = []
            try await record(folder + "/tape.json") { live in
                for path in [Self.stream + "?alt=sse", Self.stream] {
                    recorded.append(try await live.send(request(path, prompt("stream me"))).text())
                }
                recorded.append(try await live.send(request(Self.unary, prompt("and this"))).text())
            }
            let time = ManualTime()
            let mock = try MockGemini.make { ($0.fixtures, $0.time, $0.seed) = (folder, time, 99) }
            let start = time.now
            #expect(try await mock.post(Self.stream + "?alt=sse", prompt("stream me")).text() == recorded[0])
            #expect(time.now.microseconds - start.microseconds >= 70_000)
            #expect(try await mock.post(Self.stream, prompt("stream me")).text() == recorded[1])
            #expect(try await mock.post(Self.unary, prompt("and this")).text() == recorded[2])
            // In another shape it is told anew.
            #expect(try await mock.generate(prompt("stream me")).answer == "Hello <b>")
            let told = try await mock.post(Self.stream + "?alt=sse", prompt("and this")).text()
            #expect(told.hasPrefix("data: {") && told.hasSuffix("\r\n\r\n"))
            #expect(mock.unusedFixtures.isEmpty)
        }
    }

    @Test func aCassettePlaysEqualQuestionsInOrderAndTheLastAgain() async throws {
        try await TemporaryFolder.with { folder in
            let cassette = Cassette(path: folder + "/tape.json")
            for number in 1...2 {
                let body = RecordedBody(Array(prompt("again").utf8))
                cassette.append(
                    GemCassette.Interaction(
                        request: RecordedRequest(method: .post, path: Self.unary, body: body),
                        response: RecordedResponse(status: number == 1 ? 429 : 200, content: .body(.json(["n": .int(number)], .unary))),
                        recordedAt: Timestamp(microseconds: 0)))
            }
            try cassette.save()
            let mock = try MockGemini.make { $0.fixtures = folder }
            #expect(try await mock.post(Self.unary, prompt("again")).head.status.code == 429)
            for _ in 0..<2 { #expect(try await mock.generate(prompt("again")) == ["n": 2]) }
            #expect(mock.fixtureUses.map(\.uses) == [3])
            mock.reset()
            #expect(try await mock.post(Self.unary, prompt("again")).head.status.code == 429)
        }
    }

    @Test func oneTextOfARecordedBatchAnswersAlone() async throws {
        try await TemporaryFolder.with { folder in
            let batch = "/v1beta/models/gemini-embedding-001:batchEmbedContents"
            func item(_ text: String) -> String { #"{"model":"models/gemini-embedding-001","content":{"parts":[{"text":"\#(text)"}]}}"# }
            let cassette = Cassette(path: folder + "/tape.json")
            cassette.append(
                GemCassette.Interaction(
                    request: RecordedRequest(
                        method: .post, path: batch, body: RecordedBody(Array(#"{"requests":[\#(item("one")),\#(item("two"))]}"#.utf8))),
                    response: RecordedResponse(
                        status: 200,
                        content: .body(.json(["embeddings": [["values": [.number("0.25")]], ["values": [.number("0.5")]]]], .unary))),
                    recordedAt: Timestamp(microseconds: 0)))
            try cassette.save()
            let mock = try MockGemini.make { $0.fixtures = folder }
            let alone = try await mock.post("/v1beta/models/gemini-embedding-001:embedContent", #"{"content":{"parts":[{"text":"two"}]}}"#)
            #expect(try await alone.json() == ["embedding": ["values": [.number("0.5")]]])
            let other = try await mock.post(batch, #"{"requests":[\#(item("three")),\#(item("one"))]}"#).json()
            #expect(other["embeddings"]?[0]?["values"]?.array?.count == 3072)
            #expect(other["embeddings"]?[1]?["values"] == [.number("0.25")])
        }
    }

    @Test func whatChangesInTheFolderCountsFromTheNextRequestOn() async throws {
        try await TemporaryFolder.with { folder in
            let time = ManualTime()
            try write(#"{"match":{"text":"x"},"response":{"n":1}}"#, folder + "/a.json")
            let mock = try MockGemini.make { ($0.fixtures, $0.time) = (folder, time) }
            #expect(try await mock.generate(prompt("x")) == ["n": 1])
            try write(#"{"match":{"text":"x"},"response":{"changed":2}}"#, folder + "/a.json")
            #expect(try await mock.generate(prompt("x")) == ["n": 1])
            time.advance(seconds: 1)
            #expect(try await mock.generate(prompt("x")) == ["changed": 2])
            try write(#"[{"match":{"text":"y"},"response":{"n":3}}]"#, folder + "/b.json")
            time.advance(seconds: 1)
            #expect(try await mock.generate(prompt("y")) == ["n": 3])
            try FileManager.default.removeItem(atPath: folder + "/a.json")
            time.advance(seconds: 1)
            #expect(try await mock.generate(prompt("x")).answer != "")
        }
    }

    @Test func aBrokenFileKeepsItsLastGoodVersionAndIsTold() async throws {
        try await TemporaryFolder.with { folder in
            let time = ManualTime()
            try write(#"{"match":{"text":"x"},"response":{"n":1}}"#, folder + "/a.json")
            let mock = try MockGemini.make { ($0.fixtures, $0.time) = (folder, time) }
            try write("[\n{\"match\":{\"text\":\"x\"},\n\"response\" oops}]", folder + "/a.json")
            time.advance(seconds: 1)
            #expect(try await mock.generate(prompt("x")) == ["n": 1])
            #expect(mock.fixtureProblems.map(\.source) == [folder + "/a.json"])
            #expect(mock.fixtureProblems.first?.message.contains("line 3") == true)
            let page = try await mock.call(.get, "/__mock/fixtures").json()
            #expect(page["problems"]?.array?.count == 1)
            #expect(page["fixtures"]?[0]?["uses"]?.int == 1)
            try write(#"{"match":{"text":"x"},"response":{"good":2}}"#, folder + "/a.json")
            time.advance(seconds: 1)
            #expect(try await mock.generate(prompt("x")) == ["good": 2])
            #expect(mock.fixtureProblems.isEmpty)
        }
    }

    @Test func theProjectsOwnAnswersAreReadAndAnswer() async throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Fixtures/answers").path
        let mock = try MockGemini.make { $0.fixtures = folder }
        #expect(mock.unusedFixtures.count == mock.fixtureUses.count && mock.fixtureUses.count >= 11)
        #expect(try await mock.generate(prompt("What colour is the roof?")).answer == "The roof is red.")
        #expect(mock.fixtureUses.count { $0.uses == 1 } == 1)
    }

    @Test func whatNeverAnsweredIsReported() async throws {
        try await TemporaryFolder.with { folder in
            try write(
                "[\n  {\"match\": {\"text\": \"used\"}, \"response\": {}},\n  {\"match\": {\"text\": \"never\"}, \"response\": {}, \"times\": 2}\n]",
                folder + "/a.json")
            let mock = try MockGemini.make { $0.fixtures = folder }
            _ = try await mock.generate(prompt("used"))
            #expect(mock.unusedFixtures.map(\.source) == [folder + "/a.json #2 (line 3)"])
            #expect(mock.unusedFixtures.map(\.matches) == ["text \"never\""])
            #expect(mock.fixtureUses.map(\.left) == [nil, 2])
        }
    }

    @Test(
        arguments: [
            (#"{"match":{"key":"short"},"response":{}}"#, "match.key is \"short\"; it must be 32 hexadecimal digits"),
            (#"{"match":{"operation":"generate"},"response":{}}"#, "match.operation \"generate\" is not known; there are generateContent"),
            (#"{"match":{"text":"/(/"},"response":{}}"#, "match.text is no regular expression"),
            (#"{"match":{"txt":"x"},"response":{}}"#, "match has \"txt\", which is not known; there are key, model"),
            (#"{"match":{}}"#, "it needs one of response, stream"),
            (#"{"response":{},"error":{"code":400}}"#, "it has response and error; it must have one of them."),
            (#"{"stream":[]}"#, "stream is []; it must be a list of events that is not empty."),
            (#"{"error":{"code":200}}"#, "error.code is 200; it must be an error's HTTP status, 400 to 599."),
            (#"{"response":{},"times":0}"#, "times is 0; it must be a whole number from 1 on."),
            (#"{"sequence":[{"response":{}},{"respons":{}}]}"#, "sequence[1] has \"respons\""),
            (#"{"sequence":[{"response":{}}],"then":"stop"}"#, "then is \"stop\"; it must be \"repeat\""),
            (#"{"http":{"status":99}}"#, "http.status is 99; it must be 200 to 599."),
            (#"{"http":{"headers":{"a b":"c"}}}"#, "\"a b\" is no header's name."),
            (#"{"response":{},"fault":"explode"}"#, "explode"),
            (#"{"match":{"path":"/x","text":"y"},"response":{}}"#, "match.path and match.method cannot stand beside"),
        ])
    func mistakesAreNamedWithTheirPlace(fixture: String, message: String) async throws {
        try await TemporaryFolder.with { folder in
            try write("[\n{\"response\":{}},\n\(fixture)]", folder + "/bad.json")
            let error = #expect(throws: GemError.self) { try MockGemini.make { $0.fixtures = folder } }
            #expect(error?.message.contains("bad.json #2 (line 3)") == true, "\(error?.message ?? "")")
            #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
        }
    }
}
