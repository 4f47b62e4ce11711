internal import GemCore

extension GenerateContentResponse {
    /// The first answer's text, without thoughts.
    ///
    /// Throws `noAnswer`, saying why, where the prompt or the answer was blocked or there is no text; never gives the beginning of
    /// a blocked answer (`partialText` does).
    public var text: String {
        get throws(GemError) {
            guard let candidate = first else { throw blockedPrompt() }
            let text = candidate.content.text
            if let reason = candidate.finishReason, !reason.isAnswer { throw stopped(candidate, reason) }
            guard text.isEmpty else { return text }
            throw empty(candidate)
        }
    }

    private func blockedPrompt() -> GemError {
        guard let feedback = promptFeedback, let reason = feedback.blockReason else {
            return GemError(.noAnswer, "The model gave no answer and no reason; ask again, or ask another model.")
        }
        let said = feedback.blockReasonMessage.map { " (\($0))" } ?? ""
        return GemError(
            .noAnswer,
            "The prompt was blocked: \(reason)\(said)\(Self.categories(feedback.safetyRatings)). Rephrase it, or relax safetySettings.")
    }

    private func stopped(_ candidate: Candidate, _ reason: FinishReason) -> GemError {
        let said = candidate.finishMessage.map { " (\($0))" } ?? ""
        let remedy =
            switch reason {
            case .safety: "Rephrase the prompt, or relax safetySettings."
            case .recitation: "Ask for it in other words; the answer quoted a source at length."
            case .malformedFunctionCall: "Ask again, or simplify the function declarations."
            default: "Ask again, or rephrase the prompt."
            }
        return GemError(
            .noAnswer, "The model's answer was stopped: \(reason)\(said)\(Self.categories(candidate.safetyRatings)). \(remedy)")
    }

    private func empty(_ candidate: Candidate) -> GemError {
        let calls = functionCalls.map(\.name)
        if !calls.isEmpty {
            return GemError(
                .noAnswer, "The model answered with function calls (\(calls.joined(separator: ", "))), not text; see functionCalls.")
        }
        if candidate.finishReason == .maxTokens {
            let thoughts = usage?.thoughtTokens ?? 0
            return GemError(
                .noAnswer, "All allowed tokens went into thinking (\(thoughts)); raise maxOutputTokens or lower the thinking budget.")
        }
        let reason = candidate.finishReason.map { " (\($0))" } ?? ""
        return GemError(.noAnswer, "The model's answer has no text\(reason); ask again, or rephrase the prompt.")
    }

    private static func categories(_ ratings: [SafetyRating]) -> String {
        let names = ratings.filter { $0.isBlocked || $0.probability == .high }.map(\.category.rawValue)
        return names.isEmpty ? "" : " [\(names.joined(separator: ", "))]"
    }
}
