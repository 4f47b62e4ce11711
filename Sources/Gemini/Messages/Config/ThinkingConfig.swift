public import GemCore

/// How much the model thinks before it answers.
public struct ThinkingConfig: APIMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    /// Leaves the amount to the model.
    public init(includeThoughts: Bool) { json = ["includeThoughts": .bool(includeThoughts)] }

    /// Allows so many tokens of thought: -1 as the model likes, 0 none.
    public init(budget: Int, includeThoughts: Bool? = nil) {
        json = .members(["includeThoughts": includeThoughts.map { .bool($0) }, "thinkingBudget": .int(budget)])
    }

    /// Asks for a level of thought, for models from 3 on.
    public init(level: ThinkingLevel, includeThoughts: Bool? = nil) {
        json = .members(["includeThoughts": includeThoughts.map { .bool($0) }, "thinkingLevel": .string(level.rawValue)])
    }

    /// The allowed tokens of thought.
    public var budget: Int? {
        get { json["thinkingBudget"]?.int }
        set { json["thinkingBudget"] = newValue.map { .int($0) } }
    }
    /// The level of thought.
    public var level: ThinkingLevel? {
        get { name("thinkingLevel") }
        set { set("thinkingLevel", newValue) }
    }
    /// Whether summaries of the thoughts are in the answer.
    public var includeThoughts: Bool {
        get { json["includeThoughts"]?.bool ?? false }
        set { json["includeThoughts"] = .bool(newValue) }
    }
}

/// A level of thought.
public struct ThinkingLevel: OpenEnum {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Hardly any.
    public static let minimal: ThinkingLevel = "MINIMAL"
    /// A little.
    public static let low: ThinkingLevel = "LOW"
    /// In between.
    public static let medium: ThinkingLevel = "MEDIUM"
    /// As much as helps.
    public static let high: ThinkingLevel = "HIGH"
}
