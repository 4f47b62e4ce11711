internal import Synchronization

/// Something a test waits for: raised once, seen by all who wait.
package final class Signal: Sendable {
    private let state = Mutex<(raised: Bool, waiting: [CheckedContinuation<Void, Never>])>((false, []))

    /// Makes a signal that is not yet raised.
    package init() {}

    /// Raises it.
    package func raise() {
        let waiting = state.withLock { state in
            state.raised = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for waiter in waiting { waiter.resume() }
    }

    /// Waits until it is raised.
    package func wait() async {
        await withCheckedContinuation { continuation in
            let resume = state.withLock { state in
                if state.raised { return true }
                state.waiting.append(continuation)
                return false
            }
            if resume { continuation.resume() }
        }
    }
}
