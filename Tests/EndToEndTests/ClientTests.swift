import GemCache
import GemCore
import GemMock
import GemStore
import GemTesting
import Gemini
import Testing

/// The client over the whole stack, with the mock in place of the API.
@Suite struct ClientTests {
    private struct City: Decodable, SchemaDescribing {
        var name: String
        static let descriptions = ["name": "The city's name."]
    }

    private struct Recipe: Decodable, Sendable {
        enum Course: String, Decodable, CaseIterable { case soup, main, dessert }
        struct Step: Decodable, Sendable {
            var text: String
            var minutes: Int?
        }
        var title: String
        var course: Course
        var steps: [Step]
        var isVegan: Bool
    }

    private static func with<Result>(
        _ faults: [FaultOrder] = [], _ body: (Gemini, MockGemini, Stack, ManualTime) async throws -> Result
    ) async throws -> Result {
        let time = ManualTime()
        var options = MockGemini.Options()
        options.time = time
        options.baseURL = MockGemini.liveBaseURL
        options.faults = faults
        let mock = try MockGemini(options)
        return try await TemporaryStore.with(time: time) { store in
            var settings = Stack.Settings(store: store)
            settings.time = time
            let stack = Stack(mock, settings)
            return try await body(Gemini(transport: stack, credential: .apiKey("k"), time: time), mock, stack, time)
        }
    }

    @Test func aTypedAnswerComesFromTheModelAndThenFromTheCache() async throws {
        try await Self.with { gemini, mock, stack, _ in
            let recipe = try await gemini.gem("A quick soup.", as: Recipe.self)
            #expect(!recipe.title.isEmpty)
            await stack.drain()
            let asked = mock.requests.count
            let again = try await gemini.gem("A quick soup.", as: Recipe.self)
            #expect(again.title == recipe.title && again.course == recipe.course && mock.requests.count == asked)
        }
    }

    @Test(arguments: ["gemini-2.5-flash", "gemini-3-flash-preview"]) func functionsAreCalledWithTheirSignaturesKept(model: String)
        async throws
    {
        try await Self.with { gemini, mock, stack, _ in
            let asked = Box<[String]>([])
            let weather = FunctionTool("get_weather", "The weather in a city now.") { (city: City) in
                asked.change { $0.append(city.name) }
                return ["celsius": 21]
            }
            var options = GenerateOptions()
            options.functions = [weather]
            let question = "What is the weather in Oslo?"
            let response = try await gemini.generate(question, model: model, options: options)
            let text = try response.text
            #expect(!text.isEmpty)
            #expect(asked.value.count == 1)
            #expect(response.history.count == 4)
            let stream = try await gemini.gemStream(question, model: model, functions: [weather])
            #expect(try await stream.collect().partialText == response.partialText)
            #expect(mock.verdicts.filter { $0.severity == .error }.isEmpty)
            await stack.drain()
            let requests = mock.requests.count
            _ = try await gemini.generate(question, model: model, options: options)
            #expect(mock.requests.count == requests)
        }
    }

    @Test func aSearchedAnswerNamesItsSources() async throws {
        try await Self.with { gemini, _, _, _ in
            let text = try await gemini.gem("Who won the race in Monaco this year?", search: true)
            #expect(text.contains("[1]") && text.contains("\n\n[1] "))
            let stream = try await gemini.gemStream("Who won the race in Monaco this year?", search: true)
            #expect(try await stream.collect().citedText.description == text)
        }
    }

    @Test func aFileThatFailsIsToldWithItsReason() async throws {
        try await Self.with { gemini, _, _, _ in
            let film = try TemporaryFile(Array("\0\0\0\u{18}ftypisom".utf8), name: "film [[fail]].mp4")
            for attempt in [true, false] {
                let error = await #expect(throws: GemError.self) {
                    if attempt { _ = try await gemini.gem("q", .file(film.path)) } else { _ = try await gemini.upload(film.path) }
                }
                #expect(error?.code == .upstream)
                #expect(error?.message.contains("The file could not be processed") == true, "\(error?.message ?? "")")
                #expect(error?.message.contains("film [[fail]].mp4") == true)
            }
        }
    }

    @Test func aFileIsUploadedOncePerContentAndWaitedFor() async throws {
        try await Self.with { gemini, mock, stack, _ in
            let bytes = Array("\0\0\0\u{18}ftypisom".utf8)
            let (film, copy) = (try TemporaryFile(bytes, name: "film.mp4"), try TemporaryFile(bytes, name: "copy.mp4"))
            let steps = Steps()
            var options = GenerateOptions()
            options.onProgress = { steps.note($0) }
            _ = try await gemini.gem("One?", .file(film.path).clip(from: 0, to: 1), options: options)
            _ = try await gemini.gem("Two?", .file(copy.path), .file(film.path), options: options)
            #expect(steps.names.isSuperset(of: ["uploading", "processing", "active"]))
            #expect(mock.requests.count { $0.path == "/upload/v1beta/files" } == 1)
        }
    }

    @Test func theAPIsErrorsKeepTheirDetails() async throws {
        try await Self.with([try FaultOrder("429;retry=3600s")]) { gemini, mock, _, time in
            let start = time.now
            let error = await #expect(throws: GemError.self) { _ = try await gemini.gem("q") }
            #expect(error?.upstream?.status == "RESOURCE_EXHAUSTED")
            #expect(error?.upstream?.retryDelayMilliseconds == 3_600_000)
            #expect(error?.upstream?.quotaViolations.isEmpty == false)
            #expect(error?.upstream?.details.contains(.retryInfo(milliseconds: 3_600_000)) == true)
            // Such a long pause is the caller's to decide on.
            #expect(mock.requests.count == 1 && time.now == start)
        }
    }

    @Test(arguments: [
        "429;retry=2s;times=2", "500;times=2", "503;times=3", "504;times=1", "drop;times=2", "html;code=502;times=1",
    ])
    func whatPassesIsNotSeen(fault: String) async throws {
        try await Self.with([try FaultOrder(fault)]) { gemini, mock, _, _ in
            let text = try await gemini.gem("Why?")
            let whole = try await gemini.gemStream("Why not?").collect()
            #expect(!text.isEmpty && !whole.partialText.isEmpty)
            #expect(mock.verdicts.filter { $0.severity == .error }.isEmpty, "\(mock.verdicts)")
        }
    }
}
