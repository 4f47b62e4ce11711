public import GemCore

/// One answer.
public struct Candidate: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let content = Field<Content>("content")
        let finishReason = Field<FinishReason>("finishReason")
        let finishMessage = Field<String>("finishMessage")
        let index = Field<Int>("index")
        let groundingMetadata = Field<GroundingMetadata>("groundingMetadata")
        let safetyRatings = Field<[SafetyRating]>("safetyRatings")
        let citationMetadata = Field<CitationMetadata>("citationMetadata")
        let urlContextMetadata = Field<URLContextMetadata>("urlContextMetadata")
        let avgLogprobs = Field<Double>("avgLogprobs")
        let logprobsResult = Field<LogprobsResult>("logprobsResult")
        let tokenCount = Field<Int>("tokenCount")
        let score = Field<Double>("score")
    }
    package static let fields = Fields()

    /// What the model said; without parts where it said nothing.
    public var content: Content { self[\.content] ?? Content(json: .object(JSON.Object())) }
    /// Why the answer ended; nil in a chunk that is not the last.
    public var finishReason: FinishReason? { self[\.finishReason] }
    /// Upstream's words about the end.
    public var finishMessage: String? { self[\.finishMessage] }
    /// Which of several answers this is.
    public var index: Int { self[\.index] ?? 0 }
    /// What the answer rests on, where it was searched for.
    public var grounding: GroundingMetadata? { self[\.groundingMetadata] }
    /// How probable harm is, by category.
    public var safetyRatings: [SafetyRating] { self[list: \.safetyRatings] }
    /// Sources the answer quotes.
    public var citations: [Citation] { self[\.citationMetadata]?.all ?? [] }
    /// Which URLs of the prompt were read.
    public var urlContext: [URLMetadata] { self[\.urlContextMetadata]?.urls ?? [] }
    /// The mean log probability of its tokens, where it is told.
    public var averageLogprob: Double? { self[\.avgLogprobs] }
    /// The log probabilities of its tokens, where they were asked for.
    public var logprobs: LogprobsResult? { self[\.logprobsResult] }
    /// Its tokens, where they are counted for each answer.
    public var tokenCount: Int? { self[\.tokenCount] }
}

/// Why an answer ended.
public struct FinishReason: OpenEnum, FieldValue {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The answer is whole.
    public static let stop: FinishReason = "STOP"
    /// The allowed tokens are used up.
    public static let maxTokens: FinishReason = "MAX_TOKENS"
    /// The answer was blocked as harmful.
    public static let safety: FinishReason = "SAFETY"
    /// The answer quoted too much.
    public static let recitation: FinishReason = "RECITATION"
    /// The answer was in a language the model does not support.
    public static let language: FinishReason = "LANGUAGE"
    /// The answer held terms of a block list.
    public static let blocklist: FinishReason = "BLOCKLIST"
    /// The answer held what is never allowed.
    public static let prohibitedContent: FinishReason = "PROHIBITED_CONTENT"
    /// The answer held what identifies people.
    public static let personalInformation: FinishReason = "SPII"
    /// The picture was blocked as harmful.
    public static let imageSafety: FinishReason = "IMAGE_SAFETY"
    /// A picture was asked for, and none made.
    public static let noImage: FinishReason = "NO_IMAGE"
    /// The model called a tool that the question does not have.
    public static let unexpectedToolCall: FinishReason = "UNEXPECTED_TOOL_CALL"
    /// The model called too many tools in a row.
    public static let tooManyToolCalls: FinishReason = "TOO_MANY_TOOL_CALLS"
    /// A turn of the model's came back without its thought signature.
    public static let missingThoughtSignature: FinishReason = "MISSING_THOUGHT_SIGNATURE"
    /// For a reason that is not told.
    public static let other: FinishReason = "OTHER"
    /// The model wrote a call that is none.
    public static let malformedFunctionCall: FinishReason = "MALFORMED_FUNCTION_CALL"

    /// Whether the text that came with this reason may be taken for the answer.
    ///
    /// A number stands where the caller asked for numbers: 0 to 2 are none, STOP and MAX_TOKENS in either service.
    public var isAnswer: Bool { Int(rawValue).map { $0 <= 2 } ?? !Self.failures.contains(rawValue) }

    private static let failures: Set<String> = [
        "SAFETY", "RECITATION", "LANGUAGE", "OTHER", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "MALFORMED_FUNCTION_CALL", "IMAGE_SAFETY",
        "IMAGE_PROHIBITED_CONTENT", "IMAGE_OTHER", "IMAGE_RECITATION", "UNEXPECTED_TOOL_CALL", "TOO_MANY_TOOL_CALLS",
        "MISSING_THOUGHT_SIGNATURE", "MALFORMED_RESPONSE", "MODEL_ARMOR",
    ]
}

/// How probable one kind of harm is.
public struct SafetyRating: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let category = Field<HarmCategory>("category")
        let probability = Field<HarmProbability>("probability")
        let blocked = Field<Bool>("blocked")
        let probabilityScore = Field<Float>("probabilityScore")
        let severity = Field<EnumName>("severity")
        let severityScore = Field<Float>("severityScore")
        let overwrittenThreshold = Field<EnumName>("overwrittenThreshold")
    }
    package static let fields = Fields()

    /// The category.
    public var category: HarmCategory { self[\.category] ?? "" }
    /// How probable harm is.
    public var probability: HarmProbability { self[\.probability] ?? "" }
    /// Whether it blocked the text.
    public var isBlocked: Bool { self[\.blocked] ?? false }
    /// The probability as a number; only Vertex AI tells it.
    public var probabilityScore: Float? { self[\.probabilityScore] }
    /// How bad the harm would be, such as `HARM_SEVERITY_LOW`; only Vertex AI tells it.
    public var severity: String? { self[\.severity]?.text }
    /// The severity as a number; only Vertex AI tells it.
    public var severityScore: Float? { self[\.severityScore] }
}
