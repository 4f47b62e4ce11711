import GemCache
import GemCore
import GemMock
import GemStore
import GemTesting
import Gemini
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Everything that can go wrong, at random: the client may fail, and says so; it never takes a part for the whole, nor misbehaves.
///
/// GEMCACHE_SEEDS says how many seeds there are for each kind of fault, 2 unless told.
@Suite struct FaultStormTests {
    /// Every kind the mock has, with a stall that ends by itself, and other forms of some.
    private static let kinds =
        Fault.kinds.map { $0 == "stall" ? "stall;for=5s" : $0 } + [
            "429;retry=3600s;per=day", "503;retry=2s", "reset;bytes=40", "cut;bytes=30",
        ]
    private static let seeds = ProcessInfo.processInfo.environment["GEMCACHE_SEEDS"].flatMap { Int($0) } ?? 2

    /// What came of each question: its answer, or nil where it failed.
    private static func travel(_ faults: [FaultOrder]) async throws -> (answers: [String?], verdicts: [Verdict]) {
        let time = ManualTime()
        var options = MockGemini.Options()
        options.time = time
        options.baseURL = MockGemini.liveBaseURL
        options.faults = faults
        let mock = try MockGemini(options)
        let answers = try await TemporaryStore.with(time: time) { store in
            var settings = Stack.Settings(store: store)
            settings.time = time
            let gemini = Gemini(transport: Stack(mock, settings), credential: .apiKey("k"), time: time)
            let film = try TemporaryFile(Array("\0\0\0\u{18}ftypisom".utf8), name: "film.mp4")
            let clock = FunctionTool("get_time", "The time of day.") { "noon" }
            let chat = gemini.chat()
            return [
                await answer { () throws(GemError) in try await gemini.gem("Why is the sky blue?") },
                await answer { () throws(GemError) in try await whole(gemini.gemStream("Tell a long story of the sea.")) },
                await answer { () throws(GemError) in try await gemini.gem("What is this?", .file(film.path)) },
                await answer { () throws(GemError) in
                    try await gemini.gem("What time is it?", model: "gemini-3-flash-preview", functions: [clock])
                },
                await answer { () throws(GemError) in
                    try await whole(gemini.gemStream("What time is it now?", model: "gemini-3-flash-preview", functions: [clock]))
                },
                await answer { () throws(GemError) in try await chat.send("Name a river.").text },
                await answer { () throws(GemError) in try await whole(chat.stream("And a lake.")) },
            ]
        }
        return (answers, mock.verdicts)
    }

    private static func answer(_ ask: () async throws(GemError) -> String) async -> String? { try? await ask() }

    private static func whole(_ stream: TextStream) async throws(GemError) -> String {
        var text = ""
        for try await piece in stream { text += piece }
        return text
    }

    @Test(arguments: kinds) func noFaultIsTakenForAnAnswer(kind: String) async throws {
        let calm = try await Self.travel([])
        try #require(!calm.answers.contains(nil) && calm.verdicts.filter { $0.severity > .info }.isEmpty)
        for seed in 0..<Self.seeds {
            var order = try FaultOrder(kind)
            order.rate = 0.3
            order.seed = UInt64(seed)
            let stormy = try await Self.travel([order])
            let bad = stormy.verdicts.filter { $0.severity > .info }
            #expect(bad.isEmpty, "\(kind) \(seed): \(bad)")
            // Said twice by the API, a piece is twice in the text; and a chat whose first turn failed asks another second question.
            guard kind != "duplicate" else { continue }
            let comparable = stormy.answers[5] == nil ? 6 : 7
            for (place, answer) in stormy.answers.prefix(comparable).enumerated() where answer != nil {
                #expect(answer == calm.answers[place], "\(kind) \(seed), question \(place)")
            }
        }
    }
}
