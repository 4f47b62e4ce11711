public import GemCore

/// The answer to `embedContent`: one vector.
public struct EmbedContentResponse: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let embedding = Field<ContentEmbedding>("embedding")
        let usageMetadata = Field<UsageMetadata>("usageMetadata")
        let truncated = Field<Bool>("truncated")
    }
    package static let fields = Fields()

    /// The vector.
    public var embedding: ContentEmbedding? { self[\.embedding] }
    /// What it cost; gemini-embedding-001 tells none.
    public var usage: UsageMetadata? { self[\.usageMetadata] }
    /// Whether the content was too long and cut; only Vertex AI tells it.
    public var isTruncated: Bool { self[\.truncated] ?? false }
}

/// The answer to `batchEmbedContents`: one vector for each request, in order.
public struct BatchEmbedContentsResponse: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let embeddings = Field<[ContentEmbedding]>("embeddings")
        let usageMetadata = Field<UsageMetadata>("usageMetadata")
    }
    package static let fields = Fields()

    /// The vectors.
    public var embeddings: [ContentEmbedding] { self[list: \.embeddings] }
    /// What the whole batch cost; gemini-embedding-001 tells none.
    public var usage: UsageMetadata? { self[\.usageMetadata] }
}

/// A vector.
public struct ContentEmbedding: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let values = Field<[Float]>("values")
        let shape = Field<[Int]>("shape")
    }
    package static let fields = Fields()

    /// Its numbers.
    public var values: [Float] { self[list: \.values] }
    /// Its shape, where it is more than a list.
    public var shape: [Int] { self[list: \.shape] }
}
