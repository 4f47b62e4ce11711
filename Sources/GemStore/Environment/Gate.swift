internal import GemCore
internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Counts the transactions in progress, so that the map is moved or closed only while there is none.
///
/// Entering costs one atomic exchange. Entering is refused only for the microseconds in which the map moves, never because somebody waits to move it: so a
/// transaction begun inside another one cannot deadlock.
struct Gate: ~Copyable {
    private static let taken = -1
    private static let shut = Int.min
    private let count = Atomic<Int>(0)

    /// Enters; false once the gate is shut for good.
    func enter() -> Bool {
        var now = count.load(ordering: .relaxed)
        while true {
            if now == Gate.shut { return false }
            if now == Gate.taken {
                sched_yield()
                now = count.load(ordering: .relaxed)
                continue
            }
            let (exchanged, original) = count.weakCompareExchange(expected: now, desired: now + 1, ordering: .acquiring)
            if exchanged { return true }
            now = original
        }
    }

    /// Leaves after `enter`.
    func leave() { count.subtract(1, ordering: .releasing) }

    /// Runs `body` while nobody is inside; false where that did not come about within some seconds, or the gate is shut.
    func alone<E: Error>(_ body: () throws(E) -> Void) throws(E) -> Bool {
        guard take(Gate.taken) else { return false }
        defer { count.store(0, ordering: .releasing) }
        try body()
        return true
    }

    /// Shuts the gate for good as soon as nobody is inside; false where that did not come about within some seconds.
    func shut() -> Bool { take(Gate.shut) }

    private func take(_ value: Int) -> Bool {
        let start = SystemTime().now
        while true {
            let (exchanged, original) = count.compareExchange(expected: 0, desired: value, ordering: .acquiringAndReleasing)
            if exchanged { return true }
            if original == Gate.shut || SystemTime().now.seconds(since: start) > 10 { return false }
            sched_yield()
        }
    }
}
