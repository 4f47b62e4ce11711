internal import GemCore
internal import Synchronization

/// Work that all who need the same result wait for together; it ends when the last of them leaves.
final class SharedWork<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    /// Work under way, and how many wait for it.
    private struct Shared {
        var task: Task<Result<Value, GemError>, Never>
        var number: Int
        var waiting: Int
    }

    private let shared = Mutex<[Key: Shared]>([:])
    private let numbers = Counter()

    /// The result of `body`, or of the same work that is under way already.
    func value(of key: Key, _ body: @escaping @Sendable () async -> Result<Value, GemError>) async throws(GemError) -> Value {
        let (task, number) = shared.withLock { shared in
            if let known = shared[key] {
                shared[key]?.waiting += 1
                return (known.task, known.number)
            }
            let number = numbers.next()
            let task = Task {
                let result = await body()
                self.shared.withLock { if $0[key]?.number == number { $0[key] = nil } }
                return result
            }
            shared[key] = Shared(task: task, number: number, waiting: 1)
            return (task, number)
        }
        let result = await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            leave(key, number)
        }
        return try result.get()
    }

    /// One of those who wait gives up; the last one ends the work.
    private func leave(_ key: Key, _ number: Int) {
        let abandoned = shared.withLock { shared -> Task<Result<Value, GemError>, Never>? in
            guard var known = shared[key], known.number == number else { return nil }
            known.waiting -= 1
            shared[key] = known.waiting > 0 ? known : nil
            return known.waiting > 0 ? nil : known.task
        }
        abandoned?.cancel()
    }
}
