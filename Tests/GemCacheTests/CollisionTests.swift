import GemCache
import GemCassette
import GemCore
import GemStore
import GemTesting
import HTTPTypes
import Synchronization
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// With keys of eight bits nearly every question collides with others, and still none gets another one's answer.
///
/// `GEMCACHE_COLLISION_LOOKUPS=1000000` makes a million look-ups (scripts/collisions).
@Suite struct CollisionTests {
    static let lookups = getenv("GEMCACHE_COLLISION_LOOKUPS").flatMap { Int(String(cString: $0)) } ?? 1000
    static let generate = "/v1beta/models/m:generateContent"
    static let embed = "/v1beta/models/gemini-embedding-001:batchEmbedContents"

    static func body(_ number: Int) -> [UInt8] { Array(#"{"contents":[{"parts":[{"text":"\#(number)"}]}]}"#.utf8) }

    static func batch(_ numbers: [Int]) -> [UInt8] {
        Array(#"{"requests":[\#(numbers.map { #"{"content":{"parts":[{"text":"\#($0)"}]}}"# }.joined(separator: ","))]}"#.utf8)
    }

    static func asked(_ path: String, _ body: [UInt8]) throws -> GemCache.Asked {
        let request = Request(HTTPRequest(method: .post, scheme: nil, authority: nil, path: path))
        let asked = GemCache.Asked(request, body: body, resolver: NoResolver())
        return try #require(asked)
    }

    @Test func storedAnswersAndVectorsAreNeverAnotherQuestions() async throws {
        try await NarrowKeys.$bits.withValue(8) {
            try await TemporaryStore.with { store in
                let shelf = AnswerShelf(store: store, time: store.time)
                let questions = try (0..<1000).map { try Self.asked(Self.generate, Self.body($0)) }
                let vectors = try (0..<1000).map { try Self.asked(Self.embed, Self.batch([$0])) }
                #expect(Set(questions.map(\.question.key)).count <= 256)
                var random = SplitMix(state: 1)
                var (hits, misses) = (0, 0)
                for round in 0..<Self.lookups {
                    let number = Int.random(in: 0..<1000, using: &random)
                    // A put is a commit: some hundreds of them, however many look-ups.
                    if round < 100 || round % max(20, Self.lookups / 500) == 0 {
                        let answer = Answer(shape: .unary, frames: [.init(json: Array("\(number)".utf8))])
                        _ = await shelf.keep(answer, questions[number], lifetime: nil)
                        _ = await shelf.keep(vectors: [(vectors[number].items[0], .init(values: [Float(number)]))])
                    }
                    if round % 2 == 0 {
                        guard case .fresh(let answer, _) = shelf.find(questions[number]) else {
                            misses += 1
                            continue
                        }
                        #expect(answer.frames[0].json == Array("\(number)".utf8))
                        hits += 1
                    } else if case .fresh(let answer, _) = shelf.find(vectors[number]) {
                        #expect(String(decoding: answer.frames[0].json, as: UTF8.self).contains("\(number)"))
                        hits += 1
                    } else {
                        misses += 1
                    }
                }
                #expect(hits > Self.lookups / 100 && misses > 0)
            }
        }
    }

    @Test func flightsAndBatchesNeverMixQuestions() async throws {
        try await NarrowKeys.$bits.withValue(3) {
            try await TemporaryStore.with { store in
                let stack = CacheLayerTests.stack(
                    store,
                    ScriptedTransport { (request) throws(GemError) in
                        await Task.yield()
                        return .json(.ok, Self.echo(try await request.body.collect(upTo: 1 << 20)))
                    })
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in 0..<min(Self.lookups / 20, 2000) {
                        group.addTask {
                            let answer = try await stack.send(.json(.post, Self.generate, Self.body(number % 40)))
                            #expect(try await CacheLayerTests.text(answer).contains("answer \(number % 40)."))
                            let numbers = (0..<4).map { (number * 7 + $0 * 3) % 50 }
                            let batch = try await stack.send(.json(.post, Self.embed, Self.batch(numbers)))
                            let json = try JSON(parsing: await CacheLayerTests.text(batch))
                            #expect(json["embeddings"]?.array?.map { $0["values"]?[0]?.int } == numbers)
                        }
                        if number % 8 == 7 { try await group.waitForAll() }
                    }
                    try await group.waitForAll()
                }
                await stack.drain()
            }
        }
    }

    @Test func cassettesNeverPlayAnotherQuestionsRecording() async throws {
        try await NarrowKeys.$bits.withValue(2) {
            try await TemporaryFolder.with { folder in
                let upstream = ScriptedTransport { (request) throws(GemError) in
                    .json(.ok, Self.echo(try await request.body.collect(upTo: 1 << 20)))
                }
                let cassette = Cassette(path: folder + "/c.json")
                let recorder = upstream.wrapped(by: CassetteLayer(cassette, mode: .all))
                for number in 0..<30 {
                    _ = try await CacheLayerTests.text(recorder.send(.json(.post, Self.generate, Self.body(number))))
                }
                let player = ReplayTransport(cassette)
                for number in (0..<30).reversed() {
                    let answer = try await player.send(.json(.post, Self.generate, Self.body(number)))
                    #expect(try await CacheLayerTests.text(answer).contains("answer \(number)."))
                }
                await #expect(throws: GemError.self) { _ = try await player.send(.json(.post, Self.generate, Self.body(31))) }
            }
        }
    }

    @Test func theQueueKeepsEveryCollidingQuestion() async throws {
        try await NarrowKeys.$bits.withValue(2) {
            try await TemporaryStore.with { store in
                let upstream = SyncTests.Upstream()
                upstream.isDown.withLock { $0 = true }
                let stack = CacheLayerTests.stack(store, upstream)
                let prompts = (0..<30).map { "prompt \($0)" }
                var tickets: [String] = []
                for prompt in prompts { tickets.append(try await SyncTests.ticket(stack, SyncTests.ask(prompt))) }
                #expect(Set(tickets).count == prompts.count)
                for (prompt, ticket) in zip(prompts, tickets) {
                    #expect(try await SyncTests.ticket(stack, SyncTests.ask(prompt)) == ticket)
                }
                // One row that goes leaves the others of its key findable.
                let gone = tickets[3]
                try await store.write { (transaction: inout Transaction) throws(GemError) in _ = try transaction.remove(gone) }
                #expect(try await SyncTests.ticket(stack, SyncTests.ask(prompts[7])) == tickets[7])
                _ = try await SyncTests.ticket(stack, SyncTests.ask(prompts[3]))
                upstream.isDown.withLock { $0 = false }
                let summary = try await stack.sync.run(credential: nil)
                #expect((summary.due, summary.answered, summary.stopped == nil) == (30, 30, true))
                #expect(upstream.asked.withLock { $0 }.sorted() == prompts.sorted())
                for prompt in prompts {
                    let answer = try await CacheLayerTests.text(stack.send(SyncTests.ask(prompt)))
                    #expect(answer.contains("re \(prompt)\""))
                }
                let stats = try store.stats()
                #expect(stats.outbox.total == 0)
            }
        }
    }

    /// An answer that names what was asked.
    private static func echo(_ body: [UInt8]) -> [UInt8] {
        let json = (try? JSON(parsing: body)) ?? .null
        if let requests = json["requests"]?.array {
            let texts = requests.map { $0["content"]?["parts"]?[0]?["text"]?.string ?? "" }
            return Array(#"{"embeddings":[\#(texts.map { #"{"values":[\#($0)]}"# }.joined(separator: ","))]}"#.utf8)
        }
        let text = json["contents"]?[0]?["parts"]?[0]?["text"]?.string ?? ""
        return Array(
            #"{"candidates":[{"content":{"parts":[{"text":"answer \#(text)."}],"role":"model"},"finishReason":"STOP","index":0}]}"#.utf8)
    }
}
