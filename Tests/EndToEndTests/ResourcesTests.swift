import GemCache
import GemCore
import GemMock
import GemStore
import GemTesting
import Gemini
import Testing

/// Batches, cached contents and files, from the client through all layers to the mock and back.
@Suite struct ResourcesTests {
    /// A client over a stack over a mock, which share a clock that nobody waits for.
    private static func with(
        _ api: Gemini.API = .developer, _ body: (Gemini, MockGemini, ManualTime) async throws -> Void
    ) async throws {
        let time = ManualTime()
        var options = MockGemini.Options()
        options.time = time
        options.baseURL = MockGemini.liveBaseURL
        options.batchSeconds = 90
        let mock = try MockGemini(options)
        try await TemporaryStore.with(time: time) { store in
            var settings = Stack.Settings(store: store)
            settings.time = time
            let stack = Stack(mock, settings)
            let credential = api == .developer ? Credential.apiKey("a-key") : .bearer("a-token")
            try await body(Gemini(transport: stack, credential: credential, api: api, time: time), mock, time)
            await stack.drain()
        }
    }

    private static func items(_ count: Int) -> [BatchItem] { (0..<count).map { .prompt("Question \($0)?", key: "q\($0)") } }

    @Test func aBatchAnswersEachQuestionUnderItsKeyInOrder() async throws {
        try await Self.with { gemini, _, time in
            var items = Self.items(3)
            items.insert(BatchItem(request: ["contents": []], key: "bad"), at: 1)
            let batch = try await gemini.createBatch(.items(items), displayName: "run")
            #expect(batch.name.hasPrefix("batches/") && batch.displayName == "run" && !batch.isOver)
            let early = await #expect(throws: GemError.self) { _ = try await gemini.results(of: batch) }
            #expect(early?.message.contains("not over") == true)
            let (start, seen) = (time.now, Box<[String]>([]))
            let over = try await gemini.wait(forBatch: batch.name) { batch in seen.change { $0.append(batch.phase) } }
            #expect(time.now.seconds(since: start) >= 90 && seen.value.first == "pending" && seen.value.last == "succeeded")
            #expect(over.stats?.successful == 3 && over.stats?.failed == 1)
            let results = try await gemini.results(of: over)
            #expect(results.map(\.key) == ["q0", "bad", "q1", "q2"] && results.map(\.index) == [0, 1, 2, 3])
            #expect(try results[2].generated().text == (try await gemini.gem("Question 1?", thinking: nil)))
            let error = #expect(throws: GemError.self) { _ = try results[1].generated() }
            #expect(error?.upstream?.status == "INVALID_ARGUMENT" && error?.upstream?.httpStatus == 400)
            let turned = try await gemini.results(of: over, orderedBy: ["q2", "q1"])
            #expect(turned.map(\.key) == ["q2", "q1", "q0", "bad"])
        }
    }

    @Test func aBatchOfAFileGivesAFileOfAnswers() async throws {
        try await Self.with { gemini, _, _ in
            let lines = Self.items(300).map { $0.line.text() }.joined(separator: "\n")
            let file = try TemporaryFile(Array((lines + "\n\n").utf8), name: "questions.jsonl")
            let uploaded = try await gemini.upload(file.path, mimeType: "application/jsonl")
            let batch = try await gemini.createBatch(.file(uploaded.name))
            let over = try await gemini.wait(forBatch: batch.name)
            let results = try await gemini.results(of: over)
            #expect(results.map(\.key) == (0..<300).map { "q\($0)" })
            #expect(try results.allSatisfy { try !$0.generated().text.isEmpty })
            try await TemporaryFolder.with { folder in
                let name = try #require(over.output?.file)
                let count = try await gemini.download(name, to: folder + "/answers")
                #expect(count == (try await gemini.file(name)).sizeBytes && FileSearch.names(in: folder) == ["answers"])
                let refusal = await #expect(throws: GemError.self) {
                    _ = try await gemini.download(uploaded.name, to: folder + "/questions")
                }
                #expect(refusal?.upstream?.httpStatus == 400 && FileSearch.names(in: folder) == ["answers"])
            }
        }
    }

    @Test func aBatchOfEmbeddingsGivesVectors() async throws {
        try await Self.with { gemini, _, _ in
            let items = ["one", "two"].map { BatchItem.embedding(Content(role: nil, parts: [.text($0)]), dimensions: 768, key: $0) }
            let batch = try await gemini.createBatch(.items(items), .embedding, model: "gemini-embedding-001")
            let results = try await gemini.results(of: gemini.wait(forBatch: batch.name))
            let vectors = try results.map { try $0.embedding() }
            #expect(vectors.map(\.count) == [768, 768] && vectors[0] != vectors[1])
        }
    }

    @Test func aBatchIsListedCancelledAndDeleted() async throws {
        try await Self.with { gemini, _, _ in
            var names: [String] = []
            for _ in 0..<3 { names.append(try await gemini.createBatch(.items(Self.items(1))).name) }
            #expect(try await gemini.batches().map(\.name) == names.reversed())
            try await gemini.cancelBatch(names[0])
            let batch = try await gemini.wait(forBatch: names[0])
            #expect(batch.phase == "cancelled")
            let error = await #expect(throws: GemError.self) { _ = try await gemini.results(of: batch) }
            #expect(error?.code == .upstream && error?.message.contains("was cancelled") == true)
            try await gemini.deleteBatch(names[1])
            #expect(try await gemini.batches().count == 2)
            let late = await #expect(throws: GemError.self) { _ = try await gemini.wait(forBatch: names[2], deadline: 5) }
            #expect(late?.code == .timeout)
            let empty = await #expect(throws: GemError.self) { _ = try await gemini.createBatch(.items([])) }
            #expect(empty?.code == .badInput)
        }
    }

    @Test func aBatchWithAFileOfItsOwnUploadsItOnce() async throws {
        try await Self.with { gemini, mock, _ in
            let part = try await gemini.question("What is counted?", .file(Journey.media + "counting.mp4"))
            let batch = try await gemini.createBatch(.items([.question(part, key: "a"), .question(part, key: "b")]))
            let results = try await gemini.results(of: gemini.wait(forBatch: batch.name))
            #expect(try results.map { try $0.generated().text }.allSatisfy { !$0.isEmpty })
            #expect(mock.requests.filter { $0.operation == .uploadFile }.count == 2)
        }
    }

    @Test(arguments: [Gemini.API.developer, .vertex(project: "p", location: "us-central1")])
    func aCachedContentIsUsedProlongedAndDeleted(api: Gemini.API) async throws {
        try await Self.with(api) { gemini, mock, time in
            var options = CachedContentOptions()
            (options.lifetime, options.displayName) = (.seconds(600), "book")
            let text = String(repeating: "The harbour lies still in the evening. ", count: 600)
            let book = try await gemini.createCachedContent(text: text, options: options)
            #expect(book.expireTime?.seconds(since: time.now).rounded() == 600 && (book.usage?.totalTokens ?? 0) > 2048)
            #expect(try await gemini.cachedContents().map(\.name) == [book.name])
            var question = GenerateOptions()
            question.cachedContent = book.name
            let response = try await gemini.generate("What lies still?", thinking: nil, options: question)
            #expect((response.usage?.cachedTokens ?? 0) > 2048)
            let longer = try await gemini.updateCachedContent(book.name, lifetime: .seconds(7200))
            #expect(longer.expireTime?.seconds(since: time.now).rounded() == 7200)
            #expect(try await gemini.cachedContent(book.name).displayName == "book")
            try await gemini.deleteCachedContent(book.name)
            let asked = mock.requests.count
            // The same book again has another name, and the question about it is known.
            let again = try await gemini.createCachedContent(text: text, options: options)
            question.cachedContent = again.name
            #expect(try await gemini.generate("What lies still?", thinking: nil, options: question).cacheStatus?.outcome == .hit)
            #expect(mock.requests.count == asked + 1)
            let gone = await #expect(throws: GemError.self) { _ = try await gemini.cachedContent(book.name) }
            #expect([403, 404].contains(gone?.upstream?.httpStatus))
        }
    }

    @Test func filesAreListedAndWaitedFor() async throws {
        try await Self.with { gemini, _, _ in
            for index in 0..<3 {
                let file = try TemporaryFile(Array("text \(index)".utf8), name: "\(index).txt")
                _ = try await gemini.upload(file.path)
            }
            #expect(try await gemini.files().map(\.displayName) == ["2.txt", "1.txt", "0.txt"])
            let file = try await gemini.upload(Journey.media + "counting.mp4")
            #expect(try await gemini.whenActive(gemini.file(file.name)).state == .active)
        }
    }

    @Test(arguments: [Gemini.API.vertex(project: "p", location: "eu"), .vertexExpress])
    func aVideoInABucketIsAskedAboutWholeAndStreamed(api: Gemini.API) async throws {
        try await Self.with(api) { gemini, mock, _ in
            let film = Media.url("gs://cloud-samples-data/generative-ai/video/pixel8.mp4")
            let whole = try await gemini.gem("What is said in this film?", film)
            var streamed = ""
            for try await piece in try await gemini.gemStream("What is said in this film?", film) { streamed += piece }
            #expect(!whole.isEmpty && streamed == whole && mock.requests.count == 1)
            var fresh = GenerateOptions()
            fresh.request.cache = .bypass
            var live = ""
            for try await piece in try await gemini.gemStream("What is said in this film?", film, options: fresh) { live += piece }
            #expect(live == whole && mock.requests.count == 2)
        }
    }

    @Test func whatAServiceHasNotIsAClearError() async throws {
        try await Self.with(.vertex(project: "p", location: "global")) { gemini, mock, _ in
            for action in [
                { _ = try await gemini.files() }, { _ = try await gemini.upload("x") }, { _ = try await gemini.download("x") },
                { _ = try await gemini.createBatch(.items(Self.items(1))) },
            ] as [() async throws -> Void] {
                let error = await #expect(throws: GemError.self) { try await action() }
                #expect(error?.code == .configuration)
            }
            #expect(mock.requests.isEmpty)
        }
    }
}
