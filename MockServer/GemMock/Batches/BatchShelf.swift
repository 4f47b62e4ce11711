internal import GemCore
internal import Synchronization

/// The batches of one mock.
final class BatchShelf: Sendable {
    private struct State {
        var batches: [StoredBatch] = []
        var count: UInt64 = 0
    }

    /// How many batches are kept; the oldest goes first.
    private static let limit = 1000

    private let state = Mutex(State())

    /// Adds the batch that `make` makes of its number.
    func add(_ make: (UInt64) -> StoredBatch) -> StoredBatch {
        let (batch, dropped) = state.withLock { state in
            state.count += 1
            let batch = make(state.count)
            state.batches.append(batch)
            return (batch, state.batches.count > Self.limit ? state.batches.removeFirst() : nil)
        }
        dropped?.forgetInput()
        return batch
    }

    /// A batch by its name.
    func batch(_ name: String) -> StoredBatch? { state.withLock { $0.batches.first { $0.name == name } } }

    /// All batches, newest first.
    var batches: [StoredBatch] { state.withLock { $0.batches.reversed() } }

    /// Changes a batch that is still there; gives it as it is then.
    @discardableResult
    func change(_ number: UInt64, _ change: (inout StoredBatch) -> Void) -> StoredBatch? {
        state.withLock { state in
            guard let index = state.batches.firstIndex(where: { $0.number == number }) else { return nil }
            change(&state.batches[index])
            return state.batches[index]
        }
    }

    /// Takes a batch whose time has come; nil where nothing is to do, or another does it.
    func claim(_ number: UInt64, at now: Timestamp) -> StoredBatch? {
        state.withLock { state in
            guard let index = state.batches.firstIndex(where: { $0.number == number }), !state.batches[index].isClaimed,
                state.batches[index].isDue(at: now)
            else { return nil }
            state.batches[index].isClaimed = true
            return state.batches[index]
        }
    }

    func remove(_ batch: StoredBatch) {
        state.withLock { $0.batches.removeAll { $0.number == batch.number } }
        batch.forgetInput()
    }

    /// Forgets all batches.
    func reset() {
        let batches = state.withLock { state in
            defer { state = State() }
            return state.batches
        }
        for batch in batches { batch.forgetInput() }
    }
}

extension StoredBatch {
    /// Removes the batch's own name for its input's bytes.
    func forgetInput() {
        if case .file(_, let content) = input { SpoolFolder.remove(content.path) }
    }
}
