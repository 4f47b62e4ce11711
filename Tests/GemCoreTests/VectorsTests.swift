import GemCore
import Testing

@Suite struct VectorsTests {
    /// Random vectors, and the same in float64.
    private static func vectors(_ count: Int, _ width: Int, seed: UInt64 = 3) -> [[Float]] {
        var random = KeysPropertyTests.Generator(state: seed)
        return (0..<count).map { _ in (0..<width).map { _ in Float.random(in: -1...1, using: &random) } }
    }

    private static func cosine(_ a: [Float], _ b: [Float]) -> Double {
        func sum(_ x: [Float], _ y: [Float]) -> Double { zip(x, y).reduce(0) { $0 + Double($1.0) * Double($1.1) } }
        return sum(a, b) / (sum(a, a).squareRoot() * sum(b, b).squareRoot())
    }

    @Test(arguments: [1, 2, 7, 8, 15, 16, 17, 31, 32, 33, 100, 768, 3072])
    func sumsAgreeWithFloat64AtEveryLength(width: Int) throws {
        let pair = Self.vectors(2, width)
        let exact = zip(pair[0], pair[1]).reduce(0) { $0 + Double($1.0) * Double($1.1) }
        #expect(abs(Double(try Vectors.dot(pair[0], pair[1])) - exact) < 1e-3)
        #expect(abs(Double(try Vectors.cosine(pair[0], pair[1])) - Self.cosine(pair[0], pair[1])) < 1e-5)
        #expect(try abs(Vectors.cosine(pair[0], pair[0]) - 1) < 1e-6)
        let scaled = Vectors.normalized(pair[0])
        #expect(abs(Vectors.norm(scaled) - 1) < 1e-6)
        #expect(try abs(Vectors.cosine(scaled, pair[0]) - 1) < 1e-6)
    }

    @Test func aVectorsLengthDoesNotSpoilItsDirection() throws {
        let (a, b) = (Self.vectors(1, 100)[0], Self.vectors(1, 100, seed: 4)[0])
        let cosine = try Vectors.cosine(a, b)
        for scale in [1e-30 as Float, 1e-22, 1e-8, 1e10, 1e19, 1e30] {
            for other in [1e-20 as Float, 1, 1e25] {
                #expect(try abs(Vectors.cosine(a.map { $0 * scale }, b.map { $0 * other }) - cosine) < 1e-4, "\(scale) \(other)")
            }
            #expect(abs(Vectors.norm(Vectors.normalized(a.map { $0 * scale })) - 1) < 1e-4)
        }
    }

    @Test func whatHasNoDirectionIsDefined() throws {
        let zeros: [Float] = [0, 0, 0]
        #expect(try Vectors.cosine(zeros, [1, 2, 3]) == 0)
        #expect(try Vectors.cosine(zeros, zeros) == 0)
        #expect(try Vectors.cosine([1, .nan, 3], [1, 2, 3]).isNaN)
        #expect(try Vectors.cosine([1, 2, 3], [1, .infinity, 3]).isNaN)
        #expect(Vectors.normalized(zeros) == zeros)
        #expect(Vectors.normalized([.infinity, 1])[1] == 1)
        #expect(try Vectors.dot([], []) == 0)
        #expect(try Vectors.cosine([], []) == 0)
    }

    @Test func vectorsOfOtherLengthsAreRefused() throws {
        for work in [
            { _ = try Vectors.dot([1], [1, 2]) }, { _ = try Vectors.cosine([1], [1, 2]) },
            { _ = try Vectors.topK([1, 2], in: [[1, 2], [3]], k: 1) },
        ] as [() throws -> Void] {
            let error = #expect(throws: GemError.self) { try work() }
            #expect(error?.code == .badInput)
        }
    }

    @Test func theNearestComeFirstAndEqualOnesInTheirOrder() throws {
        let others: [[Float]] = [[0, 1], [1, 0], [2, 0], [-1, 0], [1, 1], [3, 0], [0, 0], [.nan, 1]]
        let best = try Vectors.topK([1, 0], in: others, k: 4)
        #expect(best.map(\.index) == [1, 2, 5, 4])
        #expect(best[0].score == 1)
        #expect(try Vectors.topK([1, 0], in: others, k: 100).map(\.index) == [1, 2, 5, 4, 0, 6, 3])
        #expect(try Vectors.topK([1, 0], in: others, k: 3, by: .dot).map(\.index) == [5, 2, 1])
        #expect(try Vectors.topK([1, 0], in: others, k: 0).isEmpty)
        #expect(try Vectors.topK([1, 0], in: others, k: -1).isEmpty)
        #expect(try Vectors.topK([1, 0], in: [], k: 3).isEmpty)
    }

    @Test func topKIsTheBeginningOfTheSortedWhole() throws {
        let query = Self.vectors(1, 8, seed: 9)[0]
        // Few different vectors, so that many are equally near.
        let others = Self.vectors(12, 8).flatMap { [$0, $0, $0] } + Self.vectors(40, 8, seed: 7)
        let all = try Vectors.topK(query, in: others, k: others.count)
        let sorted = others.indices.sorted {
            let (a, b) = (Self.cosine(query, others[$0]), Self.cosine(query, others[$1]))
            return a == b ? $0 < $1 : a > b
        }
        #expect(all.map(\.index) == sorted)
        for k in [1, 2, 5, 30] { #expect(try Vectors.topK(query, in: others, k: k) == Array(all.prefix(k))) }
    }

    @Test func rowsOfAMatrixRankAsTheirVectorsDo() throws {
        let query = Self.vectors(1, 19, seed: 9)[0]
        let others = Self.vectors(50, 19)
        let flat = others.flatMap { $0 }
        let rows = try Vectors.topK(query.span, inRows: flat.span, k: 7)
        #expect(try rows == Vectors.topK(query, in: others, k: 7))
        let short = Array(flat.dropLast())
        let error = #expect(throws: GemError.self) { _ = try Vectors.topK(query.span, inRows: short.span, k: 7) }
        #expect(error?.code == .badInput)
    }
}
