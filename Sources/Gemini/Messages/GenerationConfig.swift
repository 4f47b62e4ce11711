public import GemCore

/// How an answer is made; a member that is not set is left to the model.
public struct GenerationConfig: APIMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    /// Leaves everything to the model.
    public init() { json = .object(JSON.Object()) }

    /// Whether nothing is set.
    public var isEmpty: Bool { json.object?.isEmpty ?? true }

    /// Randomness, 0 to 2.
    public var temperature: Double? {
        get { number("temperature") }
        set { setNumber("temperature", newValue) }
    }
    /// Nucleus sampling.
    public var topP: Double? {
        get { number("topP") }
        set { setNumber("topP", newValue) }
    }
    /// How many tokens are looked at.
    public var topK: Int? {
        get { integer("topK") }
        set { setInteger("topK", newValue) }
    }
    /// The longest answer, thoughts included.
    public var maxOutputTokens: Int? {
        get { integer("maxOutputTokens") }
        set { setInteger("maxOutputTokens", newValue) }
    }
    /// How many answers.
    public var candidateCount: Int? {
        get { integer("candidateCount") }
        set { setInteger("candidateCount", newValue) }
    }
    /// Makes answers repeatable as far as the model can.
    public var seed: Int? {
        get { integer("seed") }
        set { setInteger("seed", newValue) }
    }
    /// Up to five texts that end the answer.
    public var stopSequences: [String] {
        get { strings("stopSequences") }
        set { set("stopSequences", newValue) }
    }
    /// `text/plain`, `application/json`, `text/x.enum`.
    public var responseMimeType: String? {
        get { json["responseMimeType"]?.string }
        set { json["responseMimeType"] = newValue.map { .string($0) } }
    }
    /// The answer's form as the API's own subset of OpenAPI.
    public var responseSchema: JSON? {
        get { json["responseSchema"] }
        set { json["responseSchema"] = newValue }
    }
    /// The answer's form as JSON Schema; member order counts.
    public var responseJsonSchema: JSON? {
        get { json["responseJsonSchema"] }
        set { json["responseJsonSchema"] = newValue }
    }
    /// `TEXT`, `IMAGE`, `AUDIO`.
    public var responseModalities: [String] {
        get { strings("responseModalities") }
        set { set("responseModalities", newValue) }
    }
    /// How finely media are looked at.
    public var mediaResolution: String? {
        get { json["mediaResolution"]?.string }
        set { json["mediaResolution"] = newValue.map { .string($0) } }
    }
    /// How much the model thinks.
    public var thinking: ThinkingConfig? {
        get { message("thinkingConfig") }
        set { json["thinkingConfig"] = newValue?.json }
    }

    private func number(_ name: String) -> Double? { json[name]?.double }
    private func integer(_ name: String) -> Int? { json[name]?.int }
    private mutating func setNumber(_ name: String, _ value: Double?) { json[name] = value.map { .double($0) } }
    private mutating func setInteger(_ name: String, _ value: Int?) { json[name] = value.map { .int($0) } }
}

/// How much the model thinks before it answers.
public struct ThinkingConfig: APIMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    /// Allows so many tokens of thought: -1 as the model likes, 0 none.
    public init(budget: Int, includeThoughts: Bool? = nil) {
        json = .members(["includeThoughts": includeThoughts.map { .bool($0) }, "thinkingBudget": .int(budget)])
    }

    /// Asks for a level of thought, for models from 3 on: `MINIMAL`, `LOW`, `MEDIUM`, `HIGH`.
    public init(level: String, includeThoughts: Bool? = nil) {
        json = .members(["includeThoughts": includeThoughts.map { .bool($0) }, "thinkingLevel": .string(level)])
    }

    /// The allowed tokens of thought.
    public var budget: Int? { json["thinkingBudget"]?.int }
    /// The level of thought.
    public var level: String? { json["thinkingLevel"]?.string }
    /// Whether summaries of the thoughts are in the answer.
    public var includeThoughts: Bool { json["includeThoughts"]?.bool ?? false }
}
