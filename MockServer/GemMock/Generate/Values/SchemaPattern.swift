internal import GemCore

/// A regular expression of the simple kind that schemas hold: classes, groups, alternatives, repetition, anchors.
///
/// It makes texts that match, and tells whether a text does, in bounded time; look-around, back references and the like are refused.
struct SchemaPattern: Sendable {
    /// One thing to match.
    indirect enum Node: Sendable {
        case set([ClosedRange<UInt32>])
        case group([[Node]])
        case repeated(Node, least: Int, most: Int)
        case start, end
    }

    private let alternatives: [[Node]]
    private var hasOpenEnd: Bool

    /// Reads a pattern; nil where it is too hard.
    init?(_ text: String) {
        guard text.unicodeScalars.count <= 500 else { return nil }
        var reader = Reader(scalars: Array(text.unicodeScalars))
        guard let alternatives = reader.alternatives(depth: 0), reader.index == reader.scalars.count else { return nil }
        self.alternatives = alternatives
        hasOpenEnd = text.contains("*") || text.contains("+") || text.contains(",}")
    }

    /// A text that matches, of a length within bounds where the pattern allows it.
    func sample(_ dice: inout Dice, length: ClosedRange<Int>) -> String {
        var best = ""
        for extra in [0, 1, 3, 8, 20, 60, 200, 1000] {
            for _ in 0..<2 {
                var out: [Unicode.Scalar] = []
                Self.write(alternatives, &dice, extra: extra, into: &out)
                best = String(String.UnicodeScalarView(out))
                if length.contains(out.count) { return best }
                if out.count > 20_000 { return best }
            }
            if !hasOpenEnd, extra > 8 { break }
        }
        return best
    }

    private static func write(_ alternatives: [[Node]], _ dice: inout Dice, extra: Int, into out: inout [Unicode.Scalar]) {
        guard !alternatives.isEmpty, out.count < 20_000 else { return }
        for node in alternatives[dice.below(alternatives.count)] { write(node, &dice, extra: extra, into: &out) }
    }

    private static func write(_ node: Node, _ dice: inout Dice, extra: Int, into out: inout [Unicode.Scalar]) {
        switch node {
        case .set(let ranges):
            let total = ranges.reduce(0) { $0 + $1.count }
            var place = dice.below(total)
            for range in ranges {
                if place < range.count {
                    if let scalar = Unicode.Scalar(range.lowerBound + UInt32(place)) { out.append(scalar) }
                    return
                }
                place -= range.count
            }
        case .group(let alternatives): write(alternatives, &dice, extra: extra, into: &out)
        case .repeated(let node, let least, let most):
            let count = min(most, least + dice.below(2) + extra)
            for _ in 0..<max(least, count) where out.count < 20_000 { write(node, &dice, extra: extra, into: &out) }
        case .start, .end: break
        }
    }

    /// Whether a text contains a match; false also where that takes too many steps to tell.
    func matches(_ text: String) -> Bool {
        let scalars = Array(text.unicodeScalars.map(\.value))
        guard scalars.count <= 300 else { return false }
        var steps = 5000
        for start in 0...scalars.count {
            for nodes in alternatives where Self.match(nodes[...], scalars, start, &steps, { _ in true }) { return true }
            if steps <= 0 { return false }
        }
        return false
    }

    private static func match(
        _ nodes: ArraySlice<Node>, _ text: [UInt32], _ index: Int, _ steps: inout Int, _ next: (Int) -> Bool
    ) -> Bool {
        // Closures cannot share an inout counter; a local one is carried through and written back.
        let counter = Counter(steps)
        defer { steps = counter.left }
        return step(nodes, text, index, counter, next)
    }

    private final class Counter {
        var left: Int
        init(_ left: Int) { self.left = left }
    }

    private static func step(_ nodes: ArraySlice<Node>, _ text: [UInt32], _ index: Int, _ counter: Counter, _ next: (Int) -> Bool) -> Bool {
        counter.left -= 1
        guard counter.left > 0 else { return false }
        guard let node = nodes.first else { return next(index) }
        let rest = nodes.dropFirst()
        switch node {
        case .start: return index == 0 && step(rest, text, index, counter, next)
        case .end: return index == text.count && step(rest, text, index, counter, next)
        case .set(let ranges):
            guard index < text.count, ranges.contains(where: { $0.contains(text[index]) }) else { return false }
            return step(rest, text, index + 1, counter, next)
        case .group(let alternatives):
            return alternatives.contains { step($0[...], text, index, counter) { step(rest, text, $0, counter, next) } }
        case .repeated(let inner, let least, let most):
            return times(inner, least, most, text, index, counter) { step(rest, text, $0, counter, next) }
        }
    }

    private static func times(
        _ node: Node, _ least: Int, _ most: Int, _ text: [UInt32], _ index: Int, _ counter: Counter, _ next: (Int) -> Bool
    ) -> Bool {
        if most > 0, step([node], text, index, counter, { $0 > index && times(node, max(0, least - 1), most - 1, text, $0, counter, next) })
        {
            return true
        }
        return least == 0 && next(index)
    }
}
