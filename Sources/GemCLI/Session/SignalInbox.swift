import Synchronization

/// Signals on their way to a process that may not have begun yet: each is handed on, and once.
///
/// Signals come on any thread, at any step of another's. What comes is put in first and then taken out by whoever sees a process, so that neither of two who pass each
/// other leaves it behind. Signals of one number that wait are one, as with the system.
struct SignalInbox: ~Copyable, Sendable {
    private let target = Atomic<Int32>(0)
    /// A bit a signal.
    private let waiting = Atomic<UInt64>(0)

    /// Forgets process and signals.
    func reset() {
        target.store(0, ordering: .sequentiallyConsistent)
        waiting.store(0, ordering: .sequentiallyConsistent)
    }

    /// Says which process gets what came and what comes; 0 for none any more. `send` is called with the process and the signal.
    func setTarget(_ pid: Int32, _ send: (Int32, Int32) -> Void) {
        target.store(pid, ordering: .sequentiallyConsistent)
        handOn(send)
    }

    /// Takes a signal in; safe in a signal's handler where `send` is.
    func take(_ number: Int32, _ send: (Int32, Int32) -> Void) {
        waiting.bitwiseOr(1 << UInt64(truncatingIfNeeded: number), ordering: .sequentiallyConsistent)
        handOn(send)
    }

    private func handOn(_ send: (Int32, Int32) -> Void) {
        let pid = target.load(ordering: .sequentiallyConsistent)
        guard pid != 0 else { return }
        var left = waiting.exchange(0, ordering: .sequentiallyConsistent)
        while left != 0 {
            send(pid, Int32(truncatingIfNeeded: left.trailingZeroBitCount))
            left &= left - 1
        }
    }
}
