public import GemCore

/// How an answer is made; a member that is not set is left to the model.
///
/// What is not a property here is set through `json`, and stays in it.
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
        set { set("temperature", newValue) }
    }
    /// Nucleus sampling: of the tokens, only the likeliest that together have this probability, 0 to 1.
    public var topP: Double? {
        get { number("topP") }
        set { set("topP", newValue) }
    }
    /// How many of the likeliest tokens are looked at.
    public var topK: Int? {
        get { integer("topK") }
        set { set("topK", newValue) }
    }
    /// The longest answer in tokens, thoughts included.
    public var maxOutputTokens: Int? {
        get { integer("maxOutputTokens") }
        set { set("maxOutputTokens", newValue) }
    }
    /// How many answers.
    public var candidateCount: Int? {
        get { integer("candidateCount") }
        set { set("candidateCount", newValue) }
    }
    /// Makes answers repeatable as far as the model can; 32 bits.
    public var seed: Int? {
        get { integer("seed") }
        set { set("seed", newValue) }
    }
    /// Up to five texts that end the answer.
    public var stopSequences: [String] {
        get { strings("stopSequences") }
        set { set("stopSequences", newValue) }
    }
    /// Makes tokens that were used at all less likely, or more where it is negative; -2 to 2.
    public var presencePenalty: Double? {
        get { number("presencePenalty") }
        set { set("presencePenalty", newValue) }
    }
    /// Makes tokens less likely each time they are used, or more where it is negative; -2 to 2.
    public var frequencyPenalty: Double? {
        get { number("frequencyPenalty") }
        set { set("frequencyPenalty", newValue) }
    }
    /// Whether the probabilities of the answer's tokens are told, in `Candidate.logprobs`.
    public var responseLogprobs: Bool? {
        get { json["responseLogprobs"]?.bool }
        set { json["responseLogprobs"] = newValue.map { .bool($0) } }
    }
    /// How many of the likeliest tokens at each place are told, 0 to 20; needs `responseLogprobs`.
    public var logprobs: Int? {
        get { integer("logprobs") }
        set { set("logprobs", newValue) }
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
    /// What the answer is made of; text unless told.
    public var responseModalities: [Modality] {
        get { strings("responseModalities").map { Modality(rawValue: $0) } }
        set { set("responseModalities", newValue.map(\.rawValue)) }
    }
    /// How finely all media are looked at; `Media.resolution(_:)` says it of one piece.
    public var mediaResolution: MediaResolution? {
        get { name("mediaResolution") }
        set { set("mediaResolution", newValue) }
    }
    /// How much the model thinks.
    public var thinking: ThinkingConfig? {
        get { message("thinkingConfig") }
        set { json["thinkingConfig"] = newValue?.json }
    }
    /// With which voices the answer is spoken.
    public var speech: SpeechConfig? {
        get { message("speechConfig") }
        set { json["speechConfig"] = newValue?.json }
    }
    /// Of what form generated images are.
    public var image: ImageConfig? {
        get { message("imageConfig") }
        set { json["imageConfig"] = newValue?.json }
    }
    /// Whether answers about elections and the like are more careful, for models that know it.
    public var enhancedCivicAnswers: Bool? {
        get { json["enableEnhancedCivicAnswers"]?.bool }
        set { json["enableEnhancedCivicAnswers"] = newValue.map { .bool($0) } }
    }
    /// Whether the model is told the times in a sound recording; only Vertex AI reads it.
    public var audioTimestamp: Bool? {
        get { json["audioTimestamp"]?.bool }
        set { json["audioTimestamp"] = newValue.map { .bool($0) } }
    }

    /// Asks for JSON of the form a JSON Schema tells, or of any form.
    public mutating func answersJSON(_ schema: JSON? = nil) {
        responseMimeType = "application/json"
        if let schema, schema.object?.isEmpty != true { responseJsonSchema = schema }
    }

    private func number(_ name: String) -> Double? { json[name]?.double }
    private func integer(_ name: String) -> Int? { json[name]?.int }
    private mutating func set(_ name: String, _ value: Double?) { json[name] = value.map { .double($0) } }
    private mutating func set(_ name: String, _ value: Int?) { json[name] = value.map { .int($0) } }
}
