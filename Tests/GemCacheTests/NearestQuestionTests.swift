import GemCache
import GemCore
import GemStore
import GemTesting
import HTTPTypes
import Testing

/// What `gemcache explain` says of a question that is not stored.
@Suite struct NearestQuestionTests {
    static let path = "/v1beta/models/m:generateContent"

    static func asked(_ body: String, _ path: String = path, sample: UInt32 = 0, namespace: String = "") throws -> GemCache.Asked {
        var options = RequestOptions()
        (options.sample, options.namespace) = (sample, namespace)
        let request = Request(HTTPRequest(method: .post, scheme: nil, authority: nil, path: path), options: options)
        let asked = GemCache.Asked(request, body: Array(body.utf8), resolver: NoResolver())
        return try #require(asked)
    }

    static func keep(_ asked: GemCache.Asked, in store: Store, lifetime: Double? = nil) async throws {
        let shelf = AnswerShelf(store: store, time: store.time)
        if asked.form != nil {
            #expect(await shelf.keep(vectors: asked.items.map { ($0, EmbeddingForm.Vector(values: [1, 2], tokens: nil)) }))
        } else {
            let answer = Answer(shape: .unary, frames: [.init(json: Array("{}".utf8))])
            #expect(await shelf.keep(answer, asked, lifetime: lifetime))
        }
    }

    static func text(_ text: String, _ more: String = "") -> String { #"{"contents":[{"parts":[{"text":"\#(text)"}]}]\#(more)}"# }

    @Test func theNearestOfManyIsFoundAndTheFirstDifferenceNamed() async throws {
        try await TemporaryStore.with { store in
            let config = #","generationConfig":{"temperature":0.5,"topK":3,"stopSequences":["a","b"]}"#
            for number in 0..<50 { try await Self.keep(Self.asked(Self.text("decoy number \(number)")), in: store) }
            try await Self.keep(Self.asked(Self.text("Why is the sky blue?", config), "/v1beta/models/other:generateContent"), in: store)
            let stored = try Self.asked(Self.text("Why is the sky blue?", config))
            try await Self.keep(stored, in: store)
            func nearest(_ body: String, _ path: String = Self.path) throws -> JSON? {
                let explanation = CacheExplanation(try Self.asked(body, path), store)
                #expect(!explanation.isHit)
                return explanation.json["nearest"]
            }
            let warmer = try nearest(Self.text("Why is the sky blue?", config.replacing("0.5", with: "0.7")))
            #expect(warmer?["key"]?.string == stored.question.key.description)
            #expect(warmer?["path"] == "generationConfig.temperature")
            #expect(warmer?["asked"] == "0.7" && warmer?["stored"] == "0.5")
            #expect(warmer?["differences"] == 1)
            let red = try nearest(Self.text("Why is the sky red?", config))
            #expect(red?["path"] == "contents[0].parts[0].text")
            let third = try nearest(Self.text("Why is the sky blue?", config), "/v1beta/models/third:generateContent")
            #expect(third?["path"] == "model" && third?["asked"] == #""third""#)
            #expect(CacheExplanation(stored, store).isHit)
            let lines = CacheExplanation(try Self.asked(Self.text("Why is the sky red?", config)), store).lines.joined(separator: "\n")
            #expect(lines.contains("differs    at contents[0].parts[0].text") && lines.contains("sky blue?"))
        }
    }

    @Test func theSameQuestionElsewhereIsToldAsSuch() async throws {
        let time = ManualTime()
        try await TemporaryStore.with(time: time) { store in
            func reason(_ asked: GemCache.Asked) -> String? { CacheExplanation(asked, store).json["reason"]?.string }
            try await Self.keep(Self.asked(Self.text("a"), sample: 1), in: store)
            #expect(reason(try Self.asked(Self.text("a"))) == "the same question is stored under sample 1")
            try await Self.keep(Self.asked(Self.text("b"), namespace: "tests"), in: store)
            #expect(reason(try Self.asked(Self.text("b"))) == #"the same question is stored under namespace "tests""#)
            try await Self.keep(
                Self.asked(Self.text("c"), "/v1beta1/projects/P/locations/L/publishers/google/models/m:generateContent"), in: store)
            #expect(reason(try Self.asked(Self.text("c"))) == "the same question is stored with Vertex AI's answer only")
            try await Self.keep(Self.asked(Self.text("d")), in: store, lifetime: 10)
            time.advance(seconds: 11)
            #expect(reason(try Self.asked(Self.text("d"))) == "the stored answer has outlived its lifetime")
        }
    }

    @Test func eachItemOfABatchIsToldApart() async throws {
        try await TemporaryStore.with { store in
            let path = "/v1beta/models/gemini-embedding-001:batchEmbedContents"
            func batch(_ texts: [String]) throws -> GemCache.Asked {
                let items = texts.map { #"{"content":{"parts":[{"text":"\#($0)"}]},"taskType":"CLUSTERING"}"# }
                return try Self.asked(#"{"requests":[\#(items.joined(separator: ","))]}"#, path)
            }
            try await Self.keep(batch(["one cat", "two dogs"]), in: store)
            let json = CacheExplanation(try batch(["two dogs", "one bat"]), store).json
            #expect(json["outcome"] == "partial")
            #expect(json["items"]?[0]?["outcome"] == "hit")
            #expect(json["items"]?[1]?["outcome"] == "miss")
            #expect(json["items"]?[1]?["nearest"]?["path"] == "requests[1].content.parts[0].text")
            let single = CacheExplanation(
                try Self.asked(
                    #"{"content":{"parts":[{"text":"one cat"}]},"taskType":"CLASSIFICATION"}"#,
                    "/v1beta/models/gemini-embedding-001:embedContent"),
                store)
            #expect(single.json["nearest"]?["path"] == "taskType")
        }
    }

    @Test func anEmptyStoreHasNothingNear() async throws {
        try await TemporaryStore.with { store in
            let explanation = CacheExplanation(try Self.asked(Self.text("a")), store)
            #expect(explanation.json["nearest"] == nil && explanation.json["outcome"] == "miss")
        }
    }

    @Test func aSecretIsNeverTold() async throws {
        try await TemporaryStore.with { store in
            try await Self.keep(Self.asked(Self.text("a", #","tools":[{"mcpServers":[{"name":"s"}]}]"#)), in: store)
            let asked = try Self.asked(
                Self.text(
                    "a", #","tools":[{"mcpServers":[{"name":"s","streamableHttpTransport":{"headers":{"Authorization":"hunter2"}}}]}]"#))
            let explanation = CacheExplanation(asked, store)
            #expect(!(explanation.lines.joined() + explanation.json.text()).contains("hunter2"))
            let notes = try KeyExplanation(method: .post, path: Self.path, body: asked.body)?.notes ?? []
            #expect(!notes.isEmpty && !"\(notes)".contains("hunter2"))
        }
    }
}
