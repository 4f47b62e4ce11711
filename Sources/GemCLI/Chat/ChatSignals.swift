import Dispatch
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What signals do while one chats: Ctrl-C stops the answer that is coming, and leaves where none is; what ends the process puts the terminal right before.
final class ChatSignals: Sendable {
    private let cancel = Mutex<(@Sendable () -> Void)?>(nil)

    /// Runs `body` with the signals watched; `advice` is said where Ctrl-C leaves.
    static func watched<R>(advice: String, _ body: (ChatSignals) async throws -> R) async rethrows -> R {
        let signals = ChatSignals()
        let sources = [SIGINT, SIGTERM, SIGHUP].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { signals.take(number, advice) }
            source.resume()
            return source
        }
        defer {
            for source in sources { source.cancel() }
            for number in [SIGINT, SIGTERM, SIGHUP] { signal(number, SIG_DFL) }
        }
        return try await body(signals)
    }

    /// Runs `body` in a task that Ctrl-C cancels.
    func cancellable<R: Sendable>(_ body: @escaping @Sendable () async -> R) async -> R {
        let task = Task { await body() }
        cancel.withLock { $0 = { task.cancel() } }
        defer { cancel.withLock { $0 = nil } }
        return await task.value
    }

    private func take(_ number: Int32, _ advice: String) {
        if number == SIGINT,
            let cancel = cancel.withLock({ cancel in
                // The second one leaves.
                defer { cancel = nil }
                return cancel
            })
        {
            return cancel()
        }
        if number == SIGINT { leave(json: false, advice: advice) }
        Terminal.restore()
        Unsaved.saveAll()
        _exit(128 + number)
    }
}
