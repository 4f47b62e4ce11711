import GemCache
import GemCore
import GemStore
import GemTesting
import HTTPTypes
import Testing

/// Random batches through the cache against the same batches asked of upstream itself, vector by vector.
@Suite struct EmbeddingBatchTests {
    private struct Wish {
        var text: String
        var task: String?
        var title: String?
        var size: Int?
    }

    private static func wish(_ random: inout SplitMix) -> Wish {
        let task = [nil, "RETRIEVAL_DOCUMENT", "RETRIEVAL_QUERY"].randomElement(using: &random) ?? nil
        let title = task == "RETRIEVAL_DOCUMENT" ? ([nil, "T", ""].randomElement(using: &random) ?? nil) : nil
        return Wish(
            text: ["a", "b", "ab", "a b", "é", "e\u{301}", "", "\u{1F600}", "A"].randomElement(using: &random) ?? "", task: task,
            title: title,
            size: [nil, 4, 12].randomElement(using: &random) ?? nil)
    }

    /// One request in one of the forms the services take, spelled in one of the ways they read.
    private static func request(_ random: inout SplitMix) -> Request {
        let model = ["x-embedding", "y-embedding"].randomElement(using: &random) ?? ""
        let count = Int.random(in: 1...6, using: &random)
        var wishes = (0..<count).map { _ in wish(&random) }
        let snake = Bool.random(using: &random)
        func members(_ wish: Wish, content: JSON) -> JSON {
            .members([
                snake ? "task_type" : "taskType": wish.task.map { .string($0) }, "title": wish.title.map { .string($0) },
                snake ? "output_dimensionality" : "outputDimensionality": wish.size.map { .int($0) }, "content": content,
            ])
        }
        func content(_ wish: Wish) -> JSON { ["parts": [["text": .string(wish.text)]]] }
        switch Int.random(in: 0..<4, using: &random) {
        case 0: return .json(.post, "/v1beta/models/\(model):embedContent", members(wishes[0], content: content(wishes[0])).bytes())
        case 1:
            let path = "/v1beta1/projects/p/locations/l/publishers/google/models/\(model):embedContent"
            let config = JSON.members([
                "taskType": wishes[0].task.map { .string($0) }, "title": wishes[0].title.map { .string($0) },
                "outputDimensionality": wishes[0].size.map { .int($0) },
            ])
            return .json(.post, path, JSON.members(["content": content(wishes[0]), "embedContentConfig": config]).bytes())
        case 2:
            let size = wishes[0].size
            for place in wishes.indices { wishes[place].size = nil }
            let instances = wishes.map { members($0, content: .string($0.text)) }
            let path = "/v1/projects/p/locations/l/publishers/google/models/\(model):predict"
            let parameters = size.map { JSON.members(["outputDimensionality": .int($0)]) }
            return .json(.post, path, JSON.members(["instances": .array(instances), "parameters": parameters]).bytes())
        default:
            let items = wishes.map { wish in
                var json = members(wish, content: content(wish))
                json["model"] = .string("models/" + model)
                return json
            }
            return .json(.post, "/v1beta/models/\(model):batchEmbedContents", (["requests": .array(items)] as JSON).bytes())
        }
    }

    private static func vectors(_ response: Response, _ route: Route) async throws -> [[Float]] {
        let json = try JSON(parsing: await response.body.collect(upTo: 1 << 20))
        let lists: [JSON?] =
            switch route.operation {
            case .embedContent: [json["embedding"]?["values"]]
            case .predict: (json["predictions"]?.array ?? []).map { $0["embeddings"]?["values"] }
            default: (json["embeddings"]?.array ?? []).map { $0["values"] }
            }
        return lists.map { ($0?.array ?? []).compactMap { $0.double.map(Float.init) } }
    }

    @Test func randomBatchesAgreeWithAnUncachedRun() async throws {
        let rounds = Rounds.asked("GEMCACHE_TEST_BATCHES") ?? 200
        let parts = max(4, min(20, rounds / 50))
        // Each part begins with an empty cache, so that partly known batches are frequent.
        for part in 0..<parts {
            try await TemporaryStore.with { store in
                let (upstream, plain) = (EmbeddingUpstream(), EmbeddingUpstream())
                let stack = CacheLayerTests.stack(store, upstream)
                var random = SplitMix(state: UInt64(part))
                for round in 0..<max(1, rounds / parts) {
                    let request = Self.request(&random)
                    let cached = try await stack.send(request)
                    #expect(
                        try await Self.vectors(cached, request.route) == Self.vectors(plain.send(request), request.route),
                        "part \(part), batch \(round)")
                }
                // Each distinct item went upstream once.
                let asked = try store.stats().vectors
                #expect(upstream.items.count == asked && plain.items.count > asked)
            }
        }
    }

    @Test func batchesAtTheSameTimeAskForASharedTextOnce() async throws {
        try await TemporaryStore.with { store in
            let gate = Signal()
            let upstream = EmbeddingUpstream { await gate.wait() }
            let stack = CacheLayerTests.stack(store, upstream)
            let wishes = [["a", "b", "c"], ["c", "d"], ["b", "d", "e"], ["f"], ["a", "f", "a"]]
            let plain = EmbeddingUpstream()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for texts in wishes {
                    group.addTask {
                        let request = EmbeddingUpstream.batch(texts)
                        let got = try await Self.vectors(stack.send(request), request.route)
                        #expect(try await got == Self.vectors(plain.send(request), request.route))
                    }
                }
                for _ in 0..<1000 { await Task.yield() }
                gate.raise()
                try await group.waitForAll()
            }
            #expect(upstream.items.sorted() == ["a", "b", "c", "d", "e", "f"])
        }
    }

    @Test func whereTheOtherBatchFailsItsTextsAreAskedForAgain() async throws {
        try await TemporaryStore.with { store in
            let gate = Signal()
            let plain = EmbeddingUpstream()
            let upstream = ScriptedTransport { (request) throws(GemError) in
                guard case .bytes(let body) = request.body, String(decoding: body, as: UTF8.self).contains("bad") else {
                    return try await plain.send(request)
                }
                await gate.wait()
                return .json(.badRequest, Array(#"{"error":{"code":400}}"#.utf8))
            }
            let stack = CacheLayerTests.stack(store, upstream)
            let first = Task { try await stack.send(EmbeddingUpstream.batch(["a", "bad"])).head.status.code }
            while upstream.requests.isEmpty { await Task.yield() }
            let second = Task {
                try await Self.vectors(stack.send(EmbeddingUpstream.batch(["a", "b"])), EmbeddingUpstream.batch(["a"]).route).count
            }
            while upstream.requests.count < 2 { await Task.yield() }
            gate.raise()
            let (status, count) = (try await first.value, try await second.value)
            #expect(status == 400 && count == 2)
            #expect(plain.items == ["b", "a"])
        }
    }

    @Test func theCountOfTokensIsLeftOutWhereAnItemCameFromTheCache() async throws {
        try await TemporaryStore.with { store in
            let stack = CacheLayerTests.stack(store, EmbeddingUpstream())
            func usage(_ texts: [String]) async throws -> JSON? {
                try await JSON(parsing: CacheLayerTests.text(stack.send(EmbeddingUpstream.batch(texts))))["usageMetadata"]
            }
            let whole = try await usage(["a", "b"])
            #expect(whole != nil)
            #expect(try await usage(["a", "c"]) == nil)
            #expect(try await usage(["a", "b"]) == nil)
            #expect(try await usage(["a"]) == nil)
        }
    }
}
