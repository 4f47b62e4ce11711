/// What clients do when they are refused.
extension Rule {
    static let ignoredRetryInfo = Rule(
        id: "ignored-retry-info", severity: .error, words: "Asked the same again before the delay of RetryInfo had passed.",
        advice: "Wait as long as error.details[].retryDelay says before the request is repeated."
    ) { history in
        history.repeated { $0.facts.answer.retryMilliseconds ?? 0 > 0 }.compactMap { first, second in
            let asked = Double(first.facts.answer.retryMilliseconds ?? 0) / 1000
            let waited = History.seconds(from: first, to: second)
            // Clocks and wires are a little uneven.
            guard waited < asked * 0.99 - 0.01 else { return nil }
            return .init(
                requests: [first.number, second.number], words: "told to wait \(History.text(asked)), waited \(History.text(waited))")
        }
    }

    static let retriedRefused = Rule(
        id: "retried-refused", severity: .warning, words: "Repeated, unchanged, a request that was refused for good (400, 401, 403, 404).",
        advice: "Repeat only 408, 429 and 5xx; show the others to whoever can change the request."
    ) { history in
        let refusals = [400, 401, 403, 404]
        // A file that is not ready yet is worth another try.
        return history.repeated { refusals.contains($0.status) && $0.facts.answer.errorStatus != "FAILED_PRECONDITION" }
            .map { first, second in
                .init(requests: [first.number, second.number], words: "\(first.status), and \(second.path) again as it was")
            }
    }

    static let retriedAtOnce = Rule(
        id: "retried-at-once", severity: .warning, words: "Asked the same again at once after a failure of the service (500, 503, 504).",
        advice: "Wait before each repetition, longer each time, by chance a little more or less."
    ) { history in
        history.repeated { [500, 503, 504].contains($0.status) && $0.facts.answer.retryMilliseconds == nil }.compactMap { first, second in
            let waited = History.seconds(from: first, to: second)
            guard waited < 0.1 else { return nil }
            return .init(requests: [first.number, second.number], words: "\(first.status), and again after \(History.text(waited))")
        }
    }
}
