public import GemCore
internal import Synchronization

/// The clock of one mock: runs with the clock below it, or stands still; can be set and moved.
///
/// A request that brings a time of its own (`x-mock-now`) sees only that time, everywhere, and moves nobody else's. The time travels with the
/// request's task, so that no desk or shelf has to be handed it; what is read outside that task, such as a stream's pauses, is told in spans only.
public final class MockClock: TimeSource {
    /// How a clock starts.
    public enum Start: Sendable, Hashable {
        /// With the clock below.
        case now
        /// At a time, and runs from there.
        case running(from: Timestamp)
        /// At a time, and stands still until it is moved. Pauses still last as long as they are told to, by the clock below.
        case frozen(at: Timestamp)
    }

    private enum State: Sendable {
        /// Microseconds ahead of the clock below.
        case ahead(Int64)
        case still(Timestamp)
    }

    private struct Sleeper: Sendable {
        var deadline: Timestamp
        var gate: Gate
    }

    /// The time the current task's request brought with it.
    @TaskLocal static var own: Timestamp?

    /// Times are kept within the years 1 and 9999.
    private static let range =
        Timestamp(microseconds: -62_135_596_800_000_000)...Timestamp(microseconds: 253_402_300_799_999_999)

    /// The clock below, by which pauses last.
    let base: any TimeSource
    private let state: Mutex<State>
    private let sleepers = Mutex<[Int: Sleeper]>([:])
    private let count = Counter()

    /// Starts a clock over another.
    public init(_ base: any TimeSource, start: Start = .now) {
        self.base = base
        let first: State =
            switch start {
            case .now: .ahead(0)
            case .running(let time): .ahead(Self.kept(time).microseconds - base.now.microseconds)
            case .frozen(let time): .still(Self.kept(time))
            }
        state = Mutex(first)
    }

    public var now: Timestamp { Self.own ?? shared }

    /// The time of every request that brings none of its own.
    var shared: Timestamp { state.withLock { read($0) } }

    /// Whether it stands still.
    public var isFrozen: Bool {
        state.withLock { state in
            if case .still = state { true } else { false }
        }
    }

    /// Sets the time; a clock that runs goes on from there. Whoever waits for a time that has come by it waits no longer.
    public func set(_ now: Timestamp) { move { _ in now } }

    /// Moves the clock forward; what is no number of seconds from 0 up moves nothing.
    public func advance(seconds: Double) {
        guard seconds > 0 else { return }
        move { $0.adding(seconds: min(seconds, 1e12)) }
    }

    /// Stops the clock where it is.
    public func freeze() { state.withLock { $0 = .still(read($0)) } }

    /// Lets a clock that stands still run.
    public func run() { state.withLock { $0 = .ahead(read($0).microseconds - base.now.microseconds) } }

    /// Waits for some milliseconds.
    func sleep(milliseconds: Int64) async throws(GemError) {
        try await sleep(until: now.adding(seconds: Double(milliseconds) / 1000))
    }

    /// Waits until a gate opens, or some milliseconds are over, where they are given; then the gate stays open.
    func wait(at gate: Gate, milliseconds: Int64?) async throws(GemError) {
        defer { gate.open() }
        guard let milliseconds else { return try await gate.wait() }
        try await wait(seconds: Double(milliseconds) / 1000, at: gate)
    }

    public func sleep(until deadline: Timestamp) async throws(GemError) {
        let (wait, overflow) = deadline.microseconds.subtractingReportingOverflow(now.microseconds)
        guard wait > 0, !overflow else { return }
        try await self.wait(seconds: min(Double(wait) / 1e6, 1e12), at: Gate())
    }

    /// Waits for some seconds, less where the clock is moved on or the gate opens.
    private func wait(seconds: Double, at gate: Gate) async throws(GemError) {
        let number = count.next()
        sleepers.withLock { $0[number] = Sleeper(deadline: shared.adding(seconds: seconds), gate: gate) }
        defer { sleepers.withLock { $0[number] = nil } }
        if let error = await first(base.now.adding(seconds: seconds), gate) { throw error }
    }

    /// Waits for a time of the clock below or for the gate, whichever comes first.
    private func first(_ deadline: Timestamp, _ gate: Gate) async -> GemError? {
        await withTaskGroup(of: GemError?.self) { group in
            group.addTask { [base] in await Self.failure { () async throws(GemError) in try await base.sleep(until: deadline) } }
            group.addTask { await Self.failure { () async throws(GemError) in try await gate.wait() } }
            let first = await group.next()
            group.cancelAll()
            return first ?? nil
        }
    }

    private static func failure(of work: () async throws(GemError) -> Void) async -> GemError? {
        do { try await work() } catch { return error }
        return nil
    }

    private func read(_ state: State) -> Timestamp {
        switch state {
        case .ahead(let span): Timestamp(microseconds: base.now.microseconds + span)
        case .still(let time): time
        }
    }

    private func move(_ change: (Timestamp) -> Timestamp) {
        let now = state.withLock { state in
            let next = Self.kept(change(read(state)))
            if case .still = state { state = .still(next) } else { state = .ahead(next.microseconds - base.now.microseconds) }
            return next
        }
        let due = sleepers.withLock { $0.values.filter { $0.deadline <= now }.map(\.gate) }
        for gate in due { gate.open() }
    }

    private static func kept(_ time: Timestamp) -> Timestamp { min(max(time, range.lowerBound), range.upperBound) }
}
