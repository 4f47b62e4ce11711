import Dispatch
import GemCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Runs `body`; SIGINT meanwhile ends the process at once, with a clean line and `advice` on how to go on.
///
/// Nothing is lost by it: what is stored is stored, what is queued is queued, and what was recorded is saved before.
func leavingOnInterrupt<R>(json: Bool, advice: String, _ body: () async throws -> R) async rethrows -> R {
    signal(SIGINT, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
    source.setEventHandler { leave(json: json, advice: advice) }
    source.resume()
    defer {
        source.cancel()
        signal(SIGINT, SIG_DFL)
    }
    return try await body()
}

/// Ends the process as an interrupt does, with a clean line and `advice`.
func leave(json: Bool, advice: String) -> Never {
    Terminal.restore()
    Console.endLine()
    Unsaved.saveAll()
    if json, !Console.hasWritten {
        report(GemError(.cancelled, "Interrupted. \(advice)"), json: true)
    } else {
        Console.note("gemcache: interrupted. \(advice)")
    }
    // Ends by the signal, not by a code, so that a shell's loop around it ends too; the shell shows 130.
    signal(SIGINT, SIG_DFL)
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    raise(SIGINT)
    _exit(130)
}
