package import GemCore

/// Says whether a whole answer may be kept, and for how long.
package enum AnswerJudge {
    /// The judgement.
    package enum Verdict: Sendable, Hashable {
        /// Keep it; for so many seconds, or until evicted where nil.
        case keep(lifetime: Double?)
        /// Do not keep it; why.
        case refuse(String)
    }

    /// Judges an answer with status 200 to `question`, whose kind's lifetime `freshness` tells.
    package static func judge(_ answer: Answer, to question: Question, _ freshness: Freshness = Freshness()) -> Verdict {
        if let reason = refusal(of: answer, to: question) { return .refuse(reason) }
        let lifetime = freshness.lifetime(of: question)
        return lifetime == 0 ? .refuse("answers of its kind are not kept") : .keep(lifetime: lifetime)
    }

    /// Why an answer may not be kept, however long answers of its kind are.
    private static func refusal(of answer: Answer, to question: Question) -> String? {
        if answer.isVerbatim { return DialectStream.refusal(of: answer, to: question) }
        if [.generateContent, .streamGenerateContent].contains(question.route.operation) { return refusal(ofGeneration: answer) }
        var messages: [JSON] = []
        for frame in answer.frames {
            switch read(frame) {
            case .success(let message): messages.append(message)
            case .failure(let unfit): return unfit.reason
            }
        }
        switch question.route.operation {
        case .countTokens, .computeTokens:
            return messages.first?["totalTokens"] ?? messages.first?["tokensInfo"] == nil ? "no token count in the answer" : nil
        case .listModels, .getModel, .embedContent, .batchEmbedContents, .predict: return nil
        case .chatCompletions, .openAIEmbeddings, .interactions: return refusal(ofForeign: messages)
        default: return "this operation is not kept"
        }
    }

    /// Whether an answer came to its end, be it one that may be kept or not: a stream whose last word on a candidate is no end was cut.
    package static func isComplete(_ answer: Answer, to question: Question) -> Bool {
        guard question.route.operation == .streamGenerateContent, answer.shape != .unary else { return true }
        let messages = answer.frames.compactMap { try? JSON(parsing: $0.json) }
        guard messages.count == answer.frames.count, messages.allSatisfy({ $0.object != nil && $0["error"] == nil }) else { return false }
        return StreamMerge.isComplete(messages)
    }

    private struct Unfit: Error { let reason: String }

    private static func read(_ frame: Answer.Frame) -> Result<JSON, Unfit> {
        guard let message = try? JSON(parsing: frame.json) else { return .failure(Unfit(reason: "the answer is no JSON")) }
        guard message.object != nil else { return .failure(Unfit(reason: "the answer is no JSON object")) }
        guard message["error"] == nil else { return .failure(Unfit(reason: "error in mid-stream")) }
        return .success(message)
    }

    /// Why a generation may not be kept: blocked, no candidate, or one that did not end well.
    private static func refusal(ofGeneration answer: Answer) -> String? {
        var finish: [Int: String?] = [:]
        var blocked: String?
        var reader = PlainChunkReader()
        for frame in answer.frames {
            if let chunk = reader.read(frame.json)?.chunk {
                finish[chunk.index] = .some(chunk.reason)
                continue
            }
            switch read(frame) {
            case .failure(let unfit): return unfit.reason
            case .success(let message):
                if let reason = message["promptFeedback"]?["blockReason"]?.string {
                    blocked = blocked ?? "the prompt was blocked (\(reason))"
                }
                let candidates = message["candidates"]?.array ?? []
                for (place, candidate) in zip(StreamMerge.places(of: candidates), candidates) {
                    finish[place] = .some(candidate["finishReason"]?.string)
                }
            }
        }
        if let blocked { return blocked }
        guard !finish.isEmpty else { return "no candidate in the answer" }
        for (_, reason) in finish.sorted(by: { $0.key < $1.key }) {
            switch reason {
            case "STOP"?, "MAX_TOKENS"?: continue
            case let other?: return "finish reason \(other)"
            case nil: return "no final finish reason"
            }
        }
        return nil
    }

    /// Why an answer in another dialect may not be kept.
    private static func refusal(ofForeign messages: [JSON]) -> String? {
        guard let message = messages.first else { return "the answer is empty" }
        if let status = message["status"]?.string, let reason = DialectStream.refusal(ofStatus: status) { return reason }
        for choice in message["choices"]?.array ?? [] {
            let reason = choice["finish_reason"]?.string
            guard reason == "stop" || reason == "length" || reason == "tool_calls" else { return "finish reason \(reason ?? "none")" }
        }
        return nil
    }
}
