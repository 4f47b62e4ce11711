extension StreamMerge {
    /// Whether a stream that ended with these chunks came to its proper end: the last word on every candidate has a
    /// `finishReason`, or the prompt was blocked, be it after some of an answer.
    ///
    /// An earlier `finishReason` proves nothing: code execution sends one before it goes on.
    public static func isComplete(_ chunks: [JSON]) -> Bool {
        var end = StreamEnd()
        for chunk in chunks { end.see(chunk) }
        return end.isComplete
    }
}

/// Follows whether a stream's chunks so far say that it is over.
struct StreamEnd: Sendable {
    private var isFinished: [Int: Bool] = [:]
    private var isBlocked = false

    /// Whether a stream that ends here came to its proper end.
    var isComplete: Bool { isBlocked || !isFinished.isEmpty && isFinished.values.allSatisfy { $0 } }

    mutating func see(_ chunk: JSON) {
        if let reason = chunk["promptFeedback"]?["blockReason"], reason != .null { isBlocked = true }
        let candidates = chunk["candidates"]?.array ?? []
        for (place, candidate) in zip(StreamMerge.places(of: candidates), candidates) {
            isFinished[place] = Self.isFinal(candidate["finishReason"])
        }
    }

    mutating func see(_ chunk: PlainChunk) { isFinished[chunk.index] = chunk.isFinal }

    private static func isFinal(_ reason: JSON?) -> Bool {
        switch reason {
        case nil, .null, "", "FINISH_REASON_UNSPECIFIED", 0: false
        default: true
        }
    }
}
