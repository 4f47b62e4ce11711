import GemCache
import GemCore
import GemStore
import GemTesting
import HTTPTypes
import Testing

/// Shorter vectors cut from stored ones, by option only.
@Suite struct ReductionTests {
    /// Answers every item with a vector of the asked size, 3072 by default, whose values do not depend on the size.
    private static func upstream() -> ScriptedTransport {
        ScriptedTransport { (request) throws(GemError) in
            let bytes = try await request.body.collect(upTo: 1 << 20)
            let items = (try? JSON(parsing: bytes))?["requests"]?.array ?? []
            let vectors: [JSON] = items.map { item in
                let size = item["outputDimensionality"]?.int ?? 3072
                return ["values": .array((0..<size).map { .float(Float($0 % 7) - 2.5) })]
            }
            return .json(.ok, (["embeddings": .array(vectors)] as JSON).bytes())
        }
    }

    private static func ask(_ texts: [String], _ model: String, size: Int?, reduces: Bool = true) -> Request {
        var request = EmbeddingUpstream.batch(texts, model: model, size: size)
        request.options.reduces = reduces
        return request
    }

    private static func vectors(_ response: Response) async throws -> [[Double]] {
        let json = try JSON(parsing: await response.body.collect(upTo: 1 << 22))
        return (json["embeddings"]?.array ?? []).map { ($0["values"]?.array ?? []).compactMap(\.double) }
    }

    private static func length(_ vector: [Double]) -> Double { vector.reduce(0) { $0 + $1 * $1 }.squareRoot() }

    @Test(arguments: [
        ("gemini-embedding-001", 768), ("gemini-embedding-001", 256), ("gemini-embedding-2", 1536), ("gemini-embedding-2", 128),
    ])
    func aShorterVectorIsCutAsTheModelWould(model: String, size: Int) async throws {
        try await TemporaryStore.with { store in
            let upstream = Self.upstream()
            let stack = CacheLayerTests.stack(store, upstream)
            let whole = try await Self.vectors(stack.send(Self.ask(["a"], model, size: nil)))[0]
            let response = try await stack.send(Self.ask(["a"], model, size: size))
            #expect(response.cacheStatus?.outcome == .hit && response.cacheStatus?.detail == "reduced-from-3072")
            let vector = try await Self.vectors(response)[0]
            #expect(vector.count == size)
            let cut = Array(whole.prefix(size))
            let scale = model == "gemini-embedding-2" ? Self.length(cut) : 1
            #expect(zip(vector, cut).allSatisfy { abs($0 - $1 / scale) < 1e-6 })
            if model == "gemini-embedding-2" { #expect(abs(Self.length(vector) - 1) < 1e-6) }
            #expect(upstream.requests.count == 1)
        }
    }

    @Test(arguments: [("gemini-embedding-001", 768, false), ("text-embedding-004", 256, true), ("gemini-embedding-001", 64, true)])
    func unaskedOrForAnotherModelNothingIsCut(model: String, size: Int, reduces: Bool) async throws {
        try await TemporaryStore.with { store in
            let stack = CacheLayerTests.stack(store, Self.upstream())
            _ = try await stack.send(Self.ask(["a"], model, size: nil))
            let status = try await stack.send(Self.ask(["a"], model, size: size, reduces: reduces)).cacheStatus
            #expect(status?.outcome == .miss && status?.detail == nil)
        }
    }

    @Test(arguments: [
        #""embed_content_config":{"output_dimensionality":256}"#, #""embedContentConfig":{"outputDimensionality":"256"}"#,
        #""outputDimensionality":768,"embedContentConfig":{"outputDimensionality":256}"#, #""output_dimensionality":2.56e2"#,
    ])
    func theSizeToCutIsReadAsTheKeyReadsIt(spelling: String) async throws {
        try await TemporaryStore.with { store in
            let values = JSON.array((0..<3072).map { .float(Float($0 % 7) - 2.5) })
            let upstream = ScriptedTransport { _ in .json(.ok, (["embedding": ["values": values]] as JSON).bytes()) }
            let stack = CacheLayerTests.stack(store, upstream)
            func ask(_ member: String) async throws -> Response {
                let path = "/v1/projects/p/locations/l/publishers/google/models/gemini-embedding-2:embedContent"
                var request = Request.json(.post, path, Array(#"{"content":{"parts":[{"text":"a"}]}\#(member)}"#.utf8))
                request.options.reduces = true
                return try await stack.send(request)
            }
            _ = try await ask("")
            let response = try await ask("," + spelling)
            #expect(response.cacheStatus?.outcome == .hit && response.cacheStatus?.detail == "reduced-from-3072")
            let json = try JSON(parsing: await response.body.collect(upTo: 1 << 20))
            #expect(json["embedding"]?["values"]?.array?.count == 256)
        }
    }

    @Test func whatWasCutIsNeverStoredAndTheRestIsAskedFor() async throws {
        try await TemporaryStore.with { store in
            let upstream = Self.upstream()
            let stack = CacheLayerTests.stack(store, upstream)
            _ = try await stack.send(Self.ask(["a"], "gemini-embedding-001", size: nil))
            let mixed = try await stack.send(Self.ask(["b", "a"], "gemini-embedding-001", size: 256))
            #expect(mixed.cacheStatus?.outcome == .miss && mixed.cacheStatus?.detail == "reduced-from-3072")
            #expect(try await Self.vectors(mixed).map(\.count) == [256, 256])
            let sent = try await JSON(parsing: #require(upstream.requests.last).body.collect(upTo: 1 << 20))
            #expect(sent["requests"]?.array?.count == 1)
            let stats = try store.stats()
            #expect(stats.vectors == 2)
            #expect(try await stack.send(Self.ask(["a"], "gemini-embedding-001", size: 256, reduces: false)).cacheStatus?.outcome == .miss)
        }
    }
}
