internal import GemCore
internal import Synchronization

/// Counts and touches that wait in memory for the next write.
final class Pending: Sendable {
    struct Notes: Sendable {
        var counts: [String: Int64] = [:]
        var touches: [UsageID: Timestamp] = [:]
        var isEmpty: Bool { counts.isEmpty && touches.isEmpty }
    }

    /// So many touches are not kept waiting.
    static let crowd = 10_000

    private let notes = Mutex(Notes())

    /// Adds to a counter.
    func add(_ name: String, _ number: Int64) {
        notes.withLock { $0.counts[name, default: 0] &+= number }
    }

    /// Notes that a row was used; answers how many rows are noted.
    func touch(_ id: UsageID, _ time: Timestamp) -> Int {
        notes.withLock {
            $0.touches[id] = time
            return $0.touches.count
        }
    }

    /// What has not been written yet of the counters.
    var counts: [String: Int64] { notes.withLock { $0.counts } }

    /// Takes everything out.
    func take() -> Notes { notes.withLock { notes in
        defer { notes = Notes() }
        return notes
    } }

    /// Puts counts back that could not be written; touches may be lost.
    func putBack(_ taken: Notes) {
        notes.withLock { $0.counts.merge(taken.counts) { $0 &+ $1 } }
    }
}
