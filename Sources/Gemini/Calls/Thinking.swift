/// How much the model thinks before it answers: a budget in tokens, or a level.
///
///     try await gemini.gem("What is 2 + 2?", thinking: 0)
///     try await gemini.gem("Prove it.", model: "gemini-3-pro-preview", thinking: .high)
public struct Thinking: Sendable, Hashable {
    private enum Amount: Hashable {
        case budget(Int)
        case level(ThinkingLevel)
    }

    private let amount: Amount

    /// So many tokens of thought: -1 as the model likes, 0 none.
    public static func budget(_ tokens: Int) -> Thinking { Thinking(amount: .budget(tokens)) }

    /// A level of thought, which models from Gemini 3 on take in place of a budget.
    public static func level(_ level: ThinkingLevel) -> Thinking { Thinking(amount: .level(level)) }

    /// As much as the model likes; left out for models that cannot think.
    public static let dynamic = budget(-1)
    /// Not at all, for models that allow it.
    public static let off = budget(0)
    /// The level `MINIMAL`.
    public static let minimal = level(.minimal)
    /// The level `LOW`.
    public static let low = level(.low)
    /// The level `MEDIUM`.
    public static let medium = level(.medium)
    /// The level `HIGH`.
    public static let high = level(.high)

    /// Reads what a user wrote: `-1`, `1024`, `high`; nil for what is neither a number nor a word.
    public init?(_ text: String) {
        if let tokens = Int(text) {
            self = .budget(tokens)
        } else {
            let isWord = !text.isEmpty && text.utf8.allSatisfy { (65...90).contains($0 & 0xDF) || $0 == 95 }
            guard isWord else { return nil }
            self = .level(ThinkingLevel(rawValue: text.uppercased()))
        }
    }

    private init(amount: Amount) { self.amount = amount }

    /// What the request says.
    package func config(includeThoughts: Bool) -> ThinkingConfig {
        let summaries = includeThoughts ? true : nil
        return switch amount {
        case .budget(let tokens): ThinkingConfig(budget: tokens, includeThoughts: summaries)
        case .level(let level): ThinkingConfig(level: level, includeThoughts: summaries)
        }
    }
}

extension Thinking: ExpressibleByIntegerLiteral {
    public init(integerLiteral tokens: Int) { self = .budget(tokens) }
}
