import GemCache
import GemCore
import GemMock
import GemServer
import GemStore
import GemTesting
import Gemini
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A syncing process that is killed again and again loses no question and answers none twice; `GEMCACHE_KILLS=50` kills it more often.
@Suite struct KilledSyncTests {
    /// The mock, which kills the syncing process at a chosen moment of a chosen request.
    private final class Killer: Transport {
        enum Moment: CaseIterable {
            case onArrival, beforeAnswer, inAnswer, afterAnswer
            /// As soon as the process begins to write what came.
            case inWrite
        }

        struct Target {
            var pid: pid_t
            /// How many requests of its kind pass first.
            var after: Int
            var moment: Moment
            var isUpload: Bool
        }

        let mock: MockGemini
        let dataFile: String
        let target = Box<Target?>(nil)
        /// Which moments were struck, of questions and of uploads.
        let struck = Box<[Bool: Set<Moment>]>([:])

        /// How many of the moments were not struck yet.
        var missed: Int { 2 * Moment.allCases.count - struck.value.values.reduce(0) { $0 + $1.count } }

        init(_ mock: MockGemini, store: String) {
            self.mock = mock
            dataFile = store + "/data.mdb"
        }

        private func strike(_ moment: Moment, _ isDue: Bool) {
            guard isDue else { return }
            if moment == .afterAnswer { strike(.inWrite, isDue) }
            let victim = target.change { target -> Target? in
                guard let now = target, now.moment == moment else { return nil }
                target = nil
                return now
            }
            guard let victim else { return }
            struck.change { _ = $0[victim.isUpload, default: []].insert(moment) }
            guard moment == .inWrite else { return _ = kill(victim.pid, SIGKILL) }
            let (file, before) = (dataFile, Self.lastWrite(dataFile))
            Thread.run {
                let end = SystemTime().now.adding(seconds: 1)
                while Self.lastWrite(file) == before, SystemTime().now < end { sched_yield() }
                kill(victim.pid, SIGKILL)
            }
        }

        /// When a file was written last, in nanoseconds.
        private static func lastWrite(_ file: String) -> Int {
            var status = stat()
            guard stat(file, &status) == 0 else { return 0 }
            #if canImport(Darwin)
            return status.st_mtimespec.tv_sec * 1_000_000_000 + status.st_mtimespec.tv_nsec
            #else
            return status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec
            #endif
        }

        func send(_ request: Request) async throws(GemError) -> Response {
            let isUpload = request.route.operation == .uploadFile
            let isDue = target.change { target in
                guard let now = target, now.isUpload == isUpload else { return false }
                target?.after -= 1
                return now.after <= 0
            }
            strike(.onArrival, isDue)
            var response = try await mock.send(request)
            strike(.beforeAnswer, isDue)
            let bytes = try await response.body.collect(upTo: 1 << 20)
            let place = Counter()
            response.body = .stream(
                ByteStream(next: { () throws(GemError) in
                    switch place.next() {
                    case 0: return Array(bytes.prefix(bytes.count / 2))
                    case 1:
                        self.strike(.inAnswer, isDue)
                        return Array(bytes.dropFirst(bytes.count / 2))
                    default:
                        self.strike(.afterAnswer, isDue)
                        return nil
                    }
                }), length: nil)
            return response
        }
    }

    private static let questions = 60
    private static let kills = ProcessInfo.processInfo.environment["GEMCACHE_KILLS"].flatMap { Int($0) } ?? 20

    @Test func killsAtAnyMomentLoseNothingAndDoubleNothing() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder + "/store"
            let killer = Killer(try MockGemini(), store: path)
            var rounds = 1
            try await Self.fillQueue(path, round: 0)
            try await HTTPServer(transport: killer).withServer { url in
                var random = Dice(seed: 7)
                var killed = 0
                var runs = 0
                // Every moment is to be struck, of questions and of uploads.
                while killed < Self.kills || killer.missed > 0, runs < 100 + 4 * Self.kills {
                    let moment = Killer.Moment.allCases[runs % Killer.Moment.allCases.count]
                    let isUpload = runs / Killer.Moment.allCases.count % 3 == 2
                    runs += 1
                    let process = try Gemcache.start(["sync", "--store", path, "--quiet", "--parallel", "2"], base: url)
                    killer.target.change { $0 = .init(pid: process, after: random.below(2), moment: moment, isUpload: isUpload) }
                    if try await Gemcache.wait(process) == .killed { killed += 1 }
                    // After every kill each question is either in the queue or in the cache, never in neither nor in both.
                    let (rows, entries) = try Self.counts(path)
                    #expect(rows + entries == rounds * Self.questions)
                    if rows == 0 {
                        try await Self.fillQueue(path, round: rounds)
                        rounds += 1
                    }
                }
                #expect(killed >= Self.kills && killer.missed == 0)
                killer.target.change { $0 = nil }
                let last = try Gemcache.start(["sync", "--store", path, "--quiet"], base: url)
                #expect(try await Gemcache.wait(last) == .ended(0))
            }
            try await Self.checkAnswers(path, rounds)
        }
    }

    /// Every fifth question has a file of its own, which is uploaded.
    private static func ask(_ gemini: Gemini, _ number: Int, _ round: Int, _ folder: String, _ options: GenerateOptions) async throws {
        let text = "Question \(number) of round \(round)"
        guard number % 5 == 0 else { return _ = try await gemini.generate(text, options: options) }
        let file = "\(folder)/\(number)-\(round).txt"
        try Data("File of \(text)".utf8).write(to: URL(filePath: file))
        _ = try await gemini.generate(text, [.file(file)], options: options)
    }

    private static func gemini(_ store: Store) -> Gemini {
        var settings = Stack.Settings(store: store)
        settings.isOffline = true
        var gemini = Gemini(transport: Stack(Nowhere(), settings), credential: .apiKey("a-key"))
        gemini.mediaLimits.inlineBytes = 0
        return gemini
    }

    /// Asks while there is no network; every question gets a ticket, and the files may go.
    private static func fillQueue(_ path: String, round: Int) async throws {
        let store = try Store.open(at: path)
        defer { store.close() }
        let gemini = gemini(store)
        var options = GenerateOptions()
        options.request.offline = .queue
        try await TemporaryFolder.with { folder in
            for number in 0..<questions {
                do {
                    try await ask(gemini, number, round, folder, options)
                    Issue.record("answered without a network")
                } catch let error as GemError {
                    #expect(error.code == .queued)
                }
            }
        }
    }

    /// How many questions are in the queue, and how many in the cache.
    private static func counts(_ path: String) throws -> (rows: Int, entries: Int) {
        let store = try Store.open(at: path)
        defer { store.close() }
        let stats = try store.stats()
        #expect(stats.outbox.dead == 0)
        return (stats.outbox.total, stats.entries)
    }

    /// The queue is empty, every question is a hit, and there is one entry a question.
    private static func checkAnswers(_ path: String, _ rounds: Int) async throws {
        let store = try Store.open(at: path)
        defer { store.close() }
        let stats = try store.stats()
        #expect(stats.outbox.total == 0)
        #expect(stats.entries == rounds * questions)
        let report = try store.verify()
        #expect(report.isSound)
        let gemini = gemini(store)
        try await TemporaryFolder.with { folder in
            for round in 0..<rounds {
                for number in 0..<questions { try await ask(gemini, number, round, folder, GenerateOptions()) }
            }
        }
    }
}

private struct Nowhere: Transport {
    func send(_ request: Request) async throws(GemError) -> Response { throw GemError(.unreachable, "There is no network in this test.") }
}

/// Repeatable random numbers.
private struct Dice {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func below(_ limit: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % limit
    }
}
