internal import GemCore

/// Makes a content's vector: what its texts mean, what its media show.
///
/// Equal input gives equal vectors on every machine; texts that mean the same lie near each other, as far as `ConceptWords` reaches.
struct Embedder: Sendable {
    let model: Model
    let rule: Model.Embedding

    /// One part of a content, ready to be embedded.
    enum Part: Sendable {
        case text(String)
        case media(MediaTraits)
    }

    /// The vector of one content, shortened by the model's own rule.
    func vector(_ parts: [Part], taskType: String = "", title: String = "", dimensions: Int?) -> [Float] {
        var features = TextFeatures()
        if !title.isEmpty { features.add(title.prefix(2000), scale: 0.5) }
        for part in parts {
            switch part {
            case .text(let text): features.add(task: text)
            case .media(let media): media.add(to: &features)
            }
        }
        var sum = features.features
        if !taskType.isEmpty { sum.add(Feature.hash("task", Feature.hash(taskType.utf8)), sum.length * 0.12) }
        var vector = Projection(salt: Feature.hash("model", Feature.hash(model.name.utf8))).vector(sum)
        let dimensions = dimensions ?? rule.dimensions
        if dimensions < Projection.size { vector.removeLast(Projection.size - dimensions) }
        // Models of 768 numbers have length 1 there.
        let isShort = dimensions < rule.dimensions
        return rule.normalisesShort && isShort || rule.dimensions < Projection.size ? Self.unit(vector) : vector
    }

    private static func unit(_ vector: [Float]) -> [Float] {
        let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
        guard length > 0 else { return vector.indices.map { $0 == 0 ? 1 : 0 } }
        return vector.map { $0 / length }
    }
}
