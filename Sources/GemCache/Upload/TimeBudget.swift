package import GemCore

/// The time a question may take, of which uploads and downloads take their part.
package struct TimeBudget: Sendable {
    private let time: any TimeSource
    /// How many seconds there were in all, and until when; nil without a limit.
    private let limit: (seconds: Double, end: Timestamp)?

    /// Begins now; nil is no limit.
    package init(_ seconds: Double?, _ time: any TimeSource) {
        self.time = time
        limit = seconds.map { seconds in
            let seconds = seconds > 0 ? min(seconds, 1e9) : 0
            return (seconds, time.now.adding(seconds: seconds))
        }
    }

    /// The seconds that are left; nil without a limit.
    package var left: Double? { limit.map { max(0, $0.end.seconds(since: time.now)) } }

    /// What `body` makes of a file, which is given up where it takes longer; throws `timeout` then.
    package func spend<Value: Sendable>(
        on attachment: Attachment, _ body: @escaping @Sendable () async throws(GemError) -> Value
    ) async throws(GemError) -> Value {
        guard let limit, let left else { return try await body() }
        if left > 0, let value = try await within(left, time, body) { return value }
        throw GemError(
            .timeout,
            "The upload of \(attachment.path) was not over in \(JSON.double((limit.seconds * 10).rounded() / 10).text()) s and was given up; nothing of it counts. Give it more time, or upload it before it is asked about (`gemcache upload`): what is up is not sent again."
        )
    }
}
