/// One vector that many others are measured against.
package struct VectorQuery: Sendable {
    private let values: [Float]
    private let measure: Vectors.Measure
    private let square: Double
    private let isTame: Bool

    /// Measures against `values`.
    package init(_ values: [Float], _ measure: Vectors.Measure = .cosine) {
        self.values = values
        self.measure = measure
        square = VectorSums.square(values.span)
        isTame = VectorSums.isTame(square)
    }

    /// How many values a vector must have.
    package var count: Int { values.count }

    /// How near a vector is; nil for one of another length, and where the likeness is no number.
    package func score(_ other: Span<Float>) -> Float? {
        guard other.count == values.count else { return nil }
        if measure == .cosine { return VectorSums(values.span, other, isTame: isTame).cosine(square) }
        let dot = VectorSums.dot(values.span, other)
        return dot.isNaN ? nil : Float(dot)
    }
}
