internal import GemCore

/// How much the model thinks about a prompt, and what it tells of that.
struct Thinking: Sendable {
    /// Whether it thinks at all: thinking models do, unless the budget is zero.
    let isOn: Bool
    /// Whether the thoughts are part of the answer.
    let isShown: Bool
    /// The thoughts, piece by piece.
    let texts: [String]
    /// What they take: no more than the budget, and half of what may be put out.
    let tokens: Int

    init(_ prompt: Prompt, _ model: Model) {
        let config = prompt.config.field("thinkingConfig") ?? .null
        let budget = config.number(of: "thinkingBudget").map { $0.whole(-1...1_000_000) }
        isOn = model.thinks && budget != 0
        isShown = isOn && config.field("includeThoughts")?.bool == true
        guard isOn else {
            (texts, tokens) = ([], 0)
            return
        }
        let media = prompt.media.count
        var texts = [
            "**Reading the Prompt**\n\nThe prompt has \(prompt.turns.count) turn\(prompt.turns.count == 1 ? "" : "s") and \(media) attachment\(media == 1 ? "" : "s"). I look at what is asked first.\n\n\n",
            "**Planning the Answer**\n\nI will say what I was given, so that it can be checked.\n\n\n",
        ]
        // The light models of the third generation hardly think unless told to.
        let level =
            config.name(of: "thinkingLevel", in: ["THINKING_LEVEL_UNSPECIFIED", "LOW", "MEDIUM", "HIGH", "MINIMAL"])
            ?? (model.generation >= 3 && model.answersAs.contains("lite") && budget == nil ? "MINIMAL" : nil)
        let times: Int
        switch level {
        case "MINIMAL", "LOW": times = 1
        case "HIGH": times = 3
        default: times = budget.map { $0 > 8192 ? 3 : 2 } ?? 2
        }
        if times == 1 { texts.removeLast() }
        if times == 3 { texts.append("**Checking the Plan**\n\nI go through it once more, slowly, and find nothing to change.\n\n\n") }
        self.texts = texts
        var most = Tokens.of(texts.joined())
        if let budget, budget > 0 { most = min(most, budget) }
        if let limit = prompt.config.number(of: "maxOutputTokens") { most = min(most, limit.whole(0...1_000_000) / 2) }
        tokens = level == "MINIMAL" && !isShown ? 0 : most
    }
}

/// The limits a request sets to the text.
enum Limits {
    /// The text up to the first stop sequence.
    static func stopped(_ text: String, _ config: JSON) -> String {
        let stops = config.list("stopSequences").compactMap(\.string).filter { !$0.isEmpty }
        guard let first = stops.compactMap({ text.firstRange(of: $0)?.lowerBound }).min() else { return text }
        return String(text[..<first])
    }

    /// Cuts the text where the tokens end; `spent` were for thoughts. Tells whether it cut.
    static func cut(_ text: inout String, _ config: JSON, _ model: Model, spent: Int) -> Bool {
        let wanted = config.number(of: "maxOutputTokens").map { $0.whole(0...1_000_000) } ?? model.outputTokenLimit
        let most = max(0, min(wanted, model.outputTokenLimit) - spent)
        guard text.utf8.count > most, Tokens.of(text) > most else { return false }
        text = Tokens.pieces(text, upTo: most).joined()
        return true
    }
}
