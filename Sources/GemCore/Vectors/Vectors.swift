/// Measures vectors against each other, and finds those nearest to one.
///
/// A vector is any sequence of float32 side by side: an array, or a span of memory that is not copied. Sums run in eight lanes of float32; where these overflow or
/// vanish they are run again in float64, so that no length of a vector spoils its direction.
public enum Vectors {
    /// How likeness is measured; in both the greater is the nearer.
    public enum Measure: Sendable, Hashable, CaseIterable {
        /// The cosine of the angle, -1 to 1, whatever the vectors' lengths.
        case cosine
        /// The sum of the products; the cosine, where both have the length 1.
        case dot
    }

    /// One of many vectors, with how near it is.
    public struct Match: Sendable, Hashable {
        /// Its place among those that were given.
        public var index: Int
        /// Its likeness; the greater the nearer.
        public var score: Float

        /// Makes a match.
        public init(index: Int, score: Float) {
            self.index = index
            self.score = score
        }
    }

    /// The sum of the products; 0 for empty vectors. Throws `badInput` where the numbers of values differ.
    public static func dot(_ a: [Float], _ b: [Float]) throws(GemError) -> Float { try dot(a.span, b.span) }

    /// The sum of the products; 0 for empty vectors. Throws `badInput` where the numbers of values differ.
    public static func dot(_ a: Span<Float>, _ b: Span<Float>) throws(GemError) -> Float {
        try check(a.count, b.count)
        return Float(VectorSums.dot(a, b))
    }

    /// The cosine of the angle between two vectors: 0 where one is all zeros, NaN where a value is NaN or infinite.
    ///
    /// Throws `badInput` where the numbers of values differ.
    public static func cosine(_ a: [Float], _ b: [Float]) throws(GemError) -> Float { try cosine(a.span, b.span) }

    /// The cosine of the angle between two vectors: 0 where one is all zeros, NaN where a value is NaN or infinite.
    ///
    /// Throws `badInput` where the numbers of values differ.
    public static func cosine(_ a: Span<Float>, _ b: Span<Float>) throws(GemError) -> Float {
        try check(a.count, b.count)
        let square = VectorSums.square(a)
        return VectorSums(a, b, isTame: VectorSums.isTame(square)).cosine(square) ?? .nan
    }

    /// The length of a vector (its Euclidean norm).
    public static func norm(_ vector: [Float]) -> Float { norm(vector.span) }

    /// The length of a vector (its Euclidean norm).
    public static func norm(_ vector: Span<Float>) -> Float { Float(VectorSums.square(vector).squareRoot()) }

    /// The vector of length 1 in the same direction; a vector without one (all zeros, or with a value that is NaN or infinite) as it is.
    public static func normalized(_ vector: [Float]) -> [Float] {
        let length = VectorSums.square(vector.span).squareRoot()
        guard length > 0, length.isFinite else { return vector }
        return vector.map { Float(Double($0) / length) }
    }

    /// The `k` vectors nearest to one, nearest first, equally near ones in their order; fewer where there are fewer, or where a likeness is NaN.
    ///
    /// Throws `badInput` where a vector has another number of values than the one, which it names.
    public static func topK(
        _ vector: [Float], in others: [[Float]], k: Int, by measure: Measure = .cosine
    ) throws(GemError) -> [Match] {
        let query = VectorQuery(vector, measure)
        var best = BestMatches(k)
        for (index, other) in others.enumerated() {
            guard other.count == vector.count else { throw unlike(other.count, vector.count, "Vector \(index)") }
            if let score = query.score(other.span) { best.offer(index, score) }
        }
        return best.sorted
    }

    /// The `k` vectors nearest to one of many that lie one after the other, as in a matrix of `vector.count` columns.
    ///
    /// Throws `badInput` where the values make no whole number of vectors.
    public static func topK(
        _ vector: Span<Float>, inRows rows: Span<Float>, k: Int, by measure: Measure = .cosine
    ) throws(GemError) -> [Match] {
        let width = vector.count
        guard width > 0, rows.count % width == 0 else {
            throw GemError(.badInput, "\(rows.count) values are no whole number of vectors of \(width).")
        }
        let query = VectorQuery(vector.withUnsafeBufferPointer { Array($0) }, measure)
        var best = BestMatches(k)
        for index in 0..<rows.count / width {
            if let score = query.score(rows.extracting(index * width..<(index + 1) * width)) { best.offer(index, score) }
        }
        return best.sorted
    }

    private static func check(_ a: Int, _ b: Int) throws(GemError) {
        guard a == b else { throw unlike(b, a, "The other vector") }
    }

    private static func unlike(_ found: Int, _ wanted: Int, _ name: String) -> GemError {
        GemError(
            .badInput,
            "\(name) has \(found) values and this one \(wanted): they cannot be compared. Embed both with the same model and the same dimensions."
        )
    }
}
