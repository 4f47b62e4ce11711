import GemCache
import GemCore
import GemMock
import GemTesting
import Gemini
import Testing

/// Embeddings through the whole stack, before the mock.
@Suite struct EmbeddingTests {
    private func with(_ body: (Gemini, Stack, MockGemini) async throws -> Void) async throws {
        let time = ManualTime()
        var options = MockGemini.Options()
        options.time = time
        options.baseURL = MockGemini.liveBaseURL
        let mock = try MockGemini(options)
        try await TemporaryStore.with(time: time) { store in
            var settings = Stack.Settings(store: store)
            settings.time = time
            let stack = Stack(mock, settings)
            try await body(Gemini(transport: stack, credential: .apiKey("a-key")), stack, mock)
            await stack.drain()
        }
    }

    private static let pages = [
        "The lighthouse keeper fed a cat.", "Bees make honey.", "Trains run on rails.", "A sauce of tomatoes and basil.",
    ]

    @Test func theApisOwnVectorIsKeptAndTheCallersIsScaled() async throws {
        try await with { gemini, stack, mock in
            var raw = EmbedOptions()
            raw.normalizes = false
            let scaled = try await gemini.embed("Bees make honey.", model: "gemini-embedding-001", dimensions: 64)
            let own = try await gemini.embed("Bees make honey.", model: "gemini-embedding-001", dimensions: 64, options: raw)
            #expect(mock.requests.count == 1)
            #expect(Vectors.norm(own) < 0.9 && abs(Vectors.norm(scaled) - 1) < 1e-5)
            #expect(try Vectors.cosine(own, scaled) > 0.99999)
        }
    }

    @Test func aSearchAsksOnlyForWhatIsUnknownAndRanksAsVectorsDo() async throws {
        try await with { gemini, stack, mock in
            let documents = Self.pages.map { EmbedItem.document($0) }
            _ = try await gemini.embed(each: Array(documents.prefix(3)), dimensions: 256)
            await stack.drain()
            let before = mock.requests.count
            let best = try await gemini.search("Who looked after the lighthouse?", among: documents, k: 2, dimensions: 256)
            #expect(best.first?.index == 0 && best.count == 2)
            // The query and the fourth page.
            #expect(mock.requests.count == before + 2)
            await stack.drain()
            #expect(try await gemini.search("Who looked after the lighthouse?", among: documents, k: 2, dimensions: 256) == best)
            #expect(mock.requests.count == before + 2)
            let vectors = try await gemini.embed(each: documents, dimensions: 256).vectors
            let query = try await gemini.embed("Who looked after the lighthouse?", dimensions: 256, task: .retrievalQuery)
            #expect(try Vectors.topK(query, in: vectors, k: 2).map(\.index) == best.map(\.index))
            // Without a store the ranking is the same.
            let bare = Gemini(transport: mock, credential: .apiKey("a-key"))
            let plain = try await bare.search("Who looked after the lighthouse?", among: documents, k: 2, dimensions: 256)
            #expect(plain.map(\.index) == best.map(\.index))
        }
    }

    @Test func storedVectorsAreRankedWithoutAskingUpstream() async throws {
        try await with { gemini, stack, mock in
            let items = Self.pages.map { EmbedItem.text($0) } + [.together(.text("a drawing"), .file(Journey.media + "drawing.png"))]
            let vectors = try await gemini.embed(each: items, dimensions: 128).vectors
            await stack.drain()
            let asked = mock.requests.count
            let questions = try await gemini.questions(embedding: items + [.text("unknown")], dimensions: 128)
            let found = try stack.nearest(to: vectors[1], among: questions, k: 10)
            #expect(found.matches.first?.index == 1 && found.matches.count == 5 && found.missing == [5])
            let all = try stack.nearest(to: vectors[4], model: "gemini-embedding-2", k: 3)
            #expect(all.first?.key == questions[4].key && all.count == 3)
            #expect(mock.requests.count == asked)
        }
    }

    @Test func mediaAreFoundByWordsAndRefusedWhereTheyAreTooLong() async throws {
        try await with { gemini, stack, mock in
            let names = ["purring.wav", "rain.wav", "bell.wav", "drawing.png", "report.pdf", "counting.mp4"]
            let vectors = try await gemini.embed(each: names.map { .media(.file(Journey.media + $0)) }, dimensions: 768).vectors
            let query = try await gemini.embed("it is raining outside", dimensions: 768)
            #expect(try Vectors.topK(query, in: vectors, k: 1).first?.index == 1)
            let asked = mock.requests.count
            let error = await #expect(throws: GemError.self) {
                _ = try await gemini.embed(together: Array(repeating: .file(Journey.media + "report.pdf"), count: 7))
            }
            #expect(error?.code == .badInput && error?.message.contains("pages") == true)
            #expect(mock.requests.count == asked)
        }
    }
}
