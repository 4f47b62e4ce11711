import GemCache
import GemCore
import GemStore
import GemTesting
import HTTPTypes
import Synchronization
import Testing

/// Many who join one stream at random moments, leave, and read in whatever framing they like.
@Suite struct FlightStormTests {
    /// Lets upstream go on step by step.
    private final class Steps: Sendable {
        private let state = Mutex<(allowed: Int, waiting: [CheckedContinuation<Void, Never>])>((0, []))

        func allow(_ count: Int) {
            let waiting = state.withLock { state in
                state.allowed = max(state.allowed, count)
                defer { state.waiting = [] }
                return state.waiting
            }
            for waiter in waiting { waiter.resume() }
        }

        func reach(_ count: Int) async {
            while state.withLock({ $0.allowed < count }) {
                await withCheckedContinuation { continuation in
                    let goesOn = state.withLock { state in
                        if state.allowed >= count { return true }
                        state.waiting.append(continuation)
                        return false
                    }
                    if goesOn { continuation.resume() }
                }
            }
        }
    }

    private enum End: CaseIterable { case whole, cut, unfinished }

    /// One stream upstream: its messages, its bytes in pieces, and how it ends.
    private struct Script {
        var messages: [String] = []
        var pieces: [[UInt8]] = []
        var bytes: [UInt8] = []
        let shape: String
        let end: End

        init(_ random: inout SplitMix) {
            end = End.allCases.randomElement(using: &random) ?? .whole
            shape = ["?alt=sse", ""].randomElement(using: &random) ?? ""
            for place in 0..<Int.random(in: 1...8, using: &random) {
                let text = String(repeating: "t\(place) ", count: Int.random(in: 1...40, using: &random))
                messages.append(#"{"candidates":[{"content":{"parts":[{"text":"\#(text)"}]}@}]}"#)
            }
            let last = messages.removeLast()
            messages = messages.map { $0.split(separator: "@").joined() }
            messages.append(last.split(separator: "@").joined(separator: end == .whole ? #","finishReason":"STOP""# : ""))
            bytes = Array(Self.framed(messages, shape).utf8)
            if end == .cut { bytes.removeLast(Int.random(in: 1...bytes.count / 2, using: &random)) }
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = Int.random(in: 1...max(1, rest.count / 2), using: &random)
                pieces.append(Array(rest.prefix(count)))
                rest = rest.dropFirst(count)
            }
        }

        static func framed(_ messages: [String], _ shape: String) -> String {
            shape.isEmpty ? "[" + messages.joined(separator: "\n,\r\n") + "\n]" : messages.map { "data: \($0)\r\n\r\n" }.joined()
        }

        func response(_ steps: Steps) -> Response {
            let place = Counter()
            var head = HTTPResponse(status: .ok)
            head.headerFields[.contentType] = shape.isEmpty ? "application/json" : "text/event-stream"
            return Response(
                head,
                body: .stream(
                    ByteStream(next: { () throws(GemError) in
                        let index = place.next()
                        await steps.reach(index)
                        if index < pieces.count { return pieces[index] }
                        if end == .cut { throw GemError(.cut, "lost") }
                        return nil
                    }), length: nil))
        }
    }

    /// What one client got.
    private struct Got: Sendable {
        var verb: String
        var bytes: [UInt8] = []
        var error: GemError?
        var left = false
    }

    private static func client(_ stack: Stack, _ verb: String, leavesAfter limit: Int?) async -> Got {
        var got = Got(verb: verb)
        do throws(GemError) {
            let response = try await stack.send(CacheLayerTests.ask("hi", verb: verb))
            if response.head.status.code == 400 {
                got.left = true
                return got
            }
            guard case .stream(let stream, _) = response.body else {
                got.bytes = try await response.body.collect(upTo: 1 << 20)
                return got
            }
            var count = 0
            for try await chunk in stream {
                got.bytes += chunk
                count += 1
                if let limit, count > limit {
                    got.left = true
                    return got
                }
            }
        } catch {
            got.error = error
        }
        return got
    }

    private static func check(_ got: Got, _ script: Script, _ note: Comment) throws {
        let isOwnShape = got.verb == "streamGenerateContent" + script.shape
        if got.left { return }
        if isOwnShape {
            #expect(got.bytes == script.bytes || got.error != nil && script.bytes.starts(with: got.bytes), note)
            #expect((got.error == nil) == (script.end != .cut), note)
            return
        }
        #expect((got.error == nil) == (script.end == .whole), note)
        if let error = got.error {
            #expect(error.code == .cut, note)
            return
        }
        let messages = try script.messages.map { try JSON(parsing: $0) }
        let text = String(decoding: got.bytes, as: UTF8.self)
        switch got.verb {
        case "generateContent": #expect(try JSON(parsing: text) == StreamMerge.merge(messages), note)
        case "streamGenerateContent": #expect(try JSON(parsing: text) == .array(messages), note)
        default:
            var decoder = EventStreamDecoder()
            #expect(try decoder.feed(got.bytes).map { try JSON(parsing: $0.data) } == messages, note)
        }
    }

    @Test func allWhoJoinGetTheSameBytesOrAnError() async throws {
        var checked = 0
        for seed in 0..<30 {
            var random = SplitMix(state: UInt64(seed))
            let script = Script(&random)
            try await TemporaryStore.with { store in
                let steps = Steps()
                var settings = Stack.Settings(store: store)
                settings.time = store.time
                settings.retry.attempts = 1
                let asked = Counter()
                // Who comes when the flight is over starts one of its own, and is not looked at.
                let upstream = ScriptedTransport { _ in
                    asked.next() == 0 ? script.response(steps) : .json(.badRequest, Array(#"{"error":{}}"#.utf8))
                }
                let stack = Stack(upstream, settings)
                var clients: [Task<Got, Never>] = []
                func join(_ verb: String, leavesAfter limit: Int?) {
                    clients.append(Task { await Self.client(stack, verb, leavesAfter: limit) })
                }
                join("streamGenerateContent" + script.shape, leavesAfter: nil)
                while upstream.requests.isEmpty { await Task.yield() }
                for step in 0..<script.pieces.count {
                    for _ in 0..<Int.random(in: 0...2, using: &random) {
                        let verb =
                            ["generateContent", "streamGenerateContent", "streamGenerateContent?alt=sse"].randomElement(using: &random)
                            ?? ""
                        join(verb, leavesAfter: Int.random(in: 0..<4, using: &random) == 0 ? 1 : nil)
                    }
                    for _ in 0..<Int.random(in: 0...20, using: &random) { await Task.yield() }
                    steps.allow(step)
                }
                for _ in 0..<50 { await Task.yield() }
                steps.allow(script.pieces.count)
                for client in clients {
                    let got = await client.value
                    try Self.check(got, script, "seed \(seed), \(script.end)")
                    if !got.left { checked += 1 }
                }
                await stack.drain()
                let stats = try store.stats()
                #expect(stats.entries == (script.end == .whole ? 1 : 0), "seed \(seed)")
            }
        }
        #expect(checked > 60)
    }

    @Test func aSlowReaderHoldsNobodyBackAndGetsItAll() async throws {
        try await TemporaryStore.with { store in
            // More than is held in memory.
            let (chunk, count) = (
                Array(
                    "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"\(String(repeating: "x", count: 1 << 16))\"}]}}]}\r\n\r\n"
                        .utf8), 40
            )
            let last = Array("data: {\"candidates\":[{\"finishReason\":\"STOP\"}]}\r\n\r\n".utf8)
            let gate = Signal()
            let upstream = ScriptedTransport { _ in
                let place = Counter()
                return Response(
                    HTTPResponse(status: .ok),
                    body: .stream(
                        ByteStream(next: { () throws(GemError) in
                            let index = place.next()
                            if index == 1 { await gate.wait() }
                            return index < count ? chunk : index == count ? last : nil
                        }), length: nil))
            }
            let stack = CacheLayerTests.stack(store, upstream)
            let request = CacheLayerTests.ask("hi", verb: "streamGenerateContent?alt=sse")
            let (slow, quick) = (try await stack.send(request), try await stack.send(request))
            guard case .stream(let slowly, _) = slow.body, case .stream(let quickly, _) = quick.body else {
                Issue.record("no streams")
                return
            }
            var iterator = slowly.makeAsyncIterator()
            var got = try await iterator.next() ?? []
            gate.raise()
            var all: [UInt8] = []
            for try await piece in quickly { all += piece }
            await stack.drain()
            #expect(all.count == count * chunk.count + last.count && got.count <= chunk.count)
            while let piece = try await iterator.next() { got += piece }
            #expect(got == all)
            #expect(quick.cacheStatus?.collapsed == true && upstream.requests.count == 1)
        }
    }
}
