import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What signals do while one chats: at a terminal Ctrl-C stops the answer that is coming, and leaves where none is; what ends the process puts the terminal right before.
final class ChatSignals: Sendable {
    private let cancel = Mutex<(@Sendable () -> Void)?>(nil)

    /// Runs `body` with the signals watched; `advice` is said where Ctrl-C leaves.
    static func watched<R>(advice: String, _ body: (ChatSignals) async throws -> R) async rethrows -> R {
        let signals = ChatSignals()
        let watch = SignalWatch([SIGINT, SIGTERM, SIGHUP]) { signals.take($0, advice) }
        defer { watch.end() }
        return try await body(signals)
    }

    /// Runs `body` in a task that Ctrl-C cancels, once.
    func cancellable<R: Sendable>(_ body: @escaping @Sendable () async -> R) async -> R {
        let task = Task { await body() }
        cancel.withLock { $0 = { task.cancel() } }
        defer { cancel.withLock { $0 = nil } }
        return await task.value
    }

    private func take(_ number: Int32, _ advice: String) {
        // Through a pipe nobody would say how to go on.
        let cancel = number == SIGINT && Terminal.canEdit ? self.cancel.withLock { $0.take() } : nil
        guard let cancel else { leave(by: number, json: false, advice: advice) }
        cancel()
    }
}
