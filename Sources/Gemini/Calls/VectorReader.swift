internal import GemCore

/// Reads vectors as upstream spells them, and refuses what is none: nobody gets numbers that mean nothing.
enum VectorReader {
    /// The numbers of a list; throws `noAnswer` where there is none, `upstream` where not all of them are finite numbers. `giver` and `content` name whose it is.
    static func read(_ list: JSON?, of giver: String, for content: String = "a content") throws(GemError) -> [Float] {
        guard let values = list?.array, !values.isEmpty else { throw nothing(giver, content) }
        var numbers: [Float] = []
        numbers.reserveCapacity(values.count)
        for case .number(let text) in values {
            if let value = Float(text), value.isFinite { numbers.append(value) }
        }
        guard numbers.count == values.count else {
            throw GemError(.upstream, "\(giver) gave for \(content) a vector with something else than finite numbers. Ask again.")
        }
        return numbers
    }

    /// Throws `upstream` unless every vector has `size` values or, where that is nil, as many as the first.
    static func check(_ vectors: [[Float]], size: Int?, of giver: String) throws(GemError) {
        guard let first = vectors.first, let other = vectors.first(where: { $0.count != size ?? first.count }) else { return }
        guard let size else {
            throw GemError(
                .upstream, "\(giver) gave vectors of \(first.count) and of \(other.count) values, which cannot be compared. Ask again.")
        }
        throw GemError(
            .upstream,
            "\(giver) gave a vector of \(other.count) values where \(size) were asked for. Ask without dimensions, or ask another model."
        )
    }

    /// That there is no vector.
    static func nothing(_ giver: String, _ content: String = "a content") -> GemError {
        GemError(.noAnswer, "\(giver) gave no vector for \(content); it may not take this kind of media.")
    }
}
