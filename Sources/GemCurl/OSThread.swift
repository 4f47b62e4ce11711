internal import GemCore

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Threads that may block, which tasks may not.
enum OSThread {
    private final class Start: Sendable {
        let body: @Sendable () -> Void
        init(body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// Runs `body` on a thread of its own, which no signal is delivered to (a write to a closed socket would raise SIGPIPE).
    static func start(_ body: @escaping @Sendable () -> Void) throws(GemError) {
        let start = Unmanaged.passRetained(Start(body: body))
        #if canImport(Darwin)
        var thread: pthread_t?
        let status = pthread_create(&thread, nil, { OSThread.enter($0) }, start.toOpaque())
        #else
        var thread = pthread_t()
        let status = pthread_create(&thread, nil, { $0.flatMap { OSThread.enter($0) } }, start.toOpaque())
        #endif
        guard status == 0 else {
            start.release()
            throw GemError(
                .internal, "No thread could be started for the network; is the process limit reached?",
                cause: LibraryFailure(library: "libc", code: status, text: String(cString: strerror(status))))
        }
        #if canImport(Darwin)
        if let thread { pthread_detach(thread) }
        #else
        pthread_detach(thread)
        #endif
    }

    /// Lets the thread sleep for less than a second.
    static func sleep(_ time: Duration) { usleep(UInt32(clamping: Int64(time / .microseconds(1)))) }

    private static func enter(_ pointer: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
        let start = Unmanaged<Start>.fromOpaque(pointer).takeRetainedValue()
        var signals = sigset_t()
        sigfillset(&signals)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        start.body()
        return nil
    }
}
