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
        #expect((0.57...0.59).contains(norm(short)))
        #expect((0.36...0.39).contains(norm(try await vectors(mock, text, #","outputDimensionality":256"#)[0])))
        #expect(try await Array(vectors(mock, text)[0].prefix(768)) == short)
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
                "promptTokenDetails": [["modality": "IMAGE", "tokenCount": 258], ["modality": "TEXT", "tokenCount": 2]],
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

    @Test func equalTextsGetOtherVectorsFromAnotherModel() async throws {
        let mock = try MockGemini.make()
        let first = try await vectors(mock, ["The weather is fine."])[0]
        let second = try await vectors(mock, ["The weather is fine."], model: "gemini-embedding-2")[0]
        #expect(abs(cosine(first, second)) < 0.2)
    }

    @Test func theTaskOfTheFirstGenerationTurnsTheVectorALittle() async throws {
        let mock = try MockGemini.make()
        let plain = try await vectors(mock, ["How high is the tower?"])[0]
        let query = try await vectors(mock, ["How high is the tower?"], #","taskType":"RETRIEVAL_QUERY""#)[0]
        let document = try await vectors(mock, ["How high is the tower?"], #","task_type":2,"title":"Towers""#)[0]
        #expect(plain != query && query != document)
        #expect(cosine(plain, query) > 0.97)
        #expect(cosine(plain, document) > 0.8)
        // The second generation says nothing about it.
        let second = try await vectors(mock, ["x"], model: "gemini-embedding-2")
        #expect(try await vectors(mock, ["x"], model: "gemini-embedding-2", #","taskType":"RETRIEVAL_QUERY""#) == second)
    }

    @Test func emptyPartsAreRefused() async throws {
        let mock = try MockGemini.make()
        let path = "/v1beta/models/gemini-embedding-2:embedContent"
        #expect(
            try await mock.post(path, #"{"content":{"parts":[{"text":""}]}}"#).message()
                == "* EmbedContentRequest.content contains an empty Part.\n")
        let batch = #"{"requests":[{"model":"models/gemini-embedding-001","content":{"parts":[{"text":"a"},{"text":""}]}}]}"#
        #expect(
            try await mock.post("/v1beta/models/gemini-embedding-001:batchEmbedContents", batch).message()
                == "* BatchEmbedContentsRequest.requests[0].content contains an empty Part.\n")
        #expect(try await mock.post(path, #"{"content":{"parts":[]}}"#).head.status.code == 400)
        #expect(try await mock.post(path, "{}").head.status.code == 400)
    }

    @Test func textsThatAreTooLongAreCutOrRefused() async throws {
        let mock = try MockGemini.make()
        let long = String(repeating: "word and ", count: 8000)
        func body(_ rest: String = "") -> String { #"{"content":{"parts":[{"text":"\#(long)"}]}\#(rest)}"# }
        let refused = try await mock.post("/v1beta/models/gemini-embedding-2:embedContent", body())
        #expect(refused.head.status.code == 400)
        let message = try await refused.message()
        #expect(
            message.hasPrefix("The input token count (1600") && message.hasSuffix(") exceeds the maximum number of tokens allowed (8192)."))
        #expect(try await mock.post("/v1beta/models/gemini-embedding-001:embedContent", body()).head.status == .ok)
        let base = "/v1beta1/projects/p/locations/l/publishers/google/models/"
        let cut = try await mock.post(base + "gemini-embedding-2:embedContent", body(#","embedContentConfig":{"autoTruncate":true}"#))
            .json()
        #expect(cut["truncated"] == true)
        #expect(cut["usageMetadata"]?["promptTokenCount"]?.int == 8192)
        func predict(_ rest: String) async throws -> Response {
            try await mock.post(base + "gemini-embedding-001:predict", #"{"instances":[{"content":"\#(long)"}]\#(rest)}"#)
        }
        let predicted = try await predict("").json()
        #expect(predicted["predictions"]?[0]?["embeddings"]?["statistics"] == ["token_count": 2048, "truncated": true])
        #expect(try await predict(#","parameters":{"autoTruncate":false}"#).head.status.code == 400)
    }

    @Test func vertexPredictWidensWhatTheOthersPrintShort() async throws {
        let mock = try MockGemini.make()
        let short = try await mock.post(
            "/v1beta/models/gemini-embedding-001:embedContent", #"{"content":{"parts":[{"text":"decimals"}]}}"#
        ).json()
        let wide = try await mock.post(
            "/v1/projects/p/locations/l/publishers/google/models/gemini-embedding-001:predict", #"{"instances":[{"content":"decimals"}]}"#
        ).json()
        let (left, right) = (short["embedding"]?["values"]?.array ?? [], wide["predictions"]?[0]?["embeddings"]?["values"]?.array ?? [])
        #expect(left.count == 3072 && right.count == 3072)
        #expect(zip(left, right).allSatisfy { $0.double.map { Float($0) } == $1.double.map { Float($0) } })
        #expect(zip(left, right).contains { $0.text().count < $1.text().count })
    }
}
