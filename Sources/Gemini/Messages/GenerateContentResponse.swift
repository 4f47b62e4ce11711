public import GemCore

/// A model's answer, or one chunk of a streamed one.
public struct GenerateContentResponse: APIMessage {
    public var json: JSON
    /// How the cache dealt with the question; nil where no cache took part.
    public var cacheStatus: CacheStatus?

    public init(json: JSON) { self.json = json }

    init(json: JSON, cacheStatus: CacheStatus?) {
        self.json = json
        self.cacheStatus = cacheStatus
    }

    /// The answers; one unless more were asked for, none where the prompt was blocked.
    public var candidates: [Candidate] { messages("candidates") }
    /// Why the prompt was blocked, where it was.
    public var promptFeedback: PromptFeedback? { message("promptFeedback") }
    /// What the answer cost.
    public var usage: UsageMetadata? { message("usageMetadata") }
    /// The model that answered, by its exact version.
    public var modelVersion: String? { json["modelVersion"]?.string }
    /// Upstream's name for this answer.
    public var responseID: String? { json["responseId"]?.string }
    /// The functions the first answer wants called.
    public var functionCalls: [FunctionCall] { first?.content.parts.compactMap(\.functionCall) ?? [] }
    /// The summaries of the model's thoughts, where they were asked for.
    public var thoughts: String { first?.content.parts.filter(\.isThought).compactMap(\.text).joined() ?? "" }
    /// The first answer's text, whole or not; empty where there is none.
    public var partialText: String { first?.content.text ?? "" }

    /// The first answer; a chunk may hold only others.
    var first: Candidate? { candidates.first { $0.index == 0 } }
}

/// One answer.
public struct Candidate: APIMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    /// What the model said; without parts where it said nothing.
    public var content: Content { message("content") ?? Content(json: .object(JSON.Object())) }
    /// Why the answer ended; nil in a chunk that is not the last.
    public var finishReason: FinishReason? { json["finishReason"]?.string.map { FinishReason(rawValue: $0) } }
    /// Upstream's words about the end.
    public var finishMessage: String? { json["finishMessage"]?.string }
    /// Which of several answers this is.
    public var index: Int { json["index"]?.int ?? 0 }
    /// What the answer rests on, where it was searched for.
    public var grounding: GroundingMetadata? { message("groundingMetadata") }
    /// How probable harm is, by category.
    public var safetyRatings: [SafetyRating] { messages("safetyRatings") }
    /// Sources the answer quotes (either service's spelling).
    public var citations: [JSON] {
        let metadata = json["citationMetadata"]
        return metadata?["citationSources"]?.array ?? metadata?["citations"]?.array ?? []
    }
}

/// Why an answer ended.
public struct FinishReason: OpenEnum {
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
    /// The model wrote a call that is none.
    public static let malformedFunctionCall: FinishReason = "MALFORMED_FUNCTION_CALL"

    /// Whether the text that came with this reason may be taken for the answer.
    public var isAnswer: Bool { !Self.failures.contains(rawValue) }

    private static let failures: Set<String> = [
        "SAFETY", "RECITATION", "LANGUAGE", "OTHER", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "MALFORMED_FUNCTION_CALL", "IMAGE_SAFETY",
        "IMAGE_PROHIBITED_CONTENT", "IMAGE_OTHER", "IMAGE_RECITATION", "UNEXPECTED_TOOL_CALL", "TOO_MANY_TOOL_CALLS",
        "MISSING_THOUGHT_SIGNATURE", "MALFORMED_RESPONSE", "MODEL_ARMOR",
    ]
}

/// What upstream thinks of a prompt.
public struct PromptFeedback: APIMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }
    /// Why the prompt was blocked; nil where it was not.
    public var blockReason: String? { json["blockReason"]?.string }
    /// Upstream's words about it.
    public var blockReasonMessage: String? { json["blockReasonMessage"]?.string }
    /// How probable harm is, by category.
    public var safetyRatings: [SafetyRating] { messages("safetyRatings") }
}

/// How probable one kind of harm is.
public struct SafetyRating: APIMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }
    /// The category's name.
    public var category: String { json["category"]?.string ?? "" }
    /// `NEGLIGIBLE`, `LOW`, `MEDIUM`, `HIGH`.
    public var probability: String { json["probability"]?.string ?? "" }
    /// Whether it blocked the text.
    public var isBlocked: Bool { json["blocked"]?.bool ?? false }
}

/// What an answer cost, in tokens.
public struct UsageMetadata: APIMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }
    /// The question's tokens.
    public var promptTokens: Int { json["promptTokenCount"]?.int ?? 0 }
    /// The answer's tokens.
    public var answerTokens: Int { json["candidatesTokenCount"]?.int ?? 0 }
    /// The tokens of thought.
    public var thoughtTokens: Int { json["thoughtsTokenCount"]?.int ?? 0 }
    /// The question's tokens that upstream's own context cache held.
    public var cachedTokens: Int { json["cachedContentTokenCount"]?.int ?? 0 }
    /// All of them, tool use included.
    public var totalTokens: Int { json["totalTokenCount"]?.int ?? 0 }
}

/// What an answer rests on.
public struct GroundingMetadata: APIMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }
    /// What was searched for.
    public var searchQueries: [String] { strings("webSearchQueries") }
    /// The pages found, as title and (expiring) link.
    public var sources: [(title: String, uri: String)] {
        (json["groundingChunks"]?.array ?? []).compactMap { chunk in
            guard let web = chunk["web"], let uri = web["uri"]?.string else { return nil }
            return (web["title"]?.string ?? "", uri)
        }
    }
    /// Which stretch of the answer rests on which sources; offsets count UTF-8 bytes.
    public var supports: [JSON] { json["groundingSupports"]?.array ?? [] }
}
