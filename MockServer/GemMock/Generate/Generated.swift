internal import GemCore

/// What the mock's model said, before it is put into messages.
struct Generated: Sendable {
    /// One candidate.
    struct Candidate: Sendable {
        var thoughts: [String] = []
        var text = ""
        /// Function calls, as parts.
        var calls: [JSON] = []
        var finishReason = "STOP"
        var finishMessage: String?
        var grounding: JSON?
        var safetyRatings: JSON?
        /// The signature on the last text part.
        var signature: String?
    }

    var candidates: [Candidate] = []
    /// Why the prompt was refused; then there are no candidates.
    var blockReason: String?
    var promptTokens: Tokens.Count = [:]
    var thoughtTokens = 0

    /// Tokens of a candidate's text so far and its calls.
    static func tokens(text: String, calls: [JSON]) -> Int { Tokens.of(text) + calls.reduce(0) { $0 + Tokens.of($1.text()) } }

    /// The ratings that go with a block.
    static let blockedRatings: JSON = .array(
        [
            ("SEXUALLY_EXPLICIT", "NEGLIGIBLE"), ("HATE_SPEECH", "NEGLIGIBLE"), ("HARASSMENT", "NEGLIGIBLE"), ("DANGEROUS_CONTENT", "HIGH"),
        ].map { category, probability in
            .members([
                "category": .string("HARM_CATEGORY_" + category), "probability": .string(probability),
                "blocked": probability == "HIGH" ? true : nil,
            ])
        })
}
