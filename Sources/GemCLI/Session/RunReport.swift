import GemCache
import GemCore
import Synchronization

/// What happened at the proxy of `gemcache run`, exchange by exchange.
final class RunReport: Sendable {
    private struct Counts {
        var requests = 0
        var hits = 0
        var misses = 0
        var passed = 0
        var queued = 0
        var failed = 0
    }

    private let counts = Mutex(Counts())

    /// Counts an exchange.
    func add(_ line: LogLayer.Line) {
        counts.withLock { counts in
            counts.requests += 1
            switch (line.cacheStatus?.outcome, line.failure) {
            case (_, GemError.Code.queued.name?): counts.queued += 1
            case (_, _?): counts.failed += 1
            case (.hit?, nil): counts.hits += 1
            case (.bypass?, nil), (nil, nil): counts.passed += 1
            default: counts.misses += 1
            }
        }
    }

    /// How many requests were not answered here: sent upstream, put in the queue, or left without an answer.
    func unanswered(_ tally: Tally) -> Int {
        counts.withLock { max($0.queued + $0.failed, min($0.requests, Int(clamping: tally.sum(.sent)))) }
    }

    /// One line for people.
    func text(_ tally: Tally, _ prices: PriceTable) -> String {
        let counts = counts.withLock { $0 }
        var parts = ["\(counts.hits) hits", "\(counts.misses) misses (\(tally.sum(.stored)) stored)"]
        if counts.passed > 0 { parts.append("\(counts.passed) beside the cache") }
        if counts.queued > 0 { parts.append("\(counts.queued) queued") }
        if counts.failed > 0 { parts.append("\(counts.failed) without an answer") }
        return "\(counts.requests) requests: \(parts.joined(separator: ", ")); saved \(SavedFigures(tally, prices).text)"
    }

    /// The same as a JSON object.
    func json(_ tally: Tally, _ prices: PriceTable, exitCode: Int32) -> JSON {
        let counts = counts.withLock { $0 }
        return .members([
            "requests": .int(counts.requests), "hits": .int(counts.hits), "misses": .int(counts.misses), "passed": .int(counts.passed),
            "queued": .int(counts.queued), "failed": .int(counts.failed), "stored": .int(tally.sum(.stored)),
            "upstreamRequests": .int(tally.sum(.sent)), "unanswered": .int(unanswered(tally)),
            "saved": SavedFigures(tally, prices).json, "kinds": .array(tally.rows.map { $0.json(tally, prices) }),
            "exitCode": .int(exitCode),
        ])
    }
}
