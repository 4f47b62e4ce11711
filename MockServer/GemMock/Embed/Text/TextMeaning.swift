/// What the embedder makes of a text before it is laid out as a vector; for comparing texts without the cost of 3072 numbers.
package struct TextMeaning: Sendable {
    private let weights: [(hash: UInt64, weight: Float)]
    private let length: Float

    /// Reads a text as the embedder does.
    package init(_ text: String) {
        var features = TextFeatures()
        features.add(task: text)
        let sum = features.features
        weights = sum.features.map { ($0.hash, $0.weight) }.sorted { $0.0 < $1.0 }
        length = sum.length
    }

    /// The cosine of two texts' features: 0 for texts that share nothing, 1 for equal ones.
    package func likeness(to other: TextMeaning) -> Float {
        guard length > 0, other.length > 0 else { return 0 }
        var (left, right, product) = (0, 0, Float(0))
        while left < weights.count, right < other.weights.count {
            let (one, two) = (weights[left], other.weights[right])
            if one.hash == two.hash { product += one.weight * two.weight }
            if one.hash <= two.hash { left += 1 }
            if two.hash <= one.hash { right += 1 }
        }
        return product / length / other.length
    }
}
