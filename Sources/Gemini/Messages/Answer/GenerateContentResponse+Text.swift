internal import GemCore

extension GenerateContentResponse {
    /// The first answer's text, without thoughts.
    ///
    /// Throws `noAnswer`, saying why (`GemError.noAnswer` has the reasons), where the prompt or the answer was blocked or there is no
    /// text; never gives the beginning of a blocked answer (`partialText` does). An answer that was cut by `maxOutputTokens` is given:
    /// see `isTruncated`.
    public var text: String {
        get throws(GemError) {
            let candidate = try answered
            let text = candidate.content.text
            guard text.isEmpty else { return text }
            throw empty(candidate)
        }
    }

    /// Whether the first answer ended because the allowed tokens were used up.
    public var isTruncated: Bool { first?.finishReason == .maxTokens }

    /// The first answer, of whatever it is made; throws `noAnswer` where the prompt or the answer was blocked, be it after the answer's beginning.
    package var answered: Candidate {
        get throws(GemError) {
            guard let candidate = first, promptFeedback?.blockReason == nil else { throw blockedPrompt() }
            if let reason = candidate.finishReason, !reason.isAnswer { throw stopped(candidate, reason) }
            return candidate
        }
    }

    private func blockedPrompt() -> GemError {
        guard let feedback = promptFeedback, let reason = feedback.blockReason else {
            return GemError(.noAnswer, "The model gave no answer and no reason; ask again, or ask another model.", cause: NoAnswer())
        }
        let said = feedback.blockReasonMessage.map { " (\($0))" } ?? ""
        let cause = NoAnswer(blockReason: reason, explanation: feedback.blockReasonMessage, ratings: feedback.safetyRatings)
        return GemError(
            .noAnswer,
            "The prompt was blocked: \(reason)\(said)\(Self.categories(feedback.safetyRatings)). Rephrase it, or relax safetySettings.",
            cause: cause)
    }

    private func stopped(_ candidate: Candidate, _ reason: FinishReason) -> GemError {
        let said = candidate.finishMessage.map { " (\($0))" } ?? ""
        let remedy =
            switch reason {
            case .safety, .imageSafety: "Rephrase the prompt, or relax safetySettings."
            case .recitation: "Ask for it in other words; the answer quoted a source at length."
            case .malformedFunctionCall: "Ask again, or simplify the function declarations."
            case .tooManyToolCalls: "Ask for less at once."
            case .missingThoughtSignature: "Send the model's turns back as they came, with their thoughtSignature."
            default: "Ask again, or rephrase the prompt."
            }
        return GemError(
            .noAnswer, "The model's answer was stopped: \(reason)\(said)\(Self.categories(candidate.safetyRatings)). \(remedy)",
            cause: Self.reasons(candidate))
    }

    private func empty(_ candidate: Candidate) -> GemError {
        let calls = functionCalls.map(\.name)
        let kinds = media.map(\.mimeType)
        let message: String
        if !calls.isEmpty {
            message = "The model answered with function calls (\(calls.joined(separator: ", "))), not text; see functionCalls."
        } else if !kinds.isEmpty {
            message = "The model answered with \(kinds.joined(separator: ", ")), not text; see media."
        } else if candidate.finishReason == .maxTokens {
            let thoughts = usage?.thoughtTokens ?? 0
            message =
                thoughts > 0
                ? "All allowed tokens went into thinking (\(thoughts)); raise maxOutputTokens or lower the thinking budget."
                : "The allowed tokens were used up before the answer began (MAX_TOKENS); raise maxOutputTokens."
        } else {
            let reason = candidate.finishReason.map { " (\($0))" } ?? ""
            message = "The model's answer has no text\(reason); ask again, or rephrase the prompt."
        }
        return GemError(.noAnswer, message, cause: Self.reasons(candidate))
    }

    private static func reasons(_ candidate: Candidate) -> NoAnswer {
        NoAnswer(finishReason: candidate.finishReason, explanation: candidate.finishMessage, ratings: candidate.safetyRatings)
    }

    private static func categories(_ ratings: [SafetyRating]) -> String {
        let names = ratings.filter { $0.isBlocked || $0.probability == .high }.map(\.category.rawValue)
        return names.isEmpty ? "" : " [\(names.joined(separator: ", "))]"
    }
}
