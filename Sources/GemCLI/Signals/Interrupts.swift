import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What is known of an interrupt, and is to be known by one.
enum Interrupted {
    private static let number = Atomic<Int32>(0)
    private static let better = Mutex<String?>(nil)

    /// How to go on from here, in the place of what the command said at its start; nil where nothing more is known.
    static var advice: String? {
        get { better.withLock { $0 } }
        set { better.withLock { $0 = newValue } }
    }

    /// The signal that had a command end by itself; 0 where none came.
    static var signal: Int32 { number.load(ordering: .sequentiallyConsistent) }

    /// Notes one, for `reporting` to end the process by once everything is put away.
    static func note(_ signal: Int32) { number.store(signal, ordering: .sequentiallyConsistent) }
}

/// Runs `body` until it ends or SIGINT or SIGTERM comes, which cancels it and is noted; a second signal ends the process at once,
/// also after `body` has ended and what it left behind is being put away. With `evenIgnored` also where this process was started deaf to them.
func untilInterrupted<R: Sendable>(evenIgnored: Bool = false, _ body: @escaping @Sendable () async throws -> R) async throws -> R {
    let task = Task { try await body() }
    let watch = SignalWatch([SIGINT, SIGTERM], evenIgnored: evenIgnored) { number in
        if task.isCancelled { _exit(128 + number) }
        Interrupted.note(number)
        task.cancel()
    }
    defer { watch.end() }
    return try await task.value
}
