public import GemCore

/// The answer to Vertex AI's `predict`.
public struct PredictResponse: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let predictions = Field<[Prediction]>("predictions")
        let metadata = Field<JSON>("metadata")
        let deployedModelId = Field<String>("deployedModelId")
        let model = Field<String>("model")
        let modelDisplayName = Field<String>("modelDisplayName")
        let modelVersionId = Field<String>("modelVersionId")
    }
    package static let fields = Fields()

    /// One for each instance.
    public var predictions: [Prediction] { self[list: \.predictions] }
    /// What it cost, as `{"billableCharacterCount": …}`.
    public var metadata: JSON? { self[\.metadata] }
    /// The model's deployment, for endpoints.
    public var deployedModel: String? { self[\.deployedModelId] }
    /// The model's resource, for endpoints.
    public var model: String? { self[\.model] }
    /// The model's name for people, for endpoints.
    public var modelName: String? { self[\.modelDisplayName] }
    /// The model's version, for endpoints.
    public var modelVersion: String? { self[\.modelVersionId] }
}

/// What a model of Vertex AI made of one instance: a text's vector, or an image.
public struct Prediction: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let embeddings = Field<TextEmbedding>("embeddings")
        let mimeType = Field<String>("mimeType")
        let bytesBase64Encoded = Field<String>("bytesBase64Encoded")
        let prompt = Field<String>("prompt")
        let raiFilteredReason = Field<String>("raiFilteredReason")
    }
    package static let fields = Fields()

    /// The text's vector.
    public var embedding: TextEmbedding? { self[\.embeddings] }
    /// An image's media type.
    public var mimeType: String? { self[\.mimeType] }
    /// An image's bytes as base64.
    public var data: String? { self[\.bytesBase64Encoded] }
    /// The prompt as an image model rewrote it.
    public var prompt: String? { self[\.prompt] }
    /// Why an image was held back.
    public var filterReason: String? { self[\.raiFilteredReason] }
}

/// A text's vector and how it was read.
public struct TextEmbedding: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let values = Field<[Double]>("values")
        let statistics = Field<EmbeddingStatistics>("statistics")
    }
    package static let fields = Fields()

    /// The numbers, which this call spells as doubles.
    public var values: [Double] { self[list: \.values] }
    /// How the text was read.
    public var statistics: EmbeddingStatistics? { self[\.statistics] }
}

/// How a text was read before it was embedded.
public struct EmbeddingStatistics: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let token_count = Field<Int>("token_count")
        let truncated = Field<Bool>("truncated")
    }
    package static let fields = Fields()

    /// Its tokens.
    public var tokenCount: Int { self[\.token_count] ?? 0 }
    /// Whether it was too long and cut.
    public var isTruncated: Bool { self[\.truncated] ?? false }
}
