/// Keeps the best of the matches it is offered: a heap whose top is the worst that is kept.
package struct BestMatches {
    private let limit: Int
    private var heap: [Vectors.Match] = []

    /// Keeps at most `limit` matches; none where that is no positive number.
    package init(_ limit: Int) { self.limit = max(0, limit) }

    /// Takes a match in if it is among the best so far.
    package mutating func offer(_ index: Int, _ score: Float) {
        let match = Vectors.Match(index: index, score: score)
        if heap.count < limit {
            heap.append(match)
            rise()
        } else if let worst = heap.first, Self.isBetter(match, worst) {
            heap[0] = match
            sink()
        }
    }

    /// What was kept, best first; equally good ones in the order of their places.
    package var sorted: [Vectors.Match] { heap.sorted(by: Self.isBetter) }

    private static func isBetter(_ a: Vectors.Match, _ b: Vectors.Match) -> Bool {
        a.score == b.score ? a.index < b.index : a.score > b.score
    }

    private mutating func rise() {
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard Self.isBetter(heap[parent], heap[child]) else { return }
            heap.swapAt(parent, child)
            child = parent
        }
    }

    private mutating func sink() {
        var parent = 0
        while true {
            var worst = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && Self.isBetter(heap[worst], heap[child]) {
                worst = child
            }
            guard worst != parent else { return }
            heap.swapAt(parent, worst)
            parent = worst
        }
    }
}
