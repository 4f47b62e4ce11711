import GemCache
import GemCore
import GemStore
import GemTesting
import HTTPTypes
import Testing

/// Stored streams played again, at once or at a pace.
@Suite struct PaceTests {
    private static let texts = ["Once", " upon", " a time"]

    private static func event(_ place: Int) -> String {
        let end = place == texts.count - 1 ? #","finishReason":"STOP""# : ""
        return #"data: {"candidates":[{"content":{"parts":[{"text":"\#(texts[place])"}]}\#(end)}]}"# + "\r\n\r\n"
    }

    /// Answers with three events, 1, 2 and 4 seconds after the head or the event before.
    private static func upstream(_ time: ManualTime) -> ScriptedTransport {
        ScriptedTransport { _ in
            let place = Counter()
            var head = HTTPResponse(status: .ok)
            head.headerFields[.contentType] = "text/event-stream"
            return Response(
                head,
                body: .stream(
                    ByteStream(next: { () throws(GemError) in
                        let index = place.next()
                        guard index < texts.count else { return nil }
                        time.advance(seconds: Double(1 << index))
                        return Array(event(index).utf8)
                    }), length: nil))
        }
    }

    private static func ask(_ shape: String, pace: Double) -> Request {
        var request = CacheLayerTests.ask("hi", verb: "streamGenerateContent\(shape)")
        request.options.pace = pace
        return request
    }

    /// How many seconds each chunk of the answer came after the one before.
    private static func delays(_ response: Response, _ time: ManualTime) async throws -> [Double] {
        guard case .stream(let stream, _) = response.body else { return [] }
        var delays: [Double] = []
        var last = time.now
        for try await _ in stream {
            delays.append(time.now.seconds(since: last))
            last = time.now
        }
        return delays
    }

    @Test(arguments: [(0, [0, 0, 0]), (1, [1, 2, 4]), (2, [0.5, 1, 2]), (0.5, [2, 4, 8])] as [(Double, [Double])])
    func aStoredStreamIsReplayedAtTheAskedPace(pace: Double, expected: [Double]) async throws {
        let time = ManualTime()
        try await TemporaryStore.with(time: time) { store in
            let stack = CacheLayerTests.stack(store, Self.upstream(time))
            let live = try await CacheLayerTests.text(stack.send(Self.ask("?alt=sse", pace: 0)))
            await stack.drain()
            let response = try await stack.send(Self.ask("?alt=sse", pace: pace))
            #expect(response.cacheStatus?.outcome == .hit)
            #expect(try await Self.delays(response, time) == expected)
            #expect(try await CacheLayerTests.text(stack.send(Self.ask("?alt=sse", pace: pace))) == live)
            if pace > 0 {
                let array = try await stack.send(Self.ask("", pace: pace))
                #expect(try await Self.delays(array, time) == expected)
            }
            let whole = try await CacheLayerTests.text(stack.send(Self.ask("", pace: pace)))
            #expect(try JSON(parsing: whole).array?.count == 3)
        }
    }

    @Test func aPacedReplayIsLeftToTheLayer() async throws {
        let time = ManualTime()
        try await TemporaryStore.with(time: time) { store in
            let stack = CacheLayerTests.stack(store, Self.upstream(time))
            _ = try await CacheLayerTests.text(stack.send(Self.ask("?alt=sse", pace: 0)))
            await stack.drain()
            let hits = try #require(stack.hits)
            let body = try await Self.ask("", pace: 0).body.collect(upTo: 1 << 20)
            func hit(_ verb: String, _ fields: HTTPFields) -> Hit? {
                hits.hit(method: .post, path: "/v1beta/models/m:\(verb)", fields: fields, body: body.span.bytes)
            }
            #expect(hit("streamGenerateContent?alt=sse", [:]) != nil)
            #expect(hit("streamGenerateContent?alt=sse", [.gemcachePace: "1"]) == nil)
            #expect(hit("generateContent", [.gemcachePace: "1"]) != nil)
        }
    }

    @Test func whoLeavesAPacedReplayEndsIt() async throws {
        let time = ManualTime()
        try await TemporaryStore.with(time: time) { store in
            let stack = CacheLayerTests.stack(store, Self.upstream(time))
            _ = try await CacheLayerTests.text(stack.send(Self.ask("?alt=sse", pace: 0)))
            await stack.drain()
            let response = try await stack.send(Self.ask("?alt=sse", pace: 1))
            let reader = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return try await CacheLayerTests.text(response)
            }
            let error = await #expect(throws: GemError.self) { try await reader.value }
            #expect(error?.code == .cancelled)
        }
    }
}
