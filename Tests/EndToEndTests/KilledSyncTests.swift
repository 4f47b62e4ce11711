import GemCache
import GemCore
import GemMock
import GemServer
import GemStore
import GemTesting
import Gemini
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A syncing process that is killed again and again loses no question and answers none twice.
@Suite struct KilledSyncTests {
    /// The mock, which kills the syncing process at a chosen moment of a chosen request.
    private final class Killer: Transport {
        enum Moment: CaseIterable { case onArrival, beforeAnswer, inAnswer, afterAnswer }

        let mock: MockGemini
        let victim = Box<(pid: pid_t, after: Int, moment: Moment)?>(nil)

        init(_ mock: MockGemini) { self.mock = mock }

        private func strike(_ moment: Moment, _ isDue: Bool) {
            guard isDue, let target = victim.value, target.moment == moment else { return }
            victim.change { $0 = nil }
            kill(target.pid, SIGKILL)
        }

        func send(_ request: Request) async throws(GemError) -> Response {
            let isDue = victim.change { target in
                guard let now = target else { return false }
                target = (now.pid, now.after - 1, now.moment)
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
    private static let kills = 50

    @Test func fiftyKillsLoseNothingAndDoubleNothing() async throws {
        let killer = Killer(try MockGemini())
        try await TemporaryFolder.with { folder in
            let path = folder + "/store"
            try await Self.fillQueue(path)
            try await HTTPServer(transport: killer).withServer { url in
                var random = Dice(seed: 7)
                var killed = 0
                var runs = 0
                while killed < Self.kills, runs < 4 * Self.kills {
                    runs += 1
                    let moment = Killer.Moment.allCases[random.below(4)]
                    let process = try Gemcache.start(["sync", "--store", path, "--quiet", "--parallel", "2"], base: url)
                    killer.victim.change { $0 = (process, random.below(2), moment) }
                    if try await Gemcache.wait(process) == .killed { killed += 1 }
                    if try Self.counts(path).total == 0 { try await Self.fillQueue(path, round: runs) }
                }
                #expect(killed == Self.kills)
                killer.victim.change { $0 = nil }
                let last = try Gemcache.start(["sync", "--store", path, "--quiet"], base: url)
                #expect(try await Gemcache.wait(last) == .ended(0))
            }
            try await Self.checkAnswers(path)
        }
    }

    /// Asks while there is no network; every question gets a ticket.
    private static func fillQueue(_ path: String, round: Int = 0) async throws {
        let store = try Store.open(at: path)
        defer { store.close() }
        var settings = Stack.Settings(store: store)
        settings.isOffline = true
        let stack = Stack(Nowhere(), settings)
        var options = GenerateOptions()
        options.request.offline = .queue
        let gemini = Gemini(transport: stack, credential: .apiKey("a-key"))
        for number in 0..<questions {
            do throws(GemError) {
                _ = try await gemini.gem("Question \(number) of round \(round)", options: options)
                Issue.record("answered without a network")
            } catch {
                #expect(error.code == .queued)
            }
        }
    }

    private static func counts(_ path: String) throws -> OutboxCounts {
        let store = try Store.open(at: path)
        defer { store.close() }
        return try store.stats().outbox
    }

    /// The queue is empty, every question of the first round is a hit, and there is one entry a question.
    private static func checkAnswers(_ path: String) async throws {
        let store = try Store.open(at: path)
        defer { store.close() }
        let stats = try store.stats()
        #expect(stats.outbox.total == 0)
        #expect(stats.entries % questions == 0)
        let report = try store.verify()
        #expect(report.isSound)
        var settings = Stack.Settings(store: store)
        settings.isOffline = true
        let gemini = Gemini(transport: Stack(Nowhere(), settings), credential: .apiKey("a-key"))
        for number in 0..<questions {
            let response = try await gemini.generate("Question \(number) of round 0")
            #expect(response.cacheStatus?.outcome == .hit)
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
