internal import GemCore
internal import GemTesting
internal import Gemini
internal import HTTPTypes
internal import Testing

@Suite struct EmbedTests {
    /// Vectors as they come.
    private let raw = EmbedOptions.raw

    /// The answer with a vector of `size` values for each number.
    private func vectors(_ range: Range<Int>, size: Int = 2) -> String {
        let rest = String(repeating: ",-0.022945018", count: size - 1)
        return
            #"{"embeddings":[\#(range.map { #"{"values":[\#($0)\#(rest)]}"# }.joined(separator: ","))],"usageMetadata":{"promptTokenCount":\#(range.count)}}"#
    }

    @Test func textsTravelAHundredAtATime() async throws {
        let echo = EchoEmbedder()
        let result = try await Gemini(transport: echo).embed((0..<230).map { "t\($0)" }, options: raw)
        #expect(result == (0..<230).map { [Float($0), -0.022945018] })
        let calls = echo.calls.sorted { $0.texts.count > $1.texts.count || $0.texts[0] < $1.texts[0] }
        #expect(calls.map(\.texts.count) == [100, 100, 30])
        #expect(calls.allSatisfy { $0.path == "/v1beta/models/gemini-embedding-2:batchEmbedContents" })
        #expect(
            calls[2].body.hasPrefix(#"{"requests":[{"model":"models/gemini-embedding-2","content":{"parts":[{"text":"t200"}]}},"#))
    }

    @Test func noMoreThanSoManyCallsAreOnTheirWay() async throws {
        let echo = EchoEmbedder()
        var options = raw
        options.concurrency = 3
        _ = try await Gemini(transport: echo).embed((0..<1200).map { "t\($0)" }, options: options)
        #expect(echo.calls.count == 12 && echo.mostAtOnce <= 3)
    }

    @Test func vectorsHaveTheLengthOneUnlessWantedAsTheyCome() async throws {
        let long = #"{"embeddings":[{"values":[3,4]},{"values":[0.6,0.8]},{"values":[0,0]}]}"#
        let gemini = Gemini(transport: ScriptedTransport(json: long, long))
        #expect(
            try await gemini.embed(["a", "b", "c"], model: "gemini-embedding-001", dimensions: 2) == [[0.6, 0.8], [0.6, 0.8], [0, 0]])
        #expect(
            try await gemini.embed(["a", "b", "c"], model: "gemini-embedding-001", dimensions: 2, options: raw) == [
                [3, 4], [0.6, 0.8], [0, 0],
            ])
    }

    @Test func theTaskStandsWhereTheModelReadsIt() async throws {
        let transport = ScriptedTransport(json: vectors(0..<1, size: 768), vectors(0..<1), vectors(0..<1))
        let gemini = Gemini(transport: transport)
        _ = try await gemini.embed(["snow"], dimensions: 768, task: .retrievalQuery)
        _ = try await gemini.embed(["snow"], model: "gemini-embedding-001", task: .retrievalDocument(title: "Winter"))
        _ = try await gemini.embed(["snow"], model: "models/gemini-embedding-2-preview", task: .retrievalDocument())
        #expect(
            transport.bodies == [
                #"{"requests":[{"model":"models/gemini-embedding-2","content":{"parts":[{"text":"task: search result | query: snow"}]},"#
                    + #""outputDimensionality":768}]}"#,
                #"{"requests":[{"model":"models/gemini-embedding-001","content":{"parts":[{"text":"snow"}]},"taskType":"RETRIEVAL_DOCUMENT","#
                    + #""title":"Winter"}]}"#,
                #"{"requests":[{"model":"models/gemini-embedding-2-preview","content":{"parts":[{"text":"title: none | text: snow"}]}}]}"#,
            ])
    }

    @Test(arguments: [
        (EmbeddingTask.semanticSimilarity, "task: sentence similarity | query: x"), (.classification, "task: classification | query: x"),
        (.clustering, "task: clustering | query: x"), (.questionAnswering, "task: question answering | query: x"),
        (.factVerification, "task: fact checking | query: x"), (.codeRetrievalQuery, "task: code retrieval | query: x"),
        (.retrievalDocument(title: "T"), "title: T | text: x"), (.retrievalDocument(title: ""), "title: none | text: x"),
        (.retrievalDocument(title: " "), "title: none | text: x"),
    ])
    func everyTaskHasItsWords(task: EmbeddingTask, text: String) async throws {
        let transport = ScriptedTransport(json: vectors(0..<1))
        _ = try await Gemini(transport: transport).embed(["x"], task: task)
        #expect(transport.bodies[0].contains(#"{"text":"\#(text)"}"#))
    }

    @Test func theModelsBefore2ReadTheTaskBesideTheText() async throws {
        for model in ["gemini-embedding-exp-03-07", "gemini-embedding-001", "text-embedding-large-exp-03-07", "text-embedding-004"] {
            let size = model == "text-embedding-004" ? 768 : 3072
            let transport = ScriptedTransport(json: vectors(0..<1, size: size))
            _ = try await Gemini(transport: transport).embed(["snow"], model: model, dimensions: size, task: .retrievalQuery)
            #expect(transport.bodies[0].contains(#"{"text":"snow"}]},"taskType":"RETRIEVAL_QUERY""#), "\(model)")
            await #expect(throws: GemError.self) {
                _ = try await Gemini(transport: transport).embed(together: [.data([1, 2, 3], mimeType: "image/png")], model: model)
            }
            #expect(transport.bodies.count == 1)
        }
    }

    @Test func mediaAndTextTogetherAreOneVector() async throws {
        let transport = ScriptedTransport(json: vectors(5..<6))
        let film = try TemporaryFile(Array("\0\0\0\u{18}ftypisom".utf8), name: "film.mp4")
        let vector = try await Gemini(transport: transport).embed(
            together: [.text("a bicycle"), .data([1, 2, 3], mimeType: "image/png"), .file(film.path)], options: raw)
        #expect(vector == [5, -0.022945018])
        let uri = try #require(transport.calls[0].attachments.first).uri
        #expect(
            transport.bodies == [
                #"{"requests":[{"model":"models/gemini-embedding-2","content":{"parts":[{"text":"a bicycle"},{"inlineData":{"mimeType":"image/png","#
                    + #""data":"AQID"}},{"fileData":{"mimeType":"video/mp4","fileUri":"\#(uri)"}}]}}]}"#
            ])
    }

    @Test func noTextsNeedNoRequest() async throws {
        #expect(try await Gemini(transport: ScriptedTransport([])).embed([]).isEmpty)
    }

    @Test(arguments: [
        (#"{"embeddings":[{"values":[1]}]}"#, GemError.Code.upstream), (#"{"embeddings":[{"values":[1]},{}]}"#, .noAnswer),
        (#"{"embeddings":[{"values":[1]},{"values":null}]}"#, .noAnswer), (#"{"embeddings":[{"values":[1]},{"values":["x"]}]}"#, .upstream),
        (#"{"embeddings":[{"values":[1]},{"values":[1]},{"values":[1]}]}"#, .upstream),
        (#"{"embeddings":[{"values":[1]},{"values":[]}]}"#, .noAnswer),
        (#"{"embeddings":[{"values":[1]},{"values":["NaN"]}]}"#, .upstream),
        (#"{"embeddings":[{"values":[1]},{"values":[1e39]}]}"#, .upstream),
        (#"{"embeddings":[{"values":[1]},{"values":[NaN]}]}"#, .upstream),
        (#"{"embeddings":[{"values":[1]},{"values":[1,2]}]}"#, .upstream),
        ("<html>", .upstream),
    ])
    func aWrongAnswerIsNoVector(json: String, code: GemError.Code) async throws {
        let gemini = Gemini(transport: ScriptedTransport(json: json))
        let error = await #expect(throws: GemError.self) { _ = try await gemini.embed(["a", "b"]) }
        #expect(error?.code == code)
    }

    @Test(arguments: [Gemini.API.developer, .vertex(project: "p", location: "us-central1")])
    func aVectorOfAnotherSizeThanAskedForIsNoAnswer(api: Gemini.API) async throws {
        for (model, answer) in [
            (
                "gemini-embedding-001",
                api == .developer ? #"{"embeddings":[{"values":[1,2]}]}"# : #"{"predictions":[{"embeddings":{"values":[1,2]}}]}"#
            ),
            ("gemini-embedding-2", api == .developer ? #"{"embeddings":[{"values":[1,2]}]}"# : #"{"embedding":{"values":[1,2]}}"#),
        ] {
            let gemini = Gemini(transport: ScriptedTransport(json: answer, answer), api: api)
            let error = await #expect(throws: GemError.self) { _ = try await gemini.embed("a", model: model, dimensions: 3) }
            #expect(error?.code == .upstream)
            #expect(error?.message.contains("\(model) gave a vector of 2 values where 3 were asked for") == true)
            #expect(try await gemini.embed("a", model: model, dimensions: 2).count == 2)
        }
    }

    @Test func callsThatGiveVectorsOfDifferentSizesGiveNone() async throws {
        let vertex = Gemini.API.vertex(project: "p", location: "l")
        let transport = ScriptedTransport(json: #"{"embedding":{"values":[1]}}"#, #"{"embedding":{"values":[1,2]}}"#)
        let error = await #expect(throws: GemError.self) { _ = try await Gemini(transport: transport, api: vertex).embed(["a", "b"]) }
        #expect(error?.code == .upstream && error?.message.contains("cannot be compared") == true)
    }

    @Test func vertexEmbedsOneContentACallOrManyInstances() async throws {
        let vertex = Gemini.API.vertex(project: "p", location: "l")
        let transport = ScriptedTransport(
            json: #"{"embedding":{"values":[1,1]}}"#, #"{"embedding":{"values":[2,1]},"truncated":true}"#,
            #"{"predictions":[{"embeddings":{"values":[0.025784462690353394,1],"statistics":{"token_count":1}}}]}"#,
            #"{"predictions":[{"embeddings":{"values":[4]}},{"embeddings":{"values":[5],"statistics":{"token_count":7,"truncated":true}}}]}"#
        )
        let gemini = Gemini(transport: transport, api: vertex)
        var options = raw
        options.concurrency = 1
        let new = try await gemini.embed(each: [.text("a"), .text("b")], dimensions: 2, task: .clustering, options: options)
        #expect(new.vectors == [[1, 1], [2, 1]] && new.truncated == [1])
        #expect(
            try await gemini.embed(["c"], model: "gemini-embedding-001", dimensions: 2, task: .retrievalQuery, options: options)
                == [[0.025784463, 1]])
        options.autoTruncate = true
        let old = try await gemini.embed(
            each: [.document("d", title: "T"), .text("e")], model: "text-embedding-005", task: .clustering, options: options)
        #expect(old.vectors == [[4], [5]] && old.truncated == [1] && old.promptTokens == 7)
        #expect(
            transport.paths.map { $0.split(separator: "/").last } == [
                "gemini-embedding-2:embedContent", "gemini-embedding-2:embedContent", "gemini-embedding-001:predict",
                "text-embedding-005:predict",
            ])
        #expect(
            transport.bodies.suffix(3) == [
                #"{"content":{"parts":[{"text":"task: clustering | query: b"}]},"embedContentConfig":{"outputDimensionality":2}}"#,
                #"{"instances":[{"content":"c","task_type":"RETRIEVAL_QUERY"}],"parameters":{"outputDimensionality":2}}"#,
                #"{"instances":[{"content":"d","task_type":"RETRIEVAL_DOCUMENT","title":"T"},{"content":"e","task_type":"CLUSTERING"}],"#
                    + #""parameters":{"autoTruncate":true}}"#,
            ])
        let error = await #expect(throws: GemError.self) {
            _ = try await gemini.embed(together: [.data([1], mimeType: "image/png")], model: "gemini-embedding-001")
        }
        #expect(error?.code == .badInput)
    }

    @Test func textsOfOlderModelsTravelAsManyAsTheServiceTakes() async throws {
        func predictions(_ count: Int) -> Response {
            let one = #"{"embeddings":{"values":[1,2]}}"#
            return .json(.ok, Array(#"{"predictions":[\#(Array(repeating: one, count: count).joined(separator: ","))]}"#.utf8))
        }
        let refusal = #"{"error":{"code":400,"message":"5 instance(s) is allowed per prediction. Actual: 12","status":"INVALID_ARGUMENT"}}"#
        let transport = ScriptedTransport(
            [predictions(250), predictions(10), .json(.badRequest, Array(refusal.utf8)), predictions(5), predictions(5), predictions(2)])
        let gemini = Gemini(transport: transport, api: .vertex(project: "p", location: "europe-west4"))
        var options = raw
        options.concurrency = 1
        func sizes() throws -> [Int] { try transport.bodies.map { try JSON(parsing: $0)["instances"]?.array?.count ?? 0 } }
        #expect(try await gemini.embed((0..<260).map { "t\($0)" }, model: "text-embedding-005", options: options).count == 260)
        #expect(try sizes() == [250, 10])
        #expect(try await gemini.embed((0..<12).map { "t\($0)" }, model: "text-embedding-005", options: options).count == 12)
        #expect(try sizes() == [250, 10, 12, 5, 5, 2])
        let last = try JSON(parsing: transport.bodies[5])
        #expect(last["instances"]?.array?.compactMap { $0["content"]?.string } == ["t10", "t11"])
    }

    @Test func aBatchsVectorIsOneOrAnError() async throws {
        let answers = [
            "[1,2]", "[1,2,3]", #"[1,"NaN"]"#, "[1,1e39]", "[]", "null",
        ].map { #"{"response":{"embedding":{"values":\#($0)}}}"# }.joined(separator: ",")
        let batch =
            #"{"name":"batches/b","done":true,"metadata":{"state":"BATCH_STATE_SUCCEEDED","output":{"inlinedEmbedContentResponses":{"inlinedResponses":[\#(answers)]}}},"#
            + #""response":{"inlinedEmbedContentResponses":{"inlinedResponses":[\#(answers)]}}}"#
        let gemini = Gemini(transport: ScriptedTransport(json: batch))
        let results = try await gemini.results(of: gemini.batch("batches/b"))
        #expect(try results[0].embedding(size: 2) == [1, 2] && results[1].embedding() == [1, 2, 3])
        var codes: [GemError.Code?] = []
        for result in results.dropFirst() {
            codes.append(#expect(throws: GemError.self) { _ = try result.embedding(size: 2) }?.code)
        }
        #expect(codes == [.upstream, .upstream, .upstream, .noAnswer, .noAnswer])
    }
}
