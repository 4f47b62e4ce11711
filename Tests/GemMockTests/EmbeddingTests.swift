import GemCore
import GemMock
import HTTPTypes
import Testing

@Suite struct EmbeddingTests {
    private func vectors(_ mock: MockGemini, _ texts: [String], model: String = "gemini-embedding-001", _ rest: String = "") async throws
        -> [[Float]]
    {
        let requests = texts.map { #"{"model":"models/\#(model)","content":{"parts":[{"text":\#(JSON.string($0).text())}]}\#(rest)}"# }
        let json = try await mock.post("/v1beta/models/\(model):batchEmbedContents", #"{"requests":[\#(requests.joined(separator: ","))]}"#)
            .json()
        return try #require(json["embeddings"]?.array).map { $0["values"]?.array?.compactMap { $0.double.map { Float($0) } } ?? [] }
    }

    private func norm(_ vector: [Float]) -> Float { vector.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    private func cosine(_ a: [Float], _ b: [Float]) -> Float { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } / norm(a) / norm(b) }

    @Test func equalTextsGetEqualVectorsAloneAndInABatch() async throws {
        let mock = try MockGemini.make()
        let single = try await mock.post("/v1beta/models/gemini-embedding-001:embedContent", #"{"content":{"parts":[{"text":"hello"}]}}"#)
            .text()
        let batch = try await mock.post(
            "/v1beta/models/gemini-embedding-001:batchEmbedContents",
            #"{"requests":[{"model":"models/gemini-embedding-001","content":{"parts":[{"text":"other"}]}},{"model":"models/gemini-embedding-001","content":{"parts":[{"text":"hello"}]}}]}"#
        ).json()
        #expect(try JSON(parsing: single)["embedding"]?["values"] == batch["embeddings"]?[1]?["values"])
        #expect(batch["usageMetadata"] == nil)
        #expect(single.hasPrefix("{\n  \"embedding\": {\n    \"values\": [\n      "))
        #expect(mock.requests.map(\.items) == [0, 2])
    }

    @Test func vectorsAreUnitLengthByEachModelsRule() async throws {
        let mock = try MockGemini.make()
        let text = ["The quick brown fox jumps over the lazy dog."]
        #expect(abs(norm(try await vectors(mock, text)[0]) - 1) < 1e-5)
        let short = try await vectors(mock, text, #","outputDimensionality":768"#)[0]
        #expect(short.count == 768)
        // The first generation's shortened vectors are not made unit length again.
        #expect((0.45...0.7).contains(norm(short)))
        for dimensions in [1, 10, 768, 3072] {
            let vector = try await vectors(mock, text, model: "gemini-embedding-2", #","output_dimensionality":\#(dimensions)"#)[0]
            #expect(vector.count == dimensions)
            #expect(abs(norm(vector) - 1) < 1e-5)
        }
        let tooMany = try await mock.post(
            "/v1beta/models/gemini-embedding-2:embedContent", #"{"content":{"parts":[{"text":"x"}]},"outputDimensionality":4000}"#)
        #expect(tooMany.head.status.code == 400)
    }

    @Test(
        arguments: [
            ("A cat sleeps on the sofa.", "The sleeping cat lies on a sofa.", "Interest rates rose in March."),
            ("How do I reset my password?", "Password reset: how does it work?", "Bake the bread for forty minutes."),
            (
                "task: search result | query: pictures of mountains", "title: none | text: Pictures of a mountain",
                "task: search result | query: tax law"
            ),
        ], ["gemini-embedding-001", "gemini-embedding-2"])
    func textsThatShareWordsAreNearer(texts: (String, String, String), model: String) async throws {
        let mock = try MockGemini.make()
        for rest in ["", #","outputDimensionality":256"#] {
            let found = try await vectors(mock, [texts.0, texts.1, texts.2], model: model, rest)
            let (near, far) = (cosine(found[0], found[1]), cosine(found[0], found[2]))
            #expect(near > far + 0.15, "\(near) and \(far)")
        }
    }

    @Test func severalPartsAndMediaMakeOneVector() async throws {
        let mock = try MockGemini.make()
        let body =
            #"{"content":{"parts":[{"text":"a picture"},{"inlineData":{"mimeType":"image/png","data":"\#(base64(SampleMedia.png))"}}]}}"#
        let json = try await mock.post("/v1beta/models/gemini-embedding-2:embedContent", body).json()
        #expect(json["embedding"]?["values"]?.array?.count == 3072)
        #expect(
            json["usageMetadata"] == [
                "promptTokenCount": 260,
                "promptTokenDetails": [["modality": "TEXT", "tokenCount": 2], ["modality": "IMAGE", "tokenCount": 258]],
            ])
        #expect(try await mock.post("/v1beta/models/gemini-embedding-001:embedContent", body).head.status.code == 400)
    }

    @Test func vertexHasPredictAndEmbedContent() async throws {
        let mock = try MockGemini.make()
        let base = "/v1beta1/projects/p/locations/l/publishers/google/models/"
        let predicted = try await mock.post(
            base + "gemini-embedding-001:predict",
            #"{"instances":[{"content":"Hello world","task_type":"RETRIEVAL_QUERY"}],"parameters":{"outputDimensionality":768.0}}"#
        ).json()
        #expect(predicted["predictions"]?[0]?["embeddings"]?["values"]?.array?.count == 768)
        #expect(predicted["predictions"]?[0]?["embeddings"]?["statistics"] == ["token_count": 2, "truncated": false])
        #expect(predicted["metadata"] == ["billableCharacterCount": 10])
        let embedded = try await mock.post(
            base + "gemini-embedding-2:embedContent",
            #"{"content":{"parts":[{"text":"Hello world"}]},"embedContentConfig":{"outputDimensionality":16}}"#
        ).json()
        #expect(embedded["embedding"]?["values"]?.array?.count == 16)
        #expect(embedded["usageMetadata"]?["totalTokenCount"] == 2)
        // The newest Python client embeds with any model this way.
        #expect(
            try await mock.post(
                base + "gemini-embedding-001:embedContent", #"{"content":{"parts":[{"text":"x"}]},"embedContentConfig":{}}"#
            ).head.status == .ok)
        let refused = try await mock.post(base + "gemini-embedding-2:predict", #"{"instances":[{"content":"x"}]}"#).json()
        #expect(refused["error"]?["status"] == "FAILED_PRECONDITION")
    }

    @Test func aBatchIsCheckedItemByItem() async throws {
        let mock = try MockGemini.make()
        let path = "/v1beta/models/gemini-embedding-001:batchEmbedContents"
        let item = #"{"model":"models/gemini-embedding-001","content":{"parts":[{"text":"x"}]}}"#
        let many = Array(repeating: item, count: 101).joined(separator: ",")
        #expect(
            try await mock.post(path, #"{"requests":[\#(many)]}"#).message()
                == "* BatchEmbedContentsRequest.requests: at most 100 requests can be in one batch\n")
        #expect(
            try await mock.post(path, #"{"requests":[\#(item),{"content":{"parts":[{"text":"x"}]}}]}"#).message().hasPrefix(
                "* BatchEmbedContentsRequest.requests[1].model: "))
    }
}
