package import GemCore

/// What becomes of a queue row after an attempt to send it.
package enum SyncDecision {
    /// What happened.
    package enum Event: Sendable {
        /// Upstream answered with an error.
        case refused(UpstreamFailure)
        /// No whole answer came.
        case failed(GemError)
        /// An answer came that may not be kept; why.
        case unkept(String)
    }

    /// What to do with the row.
    package enum Action: Sendable, Equatable {
        /// Let it wait so many milliseconds.
        case postpone(milliseconds: Int64)
        /// Put it with the dead letters.
        case bury(code: String, message: String, httpStatus: Int?)
        /// Give it back untouched and stop: the next row would fare no better.
        case stop
    }

    /// Decides; `attempts` counts those before this one.
    package static func action(for event: Event, attempts: Int) -> Action {
        let pause: Int64 = min(3_600_000, 1000 << Int64(min(attempts, 12)))
        switch event {
        case .unkept(let reason):
            return .bury(
                code: GemError.Code.noAnswer.name,
                message: "Upstream answered, but the answer may not be kept: \(reason). Ask again online to see it.",
                httpStatus: 200)
        case .failed(let error):
            // A step before the question failed, an upload for one: what upstream said of it decides.
            if let failure = error.upstream, error.code == .upstream { return Self.action(for: .refused(failure), attempts: attempts) }
            switch error.code {
            case .unreachable, .offline, .cancelled, .store, .configuration: return .stop
            case .cut, .timeout, .internal: return .postpone(milliseconds: pause)
            case .refused: return .stop
            default: return .bury(code: error.code.name, message: error.message, httpStatus: error.upstream?.httpStatus)
            }
        case .refused(let failure):
            if failure.httpStatus == 401 || failure.reason == "API_KEY_INVALID" { return .stop }
            if RetryDecision.retriedStatuses.contains(failure.httpStatus) || failure.httpStatus >= 500 {
                return .postpone(milliseconds: max(pause, failure.retryDelayMilliseconds ?? 0))
            }
            return .bury(code: failure.status, message: failure.message, httpStatus: failure.httpStatus)
        }
    }
}
