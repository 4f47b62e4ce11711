internal import GemCore

/// The vectors of an embedding's answer, whichever of its forms it has.
enum Vectors {
    /// The lists of numbers of `embedContent`, `batchEmbedContents` or `:predict`.
    static func values(_ answer: JSON) -> [JSON] {
        if let one = answer["embedding"]?["values"] { return [one] }
        if let many = answer["embeddings"]?.array { return many.compactMap { $0["values"] } }
        return (answer["predictions"]?.array ?? []).compactMap { $0["embeddings"]?["values"] }
    }

    /// An answer in the form an operation has, where it is one of another; as it is where it is none, or holds another number of vectors.
    static func told(_ answer: JSON, for operation: Route.Operation) -> JSON {
        let values = values(answer)
        switch operation {
        case .embedContent where answer["embedding"] == nil && values.count == 1:
            return .members(["embedding": ["values": values[0]], "usageMetadata": answer["usageMetadata"]])
        case .batchEmbedContents where answer["embeddings"] == nil && !values.isEmpty:
            return .members(["embeddings": .array(values.map { ["values": $0] }), "usageMetadata": answer["usageMetadata"]])
        case .predict where answer["predictions"] == nil && !values.isEmpty:
            return [
                "predictions": .array(values.map { ["embeddings": ["values": $0, "statistics": ["token_count": 0, "truncated": false]]] })
            ]
        default: return answer
        }
    }
}
