extension StreamMerge {
    /// Whether a stream that ended with these chunks came to its proper end: the last word on every candidate has a
    /// `finishReason`, or the prompt was blocked.
    ///
    /// An earlier `finishReason` proves nothing: code execution sends one before it goes on.
    public static func isComplete(_ chunks: [JSON]) -> Bool {
        var isFinished: [Int: Bool] = [:]
        var isBlocked = false
        for chunk in chunks {
            if let reason = chunk["promptFeedback"]?["blockReason"], reason != .null { isBlocked = true }
            for (position, candidate) in (chunk["candidates"]?.array ?? []).enumerated() {
                isFinished[candidate["index"]?.int ?? position] = isFinal(candidate["finishReason"])
            }
        }
        return isFinished.isEmpty ? isBlocked : isFinished.values.allSatisfy { $0 }
    }

    private static func isFinal(_ reason: JSON?) -> Bool {
        switch reason {
        case nil, .null, "", "FINISH_REASON_UNSPECIFIED", 0: false
        default: true
        }
    }
}
