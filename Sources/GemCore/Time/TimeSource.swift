import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Tells the time and waits; injected, so that no test waits.
public protocol TimeSource: Sendable {
    /// The wall-clock time.
    var now: Timestamp { get }
    /// Waits until `deadline`; throws `cancelled` when the task is.
    func sleep(until deadline: Timestamp) async throws(GemError)
}

/// The machine's clock.
public struct SystemTime: TimeSource {
    /// Makes the clock.
    public init() {}

    public var now: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }

    public func sleep(until deadline: Timestamp) async throws(GemError) {
        let wait = deadline.microseconds - now.microseconds
        guard wait > 0 else { return }
        do { try await Task.sleep(for: .microseconds(wait)) } catch { throw GemError(.cancelled, "Waiting was cancelled.") }
    }
}

/// A clock that stands still until it is told; sleeping moves it to the deadline at once.
public final class ManualTime: TimeSource {
    private let time: Mutex<Timestamp>

    /// Starts the clock at `start`.
    public init(_ start: Timestamp = Timestamp(microseconds: 1_790_000_000_000_000)) { time = Mutex(start) }

    public var now: Timestamp { time.withLock { $0 } }

    /// Moves the clock forward.
    public func advance(seconds: Double) { time.withLock { $0 = $0.adding(seconds: seconds) } }

    /// Sets the clock.
    public func set(_ now: Timestamp) { time.withLock { $0 = now } }

    public func sleep(until deadline: Timestamp) async throws(GemError) {
        if Task.isCancelled { throw GemError(.cancelled, "Waiting was cancelled.") }
        time.withLock { $0 = max($0, deadline) }
        await Task.yield()
    }
}
