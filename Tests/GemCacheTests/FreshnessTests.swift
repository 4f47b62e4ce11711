import GemCache
import GemCore
import GemStore
import GemTesting
import HTTPTypes
import Synchronization
import Testing

/// Lifetimes and limits of age, through the whole stack with a clock of the test's own.
@Suite struct FreshnessTests {
    /// Numbers its answers; fails as it is told.
    private final class Upstream: Transport {
        enum Mood { case well, unreachable, status(Int), cut }
        private let state = Mutex<(mood: Mood, count: Int)>((.well, 0))

        var count: Int { state.withLock { $0.count } }
        func set(_ mood: Mood) { state.withLock { $0.mood = mood } }

        func send(_ request: Request) async throws(GemError) -> Response {
            let (mood, count) = state.withLock { state in
                state.count += 1
                return (state.mood, state.count)
            }
            switch mood {
            case .well:
                return .json(.ok, Array(#"{"candidates":[{"content":{"parts":[{"text":"\#(count)"}]},"finishReason":"STOP"}]}"#.utf8))
            case .unreachable: throw GemError(.unreachable, "no network")
            case .status(let code): return .json(.init(code: code), Array(#"{"error":{"code":1}}"#.utf8))
            case .cut:
                return Response(HTTPResponse(status: .ok), body: .stream(ByteStream(chunks: [Array("{".utf8)]), length: 99))
            }
        }
    }

    private struct Bench {
        let stack: Stack
        let upstream: Upstream
        let time: ManualTime

        func ask(_ control: String = "", offline: OfflinePolicy = .fail) async throws -> Response {
            var request = CacheLayerTests.ask("hi")
            request.options = try RequestOptions(fields: control.isEmpty ? [:] : [.cacheControl: control])
            request.options.offline = offline
            return try await stack.send(request)
        }

        func text(_ control: String = "") async throws -> String? {
            try await JSON(parsing: CacheLayerTests.text(ask(control)))["candidates"]?[0]?["content"]?["parts"]?[0]?["text"]?.string
        }

        func status(_ control: String = "") async throws -> String? {
            let text = try await ask(control).cacheStatus?.description
            return text?.split(separator: "; ").filter { !$0.hasPrefix("key=") }.joined(separator: "; ")
        }
    }

    private static func with(_ rules: [String] = ["generate=100s"], _ body: (Bench, Store) async throws -> Void) async throws {
        let time = ManualTime()
        try await TemporaryStore.with(time: time) { store in
            var settings = Stack.Settings(store: store)
            settings.time = time
            settings.retry.attempts = 1
            for rule in rules { try settings.freshness.take(rule) }
            settings.freshness.whileRevalidating = 10
            let upstream = Upstream()
            try await body(Bench(stack: Stack(upstream, settings), upstream: upstream, time: time), store)
        }
    }

    @Test func anAnswerTellsItsAgeAndWhatIsLeft() async throws {
        try await Self.with { bench, _ in
            #expect(try await bench.status() == "gemcache; fwd=miss; fwd-status=200; stored")
            bench.time.advance(seconds: 40)
            let response = try await bench.ask()
            #expect(response.head.headerFields[.age] == "40")
            #expect(response.cacheStatus?.ttl == 60 && response.cacheStatus?.outcome == .hit)
        }
        try await Self.with([]) { bench, _ in
            _ = try await bench.ask()
            #expect(try await bench.status() == "gemcache; hit")
        }
    }

    @Test func whatIsTooOldIsFetchedAnew() async throws {
        try await Self.with { bench, _ in
            _ = try await bench.ask()
            bench.time.advance(seconds: 40)
            #expect(try await bench.text("max-age=40") == "1")
            #expect(try await bench.text("max-age=39") == "2")
            #expect(try await bench.text() == "2")
            #expect(try await bench.status("max-age=0") == "gemcache; fwd=stale; fwd-status=200; stored")
            bench.time.advance(seconds: 111)
            #expect(try await bench.text("max-stale=11") == "3")
            #expect(try await bench.status("max-stale=11") == "gemcache; hit; ttl=-11")
            #expect(try await bench.text("max-stale=10") == "4")
        }
    }

    @Test func onlyIfCachedIsRefusedWithoutAskingUpstream() async throws {
        try await Self.with { bench, _ in
            let error = await #expect(throws: GemError.self) { try await bench.ask("only-if-cached") }
            #expect(error?.code == .notCached && error?.code.exitCode == 69)
            _ = try await bench.ask()
            #expect(try await bench.text("only-if-cached") == "1")
            bench.time.advance(seconds: 200)
            await #expect(throws: GemError.self) { try await bench.ask("only-if-cached") }
            #expect(try await bench.text("only-if-cached, max-stale") == "1")
            #expect(bench.upstream.count == 1)
        }
    }

    @Test func aStaleAnswerIsServedAtOnceAndRefreshedBehindIt() async throws {
        try await Self.with { bench, _ in
            _ = try await bench.ask()
            bench.time.advance(seconds: 105)
            let response = try await bench.ask()
            #expect(response.cacheStatus?.detail == "stale-while-revalidate" && response.cacheStatus?.ttl == -5)
            #expect(try await CacheLayerTests.text(response).contains(#""1""#))
            await bench.stack.drain()
            #expect(bench.upstream.count == 2)
            #expect(try await bench.text() == "2")
            #expect(bench.upstream.count == 2)
        }
    }

    @Test func behindAStaleAnswerThereIsOneRefresh() async throws {
        let (time, gate) = (ManualTime(), Signal())
        try await TemporaryStore.with(time: time) { store in
            var settings = Stack.Settings(store: store)
            settings.time = time
            try settings.freshness.take("generate=100s")
            settings.freshness.whileRevalidating = 10
            let place = Counter()
            let upstream = ScriptedTransport { _ in
                if place.next() > 0 { await gate.wait() }
                return .json(.ok, Array(CacheLayerTests.answer.utf8))
            }
            let stack = Stack(upstream, settings)
            _ = try await stack.send(CacheLayerTests.ask("hi"))
            time.advance(seconds: 105)
            for control in ["", "max-stale", "stale-if-error=5", ""] {
                var request = CacheLayerTests.ask("hi")
                request.options = try RequestOptions(fields: [.cacheControl: control, .gemcachePace: "1"])
                #expect(try await stack.send(request).cacheStatus?.detail == "stale-while-revalidate")
            }
            gate.raise()
            await stack.drain()
            #expect(upstream.requests.count == 2)
        }
    }

    @Test func aRefreshThatFailsCostsNothing() async throws {
        try await Self.with { bench, store in
            _ = try await bench.ask()
            bench.upstream.set(.unreachable)
            bench.time.advance(seconds: 105)
            #expect(try await bench.ask(offline: .queue).cacheStatus?.outcome == .hit)
            await bench.stack.drain()
            #expect(try await bench.text() == "1")
            let stats = try store.stats()
            #expect(stats.outbox.total == 0)
        }
    }

    @Test func whereUpstreamFailsTheStaleAnswerIsServed() async throws {
        try await Self.with { bench, store in
            _ = try await bench.ask()
            bench.time.advance(seconds: 3600)
            bench.upstream.set(.unreachable)
            #expect(try await bench.status() == "gemcache; fwd=stale; ttl=-3500; detail=stale-if-error")
            let response = try await bench.ask(offline: .queue)
            #expect(response.head.headerFields[.age] == "3600")
            #expect(try await CacheLayerTests.text(response).contains(#""1""#))
            let stats = try store.stats()
            #expect(stats.outbox.total == 0)
            bench.upstream.set(.status(503))
            #expect(try await bench.status() == "gemcache; fwd=stale; fwd-status=503; ttl=-3500; detail=stale-if-error")
            bench.upstream.set(.cut)
            #expect(try await bench.text() == "1")
            bench.upstream.set(.status(400))
            #expect(try await bench.ask().head.status.code == 400)
            bench.time.advance(seconds: 2 * 86_400)
            bench.upstream.set(.status(429))
            #expect(try await bench.ask().head.status.code == 429)
            #expect(try await bench.ask("stale-if-error=999999").head.status.code == 200)
            bench.upstream.set(.unreachable)
            #expect(try await bench.text() == "1")
        }
    }

    @Test func whoInsistsOnAFreshAnswerGetsNoStaleOne() async throws {
        try await Self.with { bench, _ in
            _ = try await bench.ask()
            bench.time.advance(seconds: 50)
            bench.upstream.set(.unreachable)
            for control in ["no-cache", "max-age=1", "min-fresh=90", "no-store"] {
                await #expect(throws: GemError.self, "\(control)") { try await bench.ask(control) }
            }
            bench.upstream.set(.status(500))
            #expect(try await bench.ask("no-cache").head.status.code == 500)
            #expect(try await bench.ask("no-cache, stale-if-error=60").head.status.code == 200)
        }
    }

    @Test func theShorterLifetimeCounts() async throws {
        try await Self.with([]) { bench, store in
            _ = try await bench.ask()
            bench.time.advance(seconds: 1000)
            #expect(try await bench.status() == "gemcache; hit")
            var settings = Stack.Settings(store: store)
            settings.time = bench.time
            try settings.freshness.take("generate=10m")
            let stricter = Stack(bench.upstream, settings)
            #expect(try await stricter.send(CacheLayerTests.ask("hi")).cacheStatus?.outcome == .stale)
        }
    }

    @Test func aFreshAnswerThatWasQueuedIsFetched() async throws {
        try await Self.with([]) { bench, _ in
            _ = try await bench.ask()
            bench.time.advance(seconds: 50)
            bench.upstream.set(.unreachable)
            let error = await #expect(throws: GemError.self) { try await bench.ask("max-age=5", offline: .queue) }
            #expect(error?.code == .queued)
            bench.upstream.set(.well)
            let summary = try await bench.stack.sync.run(credential: nil)
            #expect(summary.answered == 1 && summary.known == 0)
            #expect(try await bench.text("max-age=5") == "3")
        }
    }

    @Test func vectorsGrowOldOneByOne() async throws {
        try await Self.with(["embed=100s"]) { bench, store in
            let upstream = EmbeddingUpstream()
            var settings = Stack.Settings(store: store)
            settings.time = bench.time
            try settings.freshness.take("embed=100s")
            let stack = Stack(upstream, settings)
            func ask(_ texts: [String]) async throws -> CacheStatus? {
                try await stack.send(EmbeddingUpstream.batch(texts)).cacheStatus
            }
            _ = try await ask(["a"])
            bench.time.advance(seconds: 60)
            _ = try await ask(["b"])
            #expect(try await ask(["a", "b"])?.ttl == 40)
            bench.time.advance(seconds: 60)
            #expect(try await ask(["a", "b"])?.outcome == .stale)
            #expect(upstream.items == ["a", "b", "a"])
        }
    }

    @Test func theShortWayDecidesAsTheLayerDoes() async throws {
        try await Self.with { bench, _ in
            let hits = try #require(bench.stack.hits)
            let request = CacheLayerTests.ask("hi")
            let body = try await request.body.collect(upTo: 1 << 20)
            _ = try await bench.ask()
            bench.upstream.set(.status(400))
            let controls = [
                "", "max-age=30", "max-age=50", "max-stale=60", "max-stale", "min-fresh=60", "min-fresh=1", "only-if-cached", "no-cache",
            ]
            for _ in 0..<5 {
                for control in controls {
                    let fields: HTTPFields = control.isEmpty ? [:] : [.cacheControl: control]
                    let hit = hits.hit(method: .post, path: request.path, fields: fields, body: body.span.bytes)
                    let response = try? await bench.ask(control)
                    let isPlainHit = response?.cacheStatus?.outcome == .hit && response?.cacheStatus?.detail == nil
                    #expect((hit != nil) == isPlainHit, "\(control)")
                    if let hit {
                        #expect(hit.cacheStatus == response?.cacheStatus?.description)
                        #expect(String(hit.age) == response?.head.headerFields[.age])
                    }
                }
                bench.time.advance(seconds: 35)
            }
        }
    }
}
