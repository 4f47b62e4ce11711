internal import GemCore
internal import Synchronization

/// A closure waiting for its turn in a batch.
protocol Job: Sendable {
    /// Runs the closure and keeps its result; may be called again, when the batch is run again.
    func run(_ transaction: inout Transaction) throws(GemError)
    /// Tells the caller how it ended: with `error`, or with the kept result. Called once.
    func finish(_ error: GemError?)
}

/// A caller's closure.
final class Change<R: Sendable>: Job {
    private let body: @Sendable (inout Transaction) throws(GemError) -> R
    private let completion: @Sendable (Result<R, GemError>) -> Void
    private let result = Mutex<R?>(nil)

    init(
        _ body: @escaping @Sendable (inout Transaction) throws(GemError) -> R,
        _ completion: @escaping @Sendable (Result<R, GemError>) -> Void
    ) {
        self.body = body
        self.completion = completion
    }

    func run(_ transaction: inout Transaction) throws(GemError) {
        let value = try body(&transaction)
        result.withLock { $0 = value }
    }

    func finish(_ error: GemError?) {
        if let error { return completion(.failure(error)) }
        guard let value = result.withLock({ $0 }) else {
            return completion(.failure(GemError(.internal, "A change was committed before it ran.")))
        }
        completion(.success(value))
    }
}

/// Writes the counts and touches that wait in memory, as the last job of a batch.
struct FlushJob: Job {
    let core: StoreCore
    let notes: Pending.Notes

    func run(_ transaction: inout Transaction) throws(GemError) {
        for (name, number) in notes.counts { transaction.add(name, number) }
        for (id, time) in notes.touches { try transaction.noteUse(id, time) }
    }

    func finish(_ error: GemError?) {
        if error != nil { core.pending.putBack(notes) }
    }
}

/// Brings the store back within its size, as the last job of a batch.
final class EvictJob: Job {
    private let maxBytes: Int64
    private let more = Mutex(false)

    init(maxBytes: Int64) { self.maxBytes = maxBytes }

    /// Whether the store is still larger than it may be.
    var isUnfinished: Bool { more.withLock { $0 } }

    func run(_ transaction: inout Transaction) throws(GemError) {
        let isUnfinished = try transaction.evict(to: maxBytes)
        more.withLock { $0 = isUnfinished }
    }

    func finish(_ error: GemError?) {
        if error != nil { more.withLock { $0 = false } }
    }
}
