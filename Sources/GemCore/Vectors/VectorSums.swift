/// The sums over two vectors of one length that dot product and cosine are made of.
struct VectorSums {
    /// The sum of the products.
    var dot: Double
    /// The sum of the second one's squares.
    var square: Double

    /// Sums over as many values as both have, in lanes of float32; in float64 where these overflow, where they are so small that products are lost, or where
    /// `isTame` says that this is so of the first one.
    init(_ a: Span<Float>, _ b: Span<Float>, isTame: Bool = true) {
        let count = min(a.count, b.count)
        let (dot, square) = a.withUnsafeBufferPointer { a in b.withUnsafeBufferPointer { b in Self.lanes(a, b, count) } }
        (self.dot, self.square) = (Double(dot), Double(square))
        if !isTame || !dot.isFinite || !Self.isTame(self.square) { (self.dot, self.square) = Self.slowly(a, b, count) }
    }

    /// The sum of the products alone, which takes half the work.
    static func dot(_ a: Span<Float>, _ b: Span<Float>) -> Double {
        let count = min(a.count, b.count)
        let dot = a.withUnsafeBufferPointer { a in b.withUnsafeBufferPointer { b in products(a, b, count) } }
        return dot.isFinite ? Double(dot) : slowly(a, b, count).0
    }

    /// The sum of a vector's squares.
    static func square(_ vector: Span<Float>) -> Double { VectorSums(vector, vector).square }

    /// Whether sums of float32 over a vector with this sum of squares can be trusted.
    static func isTame(_ square: Double) -> Bool { square > 1e-30 && square < 1e30 }

    /// The cosine out of the sums; 0 where a vector is all zeros, nil where it is no number.
    func cosine(_ ownSquare: Double) -> Float? {
        let lengths = ownSquare.squareRoot() * square.squareRoot()
        guard lengths.isFinite, dot.isFinite else { return nil }
        return lengths > 0 ? Float(max(-1, min(1, dot / lengths))) : 0
    }

    private static func lanes(_ a: UnsafeBufferPointer<Float>, _ b: UnsafeBufferPointer<Float>, _ count: Int) -> (Float, Float) {
        guard let one = UnsafeRawPointer(a.baseAddress), let other = UnsafeRawPointer(b.baseAddress) else { return (0, 0) }
        var (dots, squares) = (SIMD8<Float>(), SIMD8<Float>())
        var (moreDots, moreSquares) = (SIMD8<Float>(), SIMD8<Float>())
        var index = 0
        while index &+ 16 <= count {
            let x = one.loadUnaligned(fromByteOffset: index &* 4, as: SIMD8<Float>.self)
            let y = other.loadUnaligned(fromByteOffset: index &* 4, as: SIMD8<Float>.self)
            let z = one.loadUnaligned(fromByteOffset: index &* 4 &+ 32, as: SIMD8<Float>.self)
            let w = other.loadUnaligned(fromByteOffset: index &* 4 &+ 32, as: SIMD8<Float>.self)
            dots += x * y
            squares += y * y
            moreDots += z * w
            moreSquares += w * w
            index &+= 16
        }
        var (dot, square) = ((dots + moreDots).sum(), (squares + moreSquares).sum())
        while index < count {
            dot += a[index] * b[index]
            square += b[index] * b[index]
            index &+= 1
        }
        return (dot, square)
    }

    private static func products(_ a: UnsafeBufferPointer<Float>, _ b: UnsafeBufferPointer<Float>, _ count: Int) -> Float {
        guard let one = UnsafeRawPointer(a.baseAddress), let other = UnsafeRawPointer(b.baseAddress) else { return 0 }
        func product(_ index: Int) -> SIMD8<Float> {
            one.loadUnaligned(fromByteOffset: index &* 4, as: SIMD8<Float>.self)
                * other.loadUnaligned(fromByteOffset: index &* 4, as: SIMD8<Float>.self)
        }
        var (first, second) = (SIMD8<Float>(), SIMD8<Float>())
        var index = 0
        while index &+ 16 <= count {
            first += product(index)
            second += product(index &+ 8)
            index &+= 16
        }
        var dot = (first + second).sum()
        while index < count {
            dot += a[index] * b[index]
            index &+= 1
        }
        return dot
    }

    private static func slowly(_ a: Span<Float>, _ b: Span<Float>, _ count: Int) -> (Double, Double) {
        var (dot, square) = (0.0, 0.0)
        for index in 0..<count {
            dot += Double(a[index]) * Double(b[index])
            square += Double(b[index]) * Double(b[index])
        }
        return (dot, square)
    }
}
