public import GemCore

/// What an answer cost, in tokens.
public struct UsageMetadata: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let promptTokenCount = Field<Int>("promptTokenCount")
        let candidatesTokenCount = Field<Int>("candidatesTokenCount")
        let thoughtsTokenCount = Field<Int>("thoughtsTokenCount")
        let cachedContentTokenCount = Field<Int>("cachedContentTokenCount")
        let toolUsePromptTokenCount = Field<Int>("toolUsePromptTokenCount")
        let totalTokenCount = Field<Int>("totalTokenCount")
        let promptTokensDetails = Field<[ModalityTokens]>("promptTokensDetails")
        let promptTokenDetails = Field<[ModalityTokens]>("promptTokenDetails")
        let candidatesTokensDetails = Field<[ModalityTokens]>("candidatesTokensDetails")
        let cacheTokensDetails = Field<[ModalityTokens]>("cacheTokensDetails")
        let toolUsePromptTokensDetails = Field<[ModalityTokens]>("toolUsePromptTokensDetails")
        let serviceTier = Field<EnumName>("serviceTier")
        let trafficType = Field<EnumName>("trafficType")
        let billablePromptUsage = Field<JSON>("billablePromptUsage")
    }
    package static let fields = Fields()

    /// The question's tokens.
    public var promptTokens: Int { self[\.promptTokenCount] ?? 0 }
    /// The answer's tokens.
    public var answerTokens: Int { self[\.candidatesTokenCount] ?? 0 }
    /// The tokens of thought.
    public var thoughtTokens: Int { self[\.thoughtsTokenCount] ?? 0 }
    /// The question's tokens that upstream's own context cache held.
    public var cachedTokens: Int { self[\.cachedContentTokenCount] ?? 0 }
    /// The tokens of what upstream's tools gave the model to read.
    public var toolTokens: Int { self[\.toolUsePromptTokenCount] ?? 0 }
    /// All of them, tool use included.
    public var totalTokens: Int { self[\.totalTokenCount] ?? 0 }
    /// The question's tokens by modality (embeddings spell the member in the singular).
    public var promptDetails: [ModalityTokens] { self[\.promptTokensDetails] ?? self[list: \.promptTokenDetails] }
    /// The answer's tokens by modality.
    public var answerDetails: [ModalityTokens] { self[list: \.candidatesTokensDetails] }
    /// The cached tokens by modality.
    public var cachedDetails: [ModalityTokens] { self[list: \.cacheTokensDetails] }
    /// The tools' tokens by modality.
    public var toolDetails: [ModalityTokens] { self[list: \.toolUsePromptTokensDetails] }
    /// `standard`, `flex`, `priority`, where it is told.
    public var serviceTier: String? { self[\.serviceTier]?.text }
    /// `ON_DEMAND`, `PROVISIONED_THROUGHPUT`, …; only Vertex AI tells it.
    public var trafficType: String? { self[\.trafficType]?.text }
}

/// The tokens of one modality.
public struct ModalityTokens: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let modality = Field<EnumName>("modality")
        let tokenCount = Field<Int>("tokenCount")
    }
    package static let fields = Fields()

    /// `TEXT`, `IMAGE`, `VIDEO`, `AUDIO`, `DOCUMENT`.
    public var modality: String { self[\.modality]?.text ?? "" }
    /// How many.
    public var count: Int { self[\.tokenCount] ?? 0 }
}
