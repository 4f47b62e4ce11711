internal import GemCore

/// What was used of one limit in the span that runs.
struct QuotaWindow: Sendable {
    /// What is counted, and for how long.
    enum Kind: Sendable, Hashable, CaseIterable {
        case requestsPerMinute, tokensPerMinute, requestsPerDay
    }

    let kind: Kind
    private(set) var end: Timestamp
    private(set) var used = 0

    /// Starts a span at its first request: a minute, or what is left of the day.
    init(_ kind: Kind, at now: Timestamp) {
        self.kind = kind
        end = Self.end(kind, now)
    }

    /// Whether so much more fits under a limit; a new span begins where the old one is over, or lies in the future as after a clock that was put back.
    mutating func fits(_ amount: Int, under limit: Int, at now: Timestamp) -> Bool {
        if now >= end || now < end.adding(seconds: -86_400) { self = QuotaWindow(kind, at: now) }
        return amount <= limit - min(used, limit)
    }

    mutating func use(_ amount: Int) { used = used.addingReportingOverflow(amount).overflow ? .max : used + amount }

    private static func end(_ kind: Kind, _ now: Timestamp) -> Timestamp {
        guard kind == .requestsPerDay else { return now.adding(seconds: 60) }
        // Midnight eight hours behind UTC.
        let day: Int64 = 86_400_000_000
        let shift: Int64 = 8 * 3_600_000_000
        let local = now.microseconds - shift
        let start = local - (local % day + day) % day
        return Timestamp(microseconds: start + day + shift)
    }
}
