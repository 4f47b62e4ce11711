import GemCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Runs `body`; an interrupt, or being told to end, meanwhile ends the process at once, with a clean line and `advice` on how to go on.
///
/// Nothing is lost by it: what is stored is stored, what is queued is queued, what was recorded is saved before, and what is half written is removed.
func leavingOnInterrupt<R>(json: Bool, advice: String, _ body: () async throws -> R) async rethrows -> R {
    let watch = SignalWatch([SIGINT, SIGTERM, SIGHUP]) { leave(by: $0, json: json, advice: advice) }
    defer { watch.end() }
    return try await body()
}

/// Ends the process as a signal does, with a clean line and `advice`.
func leave(by number: Int32, json: Bool, advice: String) -> Never {
    Terminal.restore()
    // The terminal shows ^C where the cursor stands.
    Console.endLine(evenEmpty: number == SIGINT && isatty(STDIN_FILENO) == 1)
    Unsaved.saveAll()
    let advice = Interrupted.advice ?? advice
    if json, !Console.hasWritten {
        report(GemError(.cancelled, "Interrupted. \(advice)"), json: true)
    } else {
        Console.note("gemcache: \(number == SIGINT ? "interrupted" : "told to end"). \(advice)")
    }
    Console.close()
    // Ends by the signal, not by a code, so that a shell's loop around it ends too; the shell shows 130 for an interrupt.
    signal(number, SIG_DFL)
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, number)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    raise(number)
    _exit(128 + number)
}

/// Runs `body`, which writes `files` that are of no use before it has ended: an interrupt removes them. What was there before is left alone.
func removingOnInterrupt<R>(_ files: [String], _ body: () throws -> R) rethrows -> R {
    let new = files.filter { !FileName.isFile($0) }
    let number = Unsaved.add { for file in new { FileName.remove(file) } }
    defer { Unsaved.forget(number) }
    return try body()
}
