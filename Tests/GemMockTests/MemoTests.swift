import GemCore
import GemMock
import HTTPTypes
import Testing

@Suite struct MemoTests {
    private let wire = Digest(of: Array("a request".utf8))

    private func ask(_ mock: MockGemini, _ body: String = prompt("Hi"), verb: String = "generateContent", fields: [(String, String)] = [])
        async throws -> [UInt8]
    {
        var request = Request.json(.post, "/v1beta/models/gemini-2.5-flash:\(verb)", Array(body.utf8))
        for (name, value) in fields { request.head.headerFields[try #require(HTTPField.Name(name))] = value }
        request.credential = .apiKey("k")
        request.wire = wire
        return try await mock.send(request).bytes()
    }

    @Test func anEqualRequestGetsTheSameAnswerAtOnce() async throws {
        let mock = try MockGemini.make()
        #expect(mock.hit(wire: wire) == nil)
        let bytes = try await ask(mock)
        let hit = try #require(mock.hit(wire: wire))
        #expect(hit.body == bytes)
        #expect(hit.head?.status == .ok)
        #expect(mock.requests.count == 2)
        let (first, second) = (mock.requests[0], mock.requests[1])
        #expect(second.key == first.key && second.key != nil)
        #expect((second.path, second.status, second.bytesSent, second.ending) == (first.path, 200, Int64(bytes.count), .whole))
    }

    @Test func streamsAreNotKept() async throws {
        let mock = try MockGemini.make()
        _ = try await ask(mock, verb: "streamGenerateContent?alt=sse")
        #expect(mock.hit(wire: wire) == nil)
    }

    @Test(arguments: [
        prompt("Hi", #","cachedContent":"cachedContents/x""#), #"{"contents":[]}"#,
        #"{"contents":[{"parts":[{"fileData":{"fileUri":"https://example.com/a.png"}}]}]}"#,
    ])
    func whatOthersDecideIsNotKept(body: String) async throws {
        let mock = try MockGemini.make()
        _ = try await ask(mock, body)
        #expect(mock.hit(wire: wire) == nil)
    }

    @Test(arguments: [("x-mock-fault", "429;times=1"), ("x-mock-now", "2026-01-31T12:00:00Z"), ("Accept-Encoding", "gzip")])
    func requestsWithWishesAreNotKept(name: String, value: String) async throws {
        let mock = try MockGemini.make()
        _ = try await ask(mock, fields: [(name, value)])
        #expect(mock.hit(wire: wire) == nil)
    }

    @Test func whatIsArrangedEmptiesItUntilTheReset() async throws {
        let mock = try MockGemini.make()
        _ = try await ask(mock)
        mock.enqueue(.status(503))
        #expect(mock.hit(wire: wire) == nil)
        _ = try await ask(mock)
        _ = try await ask(mock)
        #expect(mock.hit(wire: wire) == nil)
        mock.reset()
        _ = try await ask(mock)
        #expect(mock.hit(wire: wire) != nil)
    }

    @Test func quotasAndLatencyKeepItShut() async throws {
        let slow = try MockGemini.make { $0.latency = Latency(tokensPerSecond: 1e9) }
        _ = try await ask(slow)
        #expect(slow.hit(wire: wire) == nil)
    }
}
