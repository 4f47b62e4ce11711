import Synchronization

/// Counts up from zero across threads.
package final class Counter: Sendable {
    private let value = Atomic<Int>(0)

    package init() {}

    /// The count before this call.
    package func next() -> Int { value.wrappingAdd(1, ordering: .relaxed).oldValue }

    /// The count so far.
    package var current: Int { value.load(ordering: .relaxed) }
}
