internal import GemCore

/// How many tokens the model makes before each piece of an answer.
enum PacedTokens {
    /// One count for each event of a stream, one for a message; thinking goes before the thoughts, else before the first words.
    static func of(_ reply: Reply) -> [Int] {
        switch reply.content {
        case .message(let json): return [spoken(json) + thought(json)]
        case .events(let events, _):
            var counts = events.map(spoken)
            guard let total = events.last.map(thought), total > 0, !counts.isEmpty else { return counts }
            let places = events.indices.filter { isThought(events[$0]) }
            for place in places { counts[place] = total / places.count }
            counts[places.first ?? 0] += places.isEmpty ? total : total % places.count
            return counts
        // The dialects' frames carry some forty letters each.
        case .frames(let frames): return frames.map { _ in 10 }
        case .bytes, .file: return []
        }
    }

    private static func thought(_ message: JSON) -> Int {
        max(0, min(10_000_000, message["usageMetadata"]?["thoughtsTokenCount"]?.int ?? 0))
    }

    private static func spoken(_ message: JSON) -> Int {
        (message["candidates"]?.array ?? []).reduce(0) { sum, candidate in
            sum
                + (candidate["content"]?["parts"]?.array ?? []).reduce(0) { sum, part in
                    if part["thought"]?.bool == true { return sum }
                    // A picture or a sound, whose text is no measure.
                    if part["inlineData"] != nil { return sum + 1290 }
                    return sum + Tokens.of(part["text"]?.string ?? part.text())
                }
        }
    }

    private static func isThought(_ message: JSON) -> Bool {
        message["candidates"]?[0]?["content"]?["parts"]?.array?.contains { $0["thought"]?.bool == true } ?? false
    }
}
