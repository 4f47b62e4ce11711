import GemCache
import GemCore
import GemStore
import GemTesting
import HTTPTypes
import Testing

/// The size a vector is kept under is the one its key names, wherever and however the request says it.
@Suite struct EmbeddingSizeTests {
    private static let vertex = "/v1/projects/p/locations/l/publishers/google/models/x-embedding"
    private static let developer = "/v1beta/models/x-embedding"
    private static let content = #""content":{"parts":[{"text":"t"}]}"#

    /// Answers one vector of so many values in the form of the request, whatever size it asks for.
    private static func upstream(_ size: Int) -> ScriptedTransport {
        ScriptedTransport { request in
            let values = "[" + Array(repeating: "1", count: size).joined(separator: ",") + "]"
            let answer =
                switch request.route.operation {
                case .embedContent: #"{"embedding":{"values":\#(values)}}"#
                case .predict: #"{"predictions":[{"embeddings":{"values":\#(values),"statistics":{"token_count":1,"truncated":false}}}]}"#
                default: #"{"embeddings":[{"values":\#(values)}]}"#
                }
            return .json(.ok, Array(answer.utf8))
        }
    }

    static let spellings: [(path: String, body: String)] = [
        (vertex + ":embedContent", #"{\#(content),"outputDimensionality":6,"embedContentConfig":{"outputDimensionality":3}}"#),
        (vertex + ":embedContent", #"{"embedContentConfig":{"outputDimensionality":3},\#(content),"outputDimensionality":6}"#),
        (vertex + ":embedContent", #"{\#(content),"embed_content_config":{"output_dimensionality":3}}"#),
        (vertex + ":predict", #"{"instances":[{"content":"t"}],"parameters":{"outputDimensionality":"3"}}"#),
        (vertex + ":predict", #"{"parameters":{"outputDimensionality":6,"output_dimensionality":3},"instances":[{"content":"t"}]}"#),
        (developer + ":embedContent", #"{\#(content),"outputDimensionality":"3.0"}"#),
        (developer + ":embedContent", #"{\#(content),"outputDimensionality":6,"output_dimensionality":3}"#),
        (developer + ":batchEmbedContents", #"{"requests":[{\#(content),"output_dimensionality":3e0}]}"#),
        (developer + ":batchEmbedContents", #"{"requests":[{\#(content),"embedContentConfig":{"outputDimensionality":3}}]}"#),
    ]

    @Test(arguments: spellings) func aVectorIsKeptOnlyInTheSizeItsKeyNames(spelling: (path: String, body: String)) async throws {
        let request = Request.json(.post, spelling.path, Array(spelling.body.utf8))
        var plain = Request.json(.post, Self.developer + ":embedContent", Array(#"{\#(Self.content),"outputDimensionality":3}"#.utf8))
        plain.options.cache = .onlyIfCached
        for size in [6, 3] {
            try await TemporaryStore.with { store in
                let stack = CacheLayerTests.stack(store, Self.upstream(size))
                let response = try await stack.send(request)
                #expect(response.cacheStatus?.outcome == .miss && response.cacheStatus?.stored == (size == 3))
                let stats = try store.stats()
                #expect(stats.vectors == (size == 3 ? 1 : 0))
                guard size == 3 else { return }
                let known = try await stack.send(plain)
                #expect(known.cacheStatus?.outcome == .hit)
            }
        }
    }

    @Test func aDefaultSizeThatIsNamedCountsAsAnyOther() async throws {
        try await TemporaryStore.with { store in
            let stack = CacheLayerTests.stack(store, Self.upstream(6))
            let body = Array(#"{\#(Self.content),"outputDimensionality":3072}"#.utf8)
            let request = Request.json(.post, "/v1beta/models/gemini-embedding-001:embedContent", body)
            let response = try await stack.send(request)
            #expect(response.cacheStatus?.stored == false)
        }
    }
}
