import GemCache
import GemCore
import GemStore
import GemTesting
import HTTPTypes
import Testing

/// Inputs the model cannot embed: upstream answers 200 with no vector in their place, and so does the cache, whatever else it knows.
@Suite struct EmbeddingPlacesTests {
    /// Answers as `EmbeddingUpstream`, but with nothing for the texts `bad` and `null`, one value too many for `long`, and one item less for `less`.
    static func answer(_ request: Request) async throws(GemError) -> Response {
        guard let body = try? JSON(parsing: try await request.body.collect(upTo: 1 << 20)) else { throw GemError(.badInput, "no JSON") }
        let (route, list) = (request.route, request.route.operation == .predict ? "predictions" : "embeddings")
        let items = EmbeddingUpstream.items(body, route)
        let places: [JSON] = items.filter { $0.text != "less" }.map { item in
            var item = item
            let vector = EmbeddingUpstream.vector(item, route.model)
            switch item.text {
            case "bad": return [:]
            case "null": return ["values": .null]
            case "long":
                item.size += 1
                return ["values": EmbeddingUpstream.vector(item, route.model)]
            default:
                return route.operation == .predict
                    ? ["embeddings": ["values": vector, "statistics": ["truncated": false, "token_count": 3]]] : ["values": vector]
            }
        }
        return .json(.ok, JSON.members([list: .array(places)]).bytes())
    }

    private static func predict(_ texts: [String]) -> Request {
        let path = "/v1/projects/p/locations/l/publishers/google/models/m-embedding:predict"
        return .json(.post, path, JSON.members(["instances": .array(texts.map { ["content": .string($0)] })]).bytes())
    }

    private static func places(_ response: Response) async throws -> JSON? {
        #expect(response.head.status.code == 200)
        let json = try JSON(parsing: await response.body.collect(upTo: 1 << 20))
        return json["embeddings"] ?? json["predictions"]
    }

    /// What went upstream, request by request.
    private static func texts(_ upstream: ScriptedTransport) async throws -> [[String]] {
        var texts: [[String]] = []
        for request in upstream.requests {
            texts.append(EmbeddingUpstream.items(try JSON(parsing: await request.body.collect(upTo: 1 << 20)), request.route).map(\.text))
        }
        return texts
    }

    @Test(arguments: [
        ["a", "bad"], ["bad", "a", "b"], ["bad", "bad"], ["b", "bad", "b"], ["null", "a", "bad", "null"], ["bad"], ["long", "a", "long"],
    ])
    func anInputWithoutAVectorIsToldAsUpstreamTellsIt(texts: [String]) async throws {
        try await TemporaryStore.with { store in
            let upstream = ScriptedTransport(Self.answer)
            let stack = CacheLayerTests.stack(store, upstream)
            _ = try await stack.send(EmbeddingUpstream.batch(["a"], size: 4))
            // Cold, and with all known that can be.
            for _ in 0..<2 {
                let request = EmbeddingUpstream.batch(texts, size: 4)
                let response = try await stack.send(request)
                #expect(response.cacheStatus?.outcome == .miss)
                #expect(try await Self.places(response) == Self.places(Self.answer(request)))
            }
            let none = Set(texts).intersection(["bad", "null", "long"])
            #expect(try await Set(Self.texts(upstream)[2]) == none)
            let stats = try store.stats()
            #expect(Int(stats.vectors) == Set(texts).union(["a"]).subtracting(none).count)
        }
    }

    @Test func soIsAnInstanceOfVertex() async throws {
        try await TemporaryStore.with { store in
            let stack = CacheLayerTests.stack(store, ScriptedTransport(Self.answer))
            for texts in [["a"], ["bad", "a", "bad", "b"], ["b", "bad"]] {
                let response = try await stack.send(Self.predict(texts))
                let (told, plain) = (try await Self.places(response), try await Self.places(Self.answer(Self.predict(texts))))
                #expect(told?.array?.count == texts.count)
                for (index, text) in texts.enumerated() {
                    #expect(told?[index]?["embeddings"]?["statistics"] == plain?[index]?["embeddings"]?["statistics"])
                    #expect((told?[index] == [:]) == (text == "bad"))
                }
            }
        }
    }

    @Test func anAnswerWithLessThanWasAskedForIsAskedForWhole() async throws {
        try await TemporaryStore.with { store in
            let upstream = ScriptedTransport(Self.answer)
            let stack = CacheLayerTests.stack(store, upstream)
            _ = try await stack.send(EmbeddingUpstream.batch(["a"]))
            let request = EmbeddingUpstream.batch(["a", "less", "b"])
            let response = try await stack.send(request)
            #expect(response.cacheStatus?.stored == false)
            #expect(try await CacheLayerTests.text(response) == CacheLayerTests.text(Self.answer(request)))
            #expect(try await Self.texts(upstream) == [["a"], ["less", "b"], ["a", "less", "b"]])
            let stats = try store.stats()
            #expect(stats.vectors == 1)
        }
    }

    @Test func whoWaitsForItAsksForItAlone() async throws {
        try await TemporaryStore.with { store in
            let gate = Signal()
            let upstream = ScriptedTransport { (request) throws(GemError) in
                await gate.wait()
                return try await Self.answer(request)
            }
            let stack = CacheLayerTests.stack(store, upstream)
            let first = Task { try await Self.places(stack.send(EmbeddingUpstream.batch(["a", "bad"]))) }
            while upstream.requests.isEmpty { await Task.yield() }
            let second = Task { try await Self.places(stack.send(EmbeddingUpstream.batch(["bad", "a", "b"]))) }
            while upstream.requests.count < 2 { await Task.yield() }
            gate.raise()
            let (mine, other) = (try await first.value, try await second.value)
            let plain = try await Self.places(Self.answer(EmbeddingUpstream.batch(["a", "bad", "b"])))
            #expect(mine == plain?.array.map { .array([$0[0], $0[1]]) })
            #expect(other == plain?.array.map { .array([$0[1], $0[0], $0[2]]) })
            let texts = try await Self.texts(upstream)
            #expect(texts == [["a", "bad"], ["b"], ["bad"]])
        }
    }

    @Test func aQueuedInputWithoutAVectorIsNotAskedForAgain() async throws {
        try await TemporaryStore.with { store in
            var request = EmbeddingUpstream.batch(["a", "bad"])
            request.options.offline = .queue
            let ticket = try await SyncTests.ticket(CacheLayerTests.stack(store, SyncTests.Down()), request)
            let summary = try await CacheLayerTests.stack(store, ScriptedTransport(Self.answer)).sync.run(credential: nil)
            #expect(summary.dead == 1 && summary.answered == 0)
            let row = try store.read { (snapshot: borrowing Snapshot) throws(GemError) in snapshot.row(ticket) }
            guard case .dead(_, let failure) = row?.state else {
                Issue.record("not dead")
                return
            }
            #expect(failure.message.contains("no vector of the size asked for"))
        }
    }

    @Test func aModelThatEmbedsImagesAndTextsApartIsPassedOn() async throws {
        try await TemporaryStore.with { store in
            let answer = #"{"predictions":[{"textEmbedding":[1]},{"textEmbedding":[2]},{"textEmbedding":[1]}]}"#
            let upstream = ScriptedTransport { _ in .json(.ok, Array(answer.utf8)) }
            let stack = CacheLayerTests.stack(store, upstream)
            let path = "/v1/projects/p/locations/l/publishers/google/models/multimodalembedding@001:predict"
            let request = Request.json(.post, path, Array(#"{"instances":[{"text":"a"},{"text":"b"},{"text":"a"}]}"#.utf8))
            for _ in 0..<2 {
                let response = try await stack.send(request)
                #expect(response.cacheStatus?.outcome == .bypass)
                #expect(try await CacheLayerTests.text(response) == answer)
            }
            #expect(upstream.requests.count == 2)
        }
    }
}
