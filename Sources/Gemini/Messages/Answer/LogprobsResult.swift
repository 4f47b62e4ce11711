public import GemCore

/// How probable each token of an answer was.
public struct LogprobsResult: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let chosenCandidates = Field<[TokenLogprob]>("chosenCandidates")
        let topCandidates = Field<[TopTokens]>("topCandidates")
        let logProbabilitySum = Field<Float>("logProbabilitySum")
    }
    package static let fields = Fields()

    /// The tokens of the answer.
    public var chosen: [TokenLogprob] { self[list: \.chosenCandidates] }
    /// The most probable tokens at each place.
    public var top: [TopTokens] { self[list: \.topCandidates] }
    /// The sum over the answer, where it is told.
    public var sum: Float? { self[\.logProbabilitySum] }
}

/// The most probable tokens at one place, most probable first.
public struct TopTokens: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let candidates = Field<[TokenLogprob]>("candidates")
    }
    package static let fields = Fields()

    /// The tokens.
    public var tokens: [TokenLogprob] { self[list: \.candidates] }
}

/// A token and the logarithm of its probability.
public struct TokenLogprob: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let token = Field<String>("token")
        let tokenId = Field<Int>("tokenId")
        let logProbability = Field<Float>("logProbability")
    }
    package static let fields = Fields()

    /// The token's text.
    public var token: String { self[\.token] ?? "" }
    /// The token's number in the vocabulary.
    public var id: Int { self[\.tokenId] ?? 0 }
    /// The natural logarithm of its probability.
    public var logprob: Float { self[\.logProbability] ?? 0 }
}
