public import GemCore

/// How many tokens a question has.
public struct CountTokensResponse: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let totalTokens = Field<Int>("totalTokens")
        let totalBillableCharacters = Field<Int>("totalBillableCharacters")
        let cachedContentTokenCount = Field<Int>("cachedContentTokenCount")
        let promptTokensDetails = Field<[ModalityTokens]>("promptTokensDetails")
        let cacheTokensDetails = Field<[ModalityTokens]>("cacheTokensDetails")
    }
    package static let fields = Fields()

    /// All of them.
    public var totalTokens: Int { self[\.totalTokens] ?? 0 }
    /// Characters without white space; only Vertex AI tells them.
    public var billableCharacters: Int? { self[\.totalBillableCharacters] }
    /// Those upstream's own context cache holds.
    public var cachedTokens: Int { self[\.cachedContentTokenCount] ?? 0 }
    /// By modality.
    public var details: [ModalityTokens] { self[list: \.promptTokensDetails] }
    /// The cached ones by modality.
    public var cachedDetails: [ModalityTokens] { self[list: \.cacheTokensDetails] }
}

/// The tokens of a text, as Vertex AI's `computeTokens` tells them.
public struct ComputeTokensResponse: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let tokensInfo = Field<[TokensInfo]>("tokensInfo")
    }
    package static let fields = Fields()

    /// One for each content.
    public var contents: [TokensInfo] { self[list: \.tokensInfo] }
}

/// The tokens of one content.
public struct TokensInfo: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let role = Field<String>("role")
        let tokens = Field<[String]>("tokens")
        let tokenIds = Field<[Int64]>("tokenIds")
    }
    package static let fields = Fields()

    /// Who speaks.
    public var role: String? { self[\.role] }
    /// Each token's bytes as base64.
    public var tokens: [String] { self[list: \.tokens] }
    /// Each token's number in the vocabulary.
    public var ids: [Int64] { self[list: \.tokenIds] }
}
