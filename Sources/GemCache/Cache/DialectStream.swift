internal import GemCore

/// Whether a stream of another dialect came to its good end, and so may be kept as it came.
enum DialectStream {
    /// Why a stream may not be kept; nil where it may.
    static func refusal(of answer: Answer, to question: Question) -> String? {
        var decoder = EventStreamDecoder()
        var messages: [JSON] = []
        var isDone = false
        for event in answer.frames.flatMap({ decoder.feed($0.json) }) {
            guard !isDone else { return "something follows the end mark" }
            if event.data.elementsEqual("[DONE]".utf8) {
                isDone = true
                continue
            }
            guard let message = try? JSON(parsing: event.data), message.object != nil else { return "the answer is no JSON object" }
            if message["error"] != nil { return "error in mid-stream" }
            messages.append(message)
        }
        decoder.finish()
        guard !decoder.hasErrorEvent else { return "error in mid-stream" }
        guard isDone, decoder.stray.isEmpty else { return "the stream has no end mark" }
        switch question.route.operation {
        case .chatCompletions: return refusal(ofChat: messages)
        case .interactions: return refusal(ofInteraction: messages)
        default: return "streams of this dialect are not kept"
        }
    }

    private static func refusal(ofChat chunks: [JSON]) -> String? {
        var reasons: [Int: String?] = [:]
        for chunk in chunks {
            for (place, choice) in (chunk["choices"]?.array ?? []).enumerated() {
                let index = choice["index"]?.int ?? place
                reasons[index] = .some(choice["finish_reason"]?.string ?? (reasons[index] ?? nil))
            }
        }
        guard !reasons.isEmpty else { return "no choice in the answer" }
        for reason in reasons.values where !["stop", "length", "tool_calls"].contains(reason ?? "") {
            return "finish reason \(reason ?? "none")"
        }
        return nil
    }

    private static func refusal(ofInteraction events: [JSON]) -> String? {
        guard let last = events.last(where: { $0["event_type"] == "interaction.completed" }) else {
            return "the interaction was not completed"
        }
        return refusal(ofStatus: last["interaction"]?["status"]?.string ?? "none")
    }

    /// Why an interaction that ended so may not be kept; one that calls functions has said all it has to say.
    static func refusal(ofStatus status: String) -> String? {
        ["completed", "requires_action"].contains(status) ? nil : "status \(status)"
    }
}
