import GemCore
import Gemini

/// Texts, pictures, sounds, films and documents in one space, and what one does there.
enum EmbeddingSamples {
    static let all = [
        Sample("embed", "the vector of a text", embed),
        Sample("embed-together", "one vector of a text and a picture", together),
        Sample("embed-media", "a vector for each of many kinds of media", media),
        Sample("embed-sizes", "vectors of 3072, 1536 and 768 numbers", sizes),
        Sample("embed-tasks", "what a vector is for, told in the text", tasks),
        Sample("find", "the texts nearest to a question", find),
        Sample("find-media", "a sound found by words", findMedia),
        Sample("rerank", "search results put in order by a supposed answer", rerank),
        Sample("cluster", "texts grouped by what they mean", cluster),
        Sample("classify", "texts sorted into known classes", classify),
        Sample("outlier", "the text that does not belong", outlier),
    ]

    static func embed(_ gemini: Gemini, _ page: Page) async throws {
        let vector = try await gemini.embed("What is the meaning of light?")
        page.print("\(vector.count) numbers: \(vector.prefix(3))")
    }

    static func together(_ gemini: Gemini, _ page: Page) async throws {
        let vector = try await gemini.embed(together: [.text("A drawing of a boat"), .file(Sample.media("drawing.png"))])
        page.print("\(vector.count) numbers: \(vector.prefix(3))")
    }

    static func media(_ gemini: Gemini, _ page: Page) async throws {
        let names = ["drawing.png", "purring.wav", "counting.mp4", "report.pdf", "story.txt"]
        let vectors = try await gemini.embed(each: names.map { .media(.file(Sample.media($0))) }, dimensions: 768).vectors
        for (name, vector) in zip(names, vectors) { page.print("\(name): \(vector.prefix(3))") }
    }

    static func sizes(_ gemini: Gemini, _ page: Page) async throws {
        for size in [3072, 1536, 768] {
            let vector = try await gemini.embed("A lamp that turns.", dimensions: size)
            page.print("\(vector.count) numbers of the length \((Vectors.norm(vector) * 1000).rounded() / 1000)")
        }
    }

    static func tasks(_ gemini: Gemini, _ page: Page) async throws {
        let tasks: [EmbeddingTask] = [
            .questionAnswering, .factVerification, .codeRetrievalQuery, .retrievalQuery, .classification, .clustering,
            .semanticSimilarity, .retrievalDocument(), .retrievalDocument(title: "Lamps"),
        ]
        let items = tasks.map { EmbedItem.text("How long does a lamp burn?", task: $0) }
        let vectors = try await gemini.embed(each: items, dimensions: 768).vectors
        for (task, vector) in zip(tasks, vectors) { page.print("\(task): \(vector.prefix(3))") }
    }

    static func find(_ gemini: Gemini, _ page: Page) async throws {
        let pages = [
            "The keeper of the lighthouse feeds his cat.", "Bees carry honey to their hive.", "The train to the coast leaves at nine.",
        ]
        let best = try await gemini.search("Who looks after the lighthouse?", among: pages.map { .document($0) }, k: 2)
        for match in best { page.print(pages[match.index]) }
    }

    static func findMedia(_ gemini: Gemini, _ page: Page) async throws {
        let names = ["rain.wav", "purring.wav", "bell.wav", "drawing.png"]
        let best = try await gemini.search("a cat that purrs", among: names.map { .media(.file(Sample.media($0))) }, k: 1)
        for match in best { page.print(names[match.index]) }
    }

    static func rerank(_ gemini: Gemini, _ page: Page) async throws {
        let question = "Why do lighthouses turn their light?"
        let found = [
            "The lighthouse was painted red in 1901.", "A light that turns sends a beam by which ships know the lighthouse.",
            "Ships sail to the harbour every day.",
        ]
        // A supposed answer is nearer to the true one than the question is.
        let supposed = try await gemini.gem("Answer in one sentence, from what you know: \(question)")
        let wanted = try await gemini.embed("\(question) \(supposed)", task: .semanticSimilarity)
        let vectors = try await gemini.embed(found, task: .semanticSimilarity)
        for match in try Vectors.topK(wanted, in: vectors, k: found.count, by: .dot) { page.print(found[match.index]) }
    }

    static func cluster(_ gemini: Gemini, _ page: Page) async throws {
        let texts = [
            "The soup needs salt.", "The ship left the harbour.", "Bake the bread for an hour.", "A storm drove the boat ashore.",
            "Stir the sauce slowly.", "The sailors furled the sail.",
        ]
        let vectors = try await gemini.embed(texts, task: .clustering)
        // The two texts least alike begin a group each; every other joins the nearer one.
        var ends = (first: 0, second: 1, likeness: Float.infinity)
        for a in vectors.indices {
            for b in vectors.indices where a < b {
                let likeness = try Vectors.cosine(vectors[a], vectors[b])
                if likeness < ends.likeness { ends = (a, b, likeness) }
            }
        }
        for (text, vector) in zip(texts, vectors) {
            let isFirst = try Vectors.cosine(vector, vectors[ends.first]) >= Vectors.cosine(vector, vectors[ends.second])
            page.print("\(isFirst ? "one" : "two"): \(text)")
        }
    }

    static func classify(_ gemini: Gemini, _ page: Page) async throws {
        let classes = ["praise": "I love it, it works very well.", "blame": "I hate it, it is broken and bad."]
        let names = classes.keys.sorted()
        let known = try await gemini.embed(names.map { classes[$0] ?? "" }, task: .classification)
        for text in ["Wonderful, this is a great lamp.", "Terrible, the lamp broke at once."] {
            let vector = try await gemini.embed(text, task: .classification)
            let best = try Vectors.topK(vector, in: known, k: 1)
            page.print("\(best.first.map { names[$0.index] } ?? "?"): \(text)")
        }
    }

    static func outlier(_ gemini: Gemini, _ page: Page) async throws {
        let texts = [
            "Rain falls on the coast.", "A storm comes from the sea.", "The wind turns to the north.", "The bank raised its rates.",
        ]
        let vectors = try await gemini.embed(texts, task: .clustering)
        var middle = [Float](repeating: 0, count: vectors.first?.count ?? 0)
        for vector in vectors { for index in middle.indices { middle[index] += vector[index] } }
        let ranked = try Vectors.topK(middle, in: vectors, k: texts.count)
        if let last = ranked.last { page.print("does not belong: \(texts[last.index])") }
    }
}
