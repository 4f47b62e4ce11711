import GemCache
import GemCore
import GemStore
import GemTesting
import HTTPTypes
import Testing

/// What of an embedding answer is kept, and what is only handed on.
@Suite struct EmbeddingCacheTests {
    private static func batch(_ texts: [String], dimensions: Int? = nil) -> Request {
        let items: [JSON] = texts.map { text in
            .members([
                "model": "models/e", "content": ["parts": [["text": .string(text)]]], "outputDimensionality": dimensions.map { .int($0) },
            ])
        }
        return .json(.post, "/v1beta/models/e:batchEmbedContents", (["requests": .array(items)] as JSON).bytes())
    }

    @Test(arguments: [
        #"{"embeddings":[{"values":[1,2]}]}"#, #"{"embeddings":[{"values":[1]},{"values":[2]}]}"#, #"{"embeddings":[]}"#, "{}", "oops",
    ])
    func anAnswerThatDoesNotFitIsHandedOnAndNotKept(text: String) async throws {
        try await TemporaryStore.with { store in
            let upstream = ScriptedTransport { _ in .json(.ok, Array(text.utf8)) }
            let stack = CacheLayerTests.stack(store, upstream)
            let response = try await stack.send(Self.batch(["a"], dimensions: 1))
            #expect(response.cacheStatus?.stored == false)
            #expect(try await CacheLayerTests.text(response) == text)
            let stats = try store.stats()
            #expect(stats.vectors == 0)
        }
    }

    @Test func aVectorOfATruncatedTextIsNotKept() async throws {
        try await TemporaryStore.with { store in
            let answer = #"{"predictions":[{"embeddings":{"values":[1],"statistics":{"token_count":9,"truncated":true}}}]}"#
            let upstream = ScriptedTransport { _ in .json(.ok, Array(answer.utf8)) }
            let stack = CacheLayerTests.stack(store, upstream)
            let path = "/v1/projects/p/locations/l/publishers/google/models/text-embedding-005:predict"
            let request = Request.json(.post, path, Array(#"{"instances":[{"content":"long"}]}"#.utf8))
            #expect(try await stack.send(request).cacheStatus?.stored == false)
            _ = try await stack.send(request)
            #expect(upstream.requests.count == 2)
        }
    }

    @Test func aRefreshAsksForEveryVectorAnew() async throws {
        try await TemporaryStore.with { store in
            let turn = Counter()
            let upstream = ScriptedTransport { _ in .json(.ok, Array(#"{"embeddings":[{"values":[\#(turn.next())]}]}"#.utf8)) }
            let stack = CacheLayerTests.stack(store, upstream)
            _ = try await stack.send(Self.batch(["a"]))
            var fresh = Self.batch(["a"])
            fresh.options.cache = .refresh
            #expect(try await CacheLayerTests.text(stack.send(fresh)).contains("[1]"))
            let json1 = try JSON(parsing: await CacheLayerTests.text(stack.send(Self.batch(["a"]))))
            #expect(json1["embeddings"]?[0]?["values"]?[0] == 1)
            #expect(upstream.requests.count == 2)
        }
    }

    @Test func oneItemThatMayNotBeKeptTakesTheWholeBatchPastTheCache() async throws {
        try await TemporaryStore.with { store in
            let upstream = ScriptedTransport { _ in .json(.ok, Array(#"{"embeddings":[{"values":[1]},{"values":[2]}]}"#.utf8)) }
            let stack = CacheLayerTests.stack(store, upstream)
            let body = """
                {"requests":[{"content":{"parts":[{"text":"a"}]}},{"content":{"parts":[{"fileData":{"fileUri":"https://generativelanguage.googleapis.com/v1beta/files/unknown"}}]}}]}
                """
            let response = try await stack.send(.json(.post, "/v1beta/models/e:batchEmbedContents", Array(body.utf8)))
            #expect(response.cacheStatus?.outcome == .bypass && response.cacheStatus?.detail == "unknown-file")
            let stats = try store.stats()
            #expect(stats.vectors == 0)
        }
    }

    @Test func vectorsInUseOutliveOthersAndTellTheirAge() async throws {
        try await TemporaryFolder.with { folder in
            let time = ManualTime()
            var options = Store.Options()
            options.maxBytes = 30_000
            let store = try Store.open(at: folder + "/store", options, time: time)
            defer { store.close() }
            let values = (0..<2500).map { _ in "1" }.joined(separator: ",")
            let upstream = ScriptedTransport { _ in .json(.ok, Array(#"{"embeddings":[{"values":[\#(values)]}]}"#.utf8)) }
            let stack = CacheLayerTests.stack(store, upstream)
            for text in ["a", "b", "a", "c"] {
                let response = try await stack.send(Self.batch([text]))
                if response.cacheStatus?.outcome == .hit { #expect(response.head.headerFields[.age] == "20") }
                time.advance(seconds: 10)
            }
            #expect(upstream.requests.count == 3)
            #expect(try await stack.send(Self.batch(["a"])).cacheStatus?.outcome == .hit)
            #expect(try await stack.send(Self.batch(["b"])).cacheStatus?.outcome == .miss)
        }
    }
}
