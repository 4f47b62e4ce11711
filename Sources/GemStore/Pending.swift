internal import GemCore
internal import Synchronization

/// Counters that are added to together, found once by their names.
package struct CounterSet: Sendable {
    fileprivate let slots: [Int]
}

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
    private let warned = Mutex<Timestamp?>(nil)
    private let slots = Mutex(Slots())

    /// Counters found before: each has a number of its own.
    private struct Slots {
        var names: [String] = []
        var counts: [Int64] = []

        mutating func drain() -> [String: Int64] {
            var drained: [String: Int64] = [:]
            for (index, count) in counts.enumerated() where count != 0 {
                drained[names[index]] = count
                counts[index] = 0
            }
            return drained
        }
    }

    /// Whether the last warning was given long enough ago for another one, which is noted then.
    func mayWarn(at now: Timestamp) -> Bool {
        warned.withLock { last in
            if let last, now.seconds(since: last) < 300 { return false }
            last = now
            return true
        }
    }

    /// Finds counters by their names.
    func counters(_ names: [String]) -> CounterSet {
        slots.withLock { slots in
            CounterSet(
                slots: names.map { name in
                    if let index = slots.names.firstIndex(of: name) { return index }
                    slots.names.append(name)
                    slots.counts.append(0)
                    return slots.names.count - 1
                })
        }
    }

    /// Adds one to each counter of a set, and `number` to the last.
    func add(_ set: CounterSet, last number: Int64) {
        slots.withLock { slots in
            for index in set.slots.dropLast() { slots.counts[index] &+= 1 }
            if let last = set.slots.last { slots.counts[last] &+= number }
        }
    }

    /// Adds to each counter of a set.
    func add(_ set: CounterSet, _ numbers: [Int64]) {
        slots.withLock { slots in
            for (index, number) in zip(set.slots, numbers) { slots.counts[index] &+= number }
        }
    }

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
    var counts: [String: Int64] {
        gather()
        return notes.withLock { $0.counts }
    }

    /// Moves the slots' counts to the others.
    private func gather() {
        notes.withLock { notes in
            let drained = slots.withLock { $0.drain() }
            if !drained.isEmpty { notes.counts.merge(drained) { $0 &+ $1 } }
        }
    }

    /// Takes everything out.
    func take() -> Notes {
        gather()
        return notes.withLock { notes in
            defer { notes = Notes() }
            return notes
        }
    }

    /// Puts counts back that could not be written; touches may be lost.
    func putBack(_ taken: Notes) {
        notes.withLock { $0.counts.merge(taken.counts) { $0 &+ $1 } }
    }
}
