package import GemCore

/// Cuts the shorter embeddings that a request asks for from stored whole ones, as the model itself would.
///
/// Only models trained so that the first values of a vector are a vector of their own: what they send shorter is the beginning of the whole vector, which the
/// second generation scales to length 1 again and the first does not.
package struct Reduction: Sendable {
    /// The sizes a model may be asked for.
    private static let sizes = 128..<3072
    private static let wholeSize = 3072
    private let isScaled: Bool
    /// What each item of the request would ask for in full size, and the size it does ask for; by item.
    private let wholes: [Question.Identity: (item: Question, size: Int)]

    /// Finds what may be cut for `request`; nil where its caller did not ask for that, or nothing may.
    package init?(_ asked: Asked, _ request: Request, resolver: any MediaResolver) {
        guard request.options.reduces, let form = asked.form else { return nil }
        switch asked.question.route.model {
        case "gemini-embedding-001": isScaled = false
        case "gemini-embedding-2", "gemini-embedding-2-preview": isScaled = true
        default: return nil
        }
        let sizes = asked.sizes
        guard sizes.count == asked.items.count else { return nil }
        func items(_ dimensions: [Int?]) -> [Question]? {
            guard let body = form.request(asked.body, dimensions: dimensions) else { return nil }
            let read = Asked(request, body: body, resolver: resolver)
            return read?.items.count == sizes.count ? read?.items : nil
        }
        // What is written here must be what the key read: both spellings ask the same question, or none is cut.
        guard let whole = items(sizes.map { _ in nil }), let again = items(sizes) else { return nil }
        var wholes: [Question.Identity: (item: Question, size: Int)] = [:]
        for (place, item) in asked.items.enumerated() {
            guard let size = sizes[place], Self.sizes.contains(size), again[place].canonical == item.canonical else { continue }
            wholes[item.identity] = (whole[place], size)
        }
        guard !wholes.isEmpty else { return nil }
        self.wholes = wholes
    }

    /// The vectors that can be cut for items that are not known themselves.
    package func vectors(on shelf: AnswerShelf, besides known: KnownVectors, includingStale: Bool = false) -> KnownVectors {
        let wanted = wholes.filter { known[$0.key] == nil }
        let found = shelf.vectors(wanted.values.map(\.item), includingStale: includingStale)
        var cut: KnownVectors = [:]
        for (key, whole) in wanted {
            guard var vector = found[whole.item.identity], vector.vector.values.count == Self.wholeSize else { continue }
            vector.vector.values = reduced(vector.vector.values, to: whole.size)
            vector.reducedFrom = Self.wholeSize
            cut[key] = vector
        }
        return cut
    }

    private func reduced(_ values: [Float], to size: Int) -> [Float] {
        let first = values.prefix(size)
        guard isScaled else { return Array(first) }
        let length = first.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
        return length > 0 ? first.map { Float(Double($0) / length) } : Array(first)
    }
}
