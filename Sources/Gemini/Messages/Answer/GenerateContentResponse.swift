public import GemCore

/// A model's answer, or one chunk of a streamed one.
public struct GenerateContentResponse: DeclaredMessage {
    public var json: JSON
    /// How the cache dealt with the question; nil where no cache took part.
    public var cacheStatus: CacheStatus?
    /// The whole conversation up to and with this answer, where functions were offered: question, calls, results, answer; else empty.
    public var history: [Content] = []

    public init(json: JSON) { self.json = json }

    init(json: JSON, cacheStatus: CacheStatus?) {
        self.json = json
        self.cacheStatus = cacheStatus
    }

    package struct Fields: Sendable {
        let candidates = Field<[Candidate]>("candidates")
        let promptFeedback = Field<PromptFeedback>("promptFeedback")
        let usageMetadata = Field<UsageMetadata>("usageMetadata")
        let modelVersion = Field<String>("modelVersion")
        let responseId = Field<String>("responseId")
        let createTime = Field<Timestamp>("createTime")
        let modelStatus = Field<ModelStatus>("modelStatus")
        let turnToken = Field<String>("turnToken")
    }
    package static let fields = Fields()

    /// The answers; one unless more were asked for, none where the prompt was blocked.
    public var candidates: [Candidate] { self[list: \.candidates] }
    /// Why the prompt was blocked, where it was.
    public var promptFeedback: PromptFeedback? { self[\.promptFeedback] }
    /// What the answer cost.
    public var usage: UsageMetadata? { self[\.usageMetadata] }
    /// The model that answered, by its exact version.
    public var modelVersion: String? { self[\.modelVersion] }
    /// Upstream's name for this answer.
    public var responseID: String? { self[\.responseId] }
    /// When the answer was made; only Vertex AI tells it.
    public var createTime: Timestamp? { self[\.createTime] }
    /// How long the model will be there, where upstream warns.
    public var modelStatus: ModelStatus? { self[\.modelStatus] }
    /// The functions the first answer wants called.
    public var functionCalls: [FunctionCall] { first?.content.parts.compactMap(\.functionCall) ?? [] }
    /// The summaries of the model's thoughts, where they were asked for.
    public var thoughts: String { first?.content.parts.filter(\.isThought).compactMap(\.text).joined() ?? "" }
    /// The first answer's text, whole or not; empty where there is none.
    public var partialText: String { first?.content.text ?? "" }

    /// The first answer; a chunk may hold only others.
    var first: Candidate? { candidates.first { $0.index == 0 } }
}

/// What upstream thinks of a prompt.
public struct PromptFeedback: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let blockReason = Field<BlockReason>("blockReason")
        let blockReasonMessage = Field<String>("blockReasonMessage")
        let safetyRatings = Field<[SafetyRating]>("safetyRatings")
    }
    package static let fields = Fields()

    /// Why the prompt was blocked; nil where it was not.
    public var blockReason: BlockReason? { self[\.blockReason] }
    /// Upstream's words about it.
    public var blockReasonMessage: String? { self[\.blockReasonMessage] }
    /// How probable harm is, by category.
    public var safetyRatings: [SafetyRating] { self[list: \.safetyRatings] }
}

/// How long a model will be there.
public struct ModelStatus: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let modelStage = Field<EnumName>("modelStage")
        let message = Field<String>("message")
        let retirementTime = Field<Timestamp>("retirementTime")
    }
    package static let fields = Fields()

    /// `STABLE`, `PREVIEW`, `DEPRECATED`, …
    public var stage: String { self[\.modelStage]?.text ?? "" }
    /// Upstream's words about it.
    public var message: String? { self[\.message] }
    /// When it will be gone.
    public var retirementTime: Timestamp? { self[\.retirementTime] }
}
