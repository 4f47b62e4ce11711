package import GemCore

/// Whether and when a failed attempt is repeated.
package struct RetryDecision: Sendable {
    /// How often and how fast attempts are repeated.
    package struct Policy: Sendable, Hashable {
        /// Attempts in all, the first included.
        package var attempts = 4
        /// The first pause in milliseconds; each next one doubles.
        package var firstPause: Int64 = 500
        /// The longest pause in milliseconds; a longer one asked for by upstream ends the attempts.
        package var longestPause: Int64 = 60_000

        /// The defaults: four attempts, half a second doubling.
        package init() {}
    }

    /// What happened.
    package enum Event: Sendable {
        /// Upstream answered with a status; `delay` is its `RetryInfo` in milliseconds.
        case answered(status: Int, delay: Int64?)
        /// No answer came.
        case failed(GemError)
    }

    /// What to do.
    package enum Action: Sendable, Equatable {
        /// Take the answer or failure as it is.
        case accept
        /// Try again after so many milliseconds.
        case retry(afterMilliseconds: Int64)
    }

    /// The statuses that a repeated attempt may cure.
    package static let retriedStatuses: Set<Int> = [408, 429, 500, 502, 503, 504]

    private let policy: Policy
    private let jitter: @Sendable () -> Double
    /// Attempts made so far.
    package private(set) var attempts = 0

    /// Starts before the first attempt; `jitter` gives numbers in 0..<1.
    package init(policy: Policy = Policy(), jitter: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }) {
        self.policy = policy
        self.jitter = jitter
    }

    /// Takes the outcome of an attempt.
    package mutating func on(_ event: Event) -> Action {
        attempts += 1
        guard attempts < policy.attempts else { return .accept }
        switch event {
        case .answered(let status, let delay):
            guard Self.retriedStatuses.contains(status) else { return .accept }
            // Who asks for no pause to speak of, or for one of less than nothing, gets the usual one: attempts never follow at once.
            guard let delay, delay >= policy.firstPause / 2 else { return .retry(afterMilliseconds: pause()) }
            return delay <= policy.longestPause ? .retry(afterMilliseconds: delay) : .accept
        case .failed(let error):
            return error.code == .cut ? .retry(afterMilliseconds: pause()) : .accept
        }
    }

    /// The decision before the last outcome, for one that turns out otherwise.
    func takingBack() -> RetryDecision {
        var decision = self
        decision.attempts = max(0, attempts - 1)
        return decision
    }

    /// Half the doubled pause for sure, the other half by chance.
    private func pause() -> Int64 {
        let whole = min(policy.longestPause, policy.firstPause << Int64(min(attempts - 1, 20)))
        return whole / 2 + Int64(Double(whole / 2) * jitter())
    }
}
