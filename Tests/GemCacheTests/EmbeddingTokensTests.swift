import GemCache
import GemCore
import GemStore
import GemTesting
import HTTPTypes
import Testing

/// Vertex's `:predict` tells the tokens of every input; the Developer API's batches do not.
@Suite struct EmbeddingTokensTests {
    private static func predict(_ texts: [String], cache: CachePolicy = .auto, offline: OfflinePolicy = .fail) -> Request {
        let path = "/v1/projects/p/locations/l/publishers/google/models/m-embedding:predict"
        var request = Request.json(.post, path, JSON.members(["instances": .array(texts.map { ["content": .string($0)] })]).bytes())
        (request.options.cache, request.options.offline) = (cache, offline)
        return request
    }

    private static func tokens(_ response: Response) async throws -> [JSON?] {
        let json = try JSON(parsing: await response.body.collect(upTo: 1 << 20))
        return (json["predictions"]?.array ?? []).map { $0["embeddings"]?["statistics"]?["token_count"] }
    }

    private static func hit(_ stack: Stack, _ request: Request) async throws -> Hit? {
        let body = try await request.body.collect(upTo: 1 << 20)
        let hits = try #require(stack.hits)
        return hits.hit(method: .post, path: request.path, fields: [:], body: body.span.bytes)
    }

    @Test func aPredictAnswerAlwaysTellsItsTokens() async throws {
        try await TemporaryStore.with { store in
            let upstream = EmbeddingUpstream()
            let stack = CacheLayerTests.stack(store, upstream)
            _ = try await stack.send(EmbeddingUpstream.batch(["a", "b"]))
            let short = try await Self.hit(stack, Self.predict(["a"]))
            #expect(short == nil)
            // Of known vectors only the tokens are unknown, once.
            let first = try await stack.send(Self.predict(["a", "c"]))
            #expect(first.cacheStatus?.outcome == .miss && first.cacheStatus?.stored == true)
            let told = try await Self.tokens(first)
            #expect(told == [3, 3])
            let second = try await stack.send(Self.predict(["c", "a"]))
            let toldAgain = try await Self.tokens(second)
            #expect(second.cacheStatus?.outcome == .hit && toldAgain == [3, 3])
            let known = try await Self.hit(stack, Self.predict(["a"]))
            #expect(known.map { String(decoding: $0.body, as: UTF8.self).contains("token_count") } == true)
            #expect(upstream.items == ["a", "b", "a", "c"])
            // Who does not tell them needs none.
            let batch = try await stack.send(EmbeddingUpstream.batch(["a", "b", "c"]))
            #expect(batch.cacheStatus?.outcome == .hit)
            // A part that is asked for goes beside one that is known with its tokens.
            let mixed = try await Self.tokens(stack.send(Self.predict(["b", "a", "b"])))
            #expect(mixed == [3, 3, 3] && upstream.items.last == "b" && upstream.items.count == 5)
        }
    }

    @Test func withoutUpstreamAVectorWithoutTokensIsUnknownToPredict() async throws {
        try await TemporaryStore.with { store in
            _ = try await CacheLayerTests.stack(store, EmbeddingUpstream()).send(EmbeddingUpstream.batch(["a", "b"]))
            let stack = CacheLayerTests.stack(store, SyncTests.Down())
            let only = await #expect(throws: GemError.self) { try await stack.send(Self.predict(["a"], cache: .onlyIfCached)) }
            #expect(only?.code == .notCached)
            let request = Self.predict(["a", "x"])
            let asked = try #require(Asked(request, body: try await request.body.collect(upTo: 1 << 20), resolver: NoResolver()))
            let lines = CacheExplanation(asked, store).lines
            #expect(lines.first == "miss: 0 of 2 vectors are stored; 1 more without the count of tokens that predict tells")
            let down = await #expect(throws: GemError.self) { try await stack.send(Self.predict(["a"], offline: .fail)) }
            #expect(down?.code == .offline)
            // It is queued, and asked for though its vector is stored.
            _ = try await SyncTests.ticket(stack, Self.predict(["a"], offline: .queue))
            let upstream = EmbeddingUpstream()
            let online = CacheLayerTests.stack(store, upstream)
            let summary = try await online.sync.run(credential: nil)
            #expect(summary.answered == 1 && summary.known == 0 && upstream.items == ["a"])
            let known = try await stack.send(Self.predict(["a"], cache: .onlyIfCached))
            let told = try await Self.tokens(known)
            #expect(known.cacheStatus?.outcome == .hit && told == [3])
        }
    }

    @Test func whoWaitsForTokensAsksForThemselves() async throws {
        try await TemporaryStore.with { store in
            let gate = Signal()
            let upstream = EmbeddingUpstream { await gate.wait() }
            let started = ScriptedTransport { (request) throws(GemError) in try await upstream.send(request) }
            let stack = CacheLayerTests.stack(store, started)
            // The same place and options, so that the second waits for the first.
            let first = Task { try await stack.send(Self.embed(["a", "b"])).head.status.code }
            while started.requests.isEmpty { await Task.yield() }
            let second = Task { try await Self.tokens(stack.send(Self.predict(["a", "c"]))) }
            while started.requests.count < 2 { await Task.yield() }
            gate.raise()
            let (status, told) = (try await first.value, try await second.value)
            #expect(status == 200 && told == [3, 3] && upstream.items.sorted() == ["a", "a", "b", "c"])
        }
    }

    /// A batch on Vertex's own path, which is no form of Vertex but shares the flights of one.
    private static func embed(_ texts: [String]) -> Request {
        var request = EmbeddingUpstream.batch(texts)
        request.head.path = "/v1/projects/p/locations/l/publishers/google/models/m-embedding:batchEmbedContents"
        return request
    }
}
