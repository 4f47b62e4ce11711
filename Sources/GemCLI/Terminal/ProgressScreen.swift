#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Where progress is shown, and by which clock.
struct ProgressScreen: Sendable {
    /// Whether a line can be written over.
    var moves = true
    /// How wide it is.
    var columns: @Sendable () -> Int = { 80 }
    /// Seconds since some moment.
    var now: @Sendable () -> Double
    /// Writes text as it is.
    var write: @Sendable (String) -> Void

    /// Standard error.
    static let standardError = ProgressScreen(
        moves: Console.errorMoves, columns: { Terminal.size(of: STDERR_FILENO).columns },
        now: {
            var time = timespec()
            clock_gettime(CLOCK_MONOTONIC, &time)
            return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
        }, write: { Console.mark($0) })
}
