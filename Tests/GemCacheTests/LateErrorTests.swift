import GemCore
import GemStore
import GemTesting
import HTTPTypes
import Testing

@testable import GemCache

/// Streams that tell an error behind an end that looked good.
@Suite struct LateErrorTests {
    private static let last = #"{"candidates":[{"content":{"parts":[{"text":"all"}],"role":"model"},"finishReason":"STOP","index":0}]}"#
    static let errors = [
        "event: error\r\ndata: {\"code\":503}\r\n\r\n", "event: error\r\n\r\n", "event:error\ndata: {}\n\n",
        "data: {\"error\":{\"code\":503}}\r\n\r\n", "data: [{\"error\":{\"code\":503}}]\r\n\r\n", "data: {\"\\u0065rror\":null}\r\n\r\n",
        "{\"error\":{\"code\":503}}\r\n",
    ]

    private static func upstream(_ body: String, _ gate: Signal) -> ScriptedTransport {
        ScriptedTransport { _ in
            await gate.wait()
            var head = HTTPResponse(status: .ok)
            head.headerFields[.contentType] = "text/event-stream"
            return Response(head, body: .stream(ByteStream(chunks: [Array(body.utf8)]), length: nil))
        }
    }

    /// What one who asks for a stream and one who shares it in another form get, and how much is stored.
    private static func ask(_ body: String, leading: String, sharing: String) async throws -> (
        led: String, shared: Result<String, GemError>, kept: Int
    ) {
        try await TemporaryStore.with { store in
            let gate = Signal()
            let upstream = upstream(body, gate)
            let stack = CacheLayerTests.stack(store, upstream)
            let leader = Task { try await CacheLayerTests.text(stack.send(CacheLayerTests.ask("hi", verb: leading))) }
            while upstream.requests.isEmpty { await Task.yield() }
            let follower = Task { try await CacheLayerTests.text(stack.send(CacheLayerTests.ask("hi", verb: sharing))) }
            while stack.deck.joined == 0 { await Task.yield() }
            gate.raise()
            let led = try await leader.value
            let shared = await follower.result.mapError { $0 as? GemError ?? GemError(.internal, "\($0)") }
            await stack.drain()
            return (led, shared, Int(try store.stats().entries))
        }
    }

    @Test(arguments: errors, ["generateContent", "streamGenerateContent"])
    func anErrorBehindTheEndIsNeverKeptNorTakenForTheWhole(error: String, sharing: String) async throws {
        let body = "data: \(Self.last)\r\n\r\n" + error
        let (led, shared, kept) = try await Self.ask(body, leading: "streamGenerateContent?alt=sse", sharing: sharing)
        #expect(led == body)
        #expect(throws: GemError.self) { try shared.get() }
        #expect(kept == 0)
    }

    @Test func soIsOneInAnArray() async throws {
        for (body, isWhole) in [
            ("[\(Self.last)]", true), ("[\(Self.last),{\"error\":{}}]", false), ("[\(Self.last)]{\"error\":{}}", false),
        ] {
            let (led, shared, kept) = try await Self.ask(body, leading: "streamGenerateContent", sharing: "streamGenerateContent?alt=sse")
            #expect(led == body)
            #expect((try? shared.get())?.contains("STOP") ?? false == isWhole)
            #expect(kept == (isWhole ? 1 : 0))
        }
    }
}
