internal import GemCore
internal import Synchronization

/// Work that all who need the same result wait for together; it ends when the last of them leaves.
final class SharedWork<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private typealias Waiting = CheckedContinuation<Result<Value, GemError>, Never>

    /// Work under way, and who waits for it.
    private struct Shared {
        var task: Task<Void, Never>
        var number: Int
        var waiting: [Int: Waiting]
    }

    private struct State {
        var shared: [Key: Shared] = [:]
        /// Who left as the last, and waits for the end of the work that was ended so; by the work's number.
        var last: [Int: Waiting] = [:]
    }

    private let state = Mutex(State())
    private let numbers = Counter()

    /// The result of `body`, or of the same work that is under way already.
    ///
    /// A task that is cancelled leaves at once where others wait on; else it ends the work, and sees its end.
    func value(of key: Key, _ body: @escaping @Sendable () async -> Result<Value, GemError>) async throws(GemError) -> Value {
        let waiter = numbers.next()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { join(key, waiter, $0, body) }
        } onCancel: {
            leave(key, waiter)
        }
        return try result.get()
    }

    private func join(
        _ key: Key, _ waiter: Int, _ continuation: Waiting, _ body: @escaping @Sendable () async -> Result<Value, GemError>
    ) {
        let isTooLate = state.withLock { state in
            if Task.isCancelled { return true }
            if state.shared[key] != nil {
                state.shared[key]?.waiting[waiter] = continuation
                return false
            }
            let number = numbers.next()
            let task = Task { self.end(key, number, await body()) }
            state.shared[key] = Shared(task: task, number: number, waiting: [waiter: continuation])
            return false
        }
        if isTooLate { continuation.resume(returning: .failure(Self.left)) }
    }

    private func end(_ key: Key, _ number: Int, _ result: Result<Value, GemError>) {
        let waiting = state.withLock { state in
            var waiting = state.last.removeValue(forKey: number).map { [$0] } ?? []
            if let shared = state.shared[key], shared.number == number {
                waiting += shared.waiting.values
                state.shared[key] = nil
            }
            return waiting
        }
        for one in waiting { one.resume(returning: result) }
    }

    /// One of those who wait gives up; the last one ends the work.
    private func leave(_ key: Key, _ waiter: Int) {
        let (mine, abandoned) = state.withLock { state -> (Waiting?, Task<Void, Never>?) in
            guard var shared = state.shared[key], let mine = shared.waiting.removeValue(forKey: waiter) else { return (nil, nil) }
            guard shared.waiting.isEmpty else {
                state.shared[key] = shared
                return (mine, nil)
            }
            state.shared[key] = nil
            state.last[shared.number] = mine
            return (nil, shared.task)
        }
        mine?.resume(returning: .failure(Self.left))
        abandoned?.cancel()
    }

    private static var left: GemError { GemError(.cancelled, "Waiting was given up.") }
}
