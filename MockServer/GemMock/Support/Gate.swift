internal import GemCore
internal import Synchronization

/// Holds whoever waits at it until it is opened, or until they are cancelled.
final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var isClosedForGood = false
        var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
        var next = 0
    }

    private let state = Mutex(State())

    /// Waits until the gate opens; throws `cancelled` when the task, or the gate, is.
    func wait() async throws(GemError) {
        let ticket = state.withLock { state in
            state.next += 1
            return state.next
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let resume = state.withLock { state in
                    if state.isOpen || state.isClosedForGood || Task.isCancelled { return true }
                    state.waiters[ticket] = continuation
                    return false
                }
                if resume { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: ticket) }?.resume()
        }
        if Task.isCancelled || state.withLock({ $0.isClosedForGood }) {
            throw GemError(.cancelled, "The stalled exchange was cancelled.")
        }
    }

    /// Whether nobody waits here any more, now or later.
    var isOver: Bool { state.withLock { $0.isOpen || $0.isClosedForGood } }

    /// Lets everyone through, now and later.
    func open() { release { $0.isOpen = true } }

    /// Turns everyone away, now and later.
    func cancel() { release { $0.isClosedForGood = true } }

    private func release(_ change: (inout sending State) -> Void) {
        let waiters = state.withLock { state in
            change(&state)
            defer { state.waiters = [:] }
            return Array(state.waiters.values)
        }
        for waiter in waiters { waiter.resume() }
    }
}
