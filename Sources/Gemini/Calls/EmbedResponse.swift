public import GemCore

/// Vectors, and what upstream said about them.
public struct EmbedResponse: Sendable, Hashable {
    /// One vector for each item, in order.
    public var vectors: [[Float]] = []
    /// The places of the items that were too long and were cut; only Vertex AI tells it.
    public var truncated: [Int] = []
    /// Upstream's answers, one a call.
    public var raw: [JSON] = []
    /// How the cache dealt with each call.
    public var cacheStatuses: [CacheStatus?] = []

    /// The tokens upstream counted; 0 where it told none or everything came from the cache.
    public var promptTokens: Int {
        raw.reduce(0) { sum, answer in
            let counted = (answer["predictions"]?.array ?? []).reduce(0) {
                $0 + ($1["embeddings"]?["statistics"]?["token_count"]?.int ?? 0)
            }
            return sum + counted + (answer["usageMetadata"]?["promptTokenCount"]?.int ?? 0)
        }
    }

    /// An answer without any.
    public init() {}

    /// Where a call's answer holds its vectors.
    enum Form: Sendable {
        case single, batch, predictions

        func embeddings(_ json: JSON) -> [JSON] {
            switch self {
            case .single: json["embedding"].map { [$0] } ?? []
            case .batch: json["embeddings"]?.array ?? []
            case .predictions: (json["predictions"]?.array ?? []).map { $0["embeddings"] ?? .null }
            }
        }
    }

    /// Reads one answer, which must hold `count` vectors of `size` values each, or of one size where that is nil.
    init(_ json: JSON, _ form: Form, count: Int, size: Int?, model: String, cacheStatus: CacheStatus?) throws(GemError) {
        let embeddings = form.embeddings(json)
        guard form == .single || embeddings.count == count else {
            throw GemError(
                .upstream, "\(model) gave \(embeddings.count) vectors for \(count) contents, so none can be told whose it is. Ask again.")
        }
        guard embeddings.count == count else { throw VectorReader.nothing(model) }
        for (index, embedding) in embeddings.enumerated() {
            vectors.append(try VectorReader.read(embedding["values"], of: model))
            if (embedding["statistics"]?["truncated"] ?? (form == .single ? json["truncated"] : nil))?.bool == true {
                truncated.append(index)
            }
        }
        try VectorReader.check(vectors, size: size, of: model)
        raw = [json]
        cacheStatuses = [cacheStatus]
    }

    /// Puts another answer's vectors behind these.
    mutating func append(_ next: EmbedResponse) {
        truncated += next.truncated.map { $0 + vectors.count }
        vectors += next.vectors
        raw += next.raw
        cacheStatuses += next.cacheStatuses
    }

    /// Scales the vectors that have not the length 1 already; those that have keep every bit.
    mutating func normalize() {
        for index in vectors.indices where abs(Vectors.norm(vectors[index]) - 1) > 0.001 {
            vectors[index] = Vectors.normalized(vectors[index])
        }
    }
}
