package import GemCore
internal import HTTPTypes

extension GemError {
    /// The error that an answer with an error status stands for; reads at most 1 MiB of it.
    package static func answered(_ response: Response, to action: String) async -> GemError {
        let body = (try? await response.body.collect(upTo: 1 << 20)) ?? []
        if response.head.status.kind == .redirection, let location = response.head.headerFields[.location] {
            // Behind the path there may be a key.
            let address = location.prefix { $0 != "?" && $0 != "#" }
            return GemError(
                .upstream,
                "Could not \(action): HTTP \(response.head.status.code) leads to \(address), which is not followed. Check the base URL, or sign in to the network."
            )
        }
        return answered(UpstreamFailure(httpStatus: response.head.status.code, body: body), to: action)
    }

    /// The error that upstream's failure stands for: `refused` where the credential or a permission is at fault, else `upstream`.
    ///
    /// `action` says what was tried, such as `upload film.mp4`.
    package static func answered(_ failure: UpstreamFailure, to action: String) -> GemError {
        let said = Self.sentence(failure.message.isEmpty ? "no reason given" : failure.message)
        let status = ["HTTP \(failure.httpStatus)", failure.status].filter { !$0.isEmpty }.joined(separator: " ")
        if failure.reason == "NOT_RECORDED" {
            return GemError(.notRecorded, "Could not \(action): \(failure.message)", upstream: failure)
        }
        if failure.isRefusal {
            return GemError(
                .refused, "Upstream refused to \(action) (\(status)): \(said) Check the API key and what it may use.", upstream: failure)
        }
        return GemError(.upstream, "Could not \(action): upstream answered \(status): \(said)\(remedy(failure))", upstream: failure)
    }

    /// The words with one full stop at their end.
    private static func sentence(_ words: String) -> String {
        var words = words[...]
        while words.last?.isWhitespace == true { words.removeLast() }
        return words.last.map { ".!?".contains($0) } == true ? String(words) : words + "."
    }

    private static func remedy(_ failure: UpstreamFailure) -> String {
        switch failure.httpStatus {
        case 429:
            guard let pause = failure.retryDelayMilliseconds, pause > 0 else { return " Try again later." }
            return " Try again in \((pause + 999) / 1000) s."
        case 408, 500, 502...: return failure.message.lowercased().contains("try again") ? "" : " Try again later."
        default: return ""
        }
    }
}

extension UpstreamFailure {
    /// Whether the credential or a permission is at fault.
    package var isRefusal: Bool {
        httpStatus == 401 || httpStatus == 403 || (httpStatus == 400 && reason == "API_KEY_INVALID")
    }

    /// Whether the same request may well succeed a little later.
    package var isPassing: Bool { RetryDecision.retriedStatuses.contains(httpStatus) }
}
