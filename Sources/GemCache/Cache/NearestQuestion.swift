package import GemCore
package import GemStore

/// The stored question that comes nearest to one, and where the two part.
package struct NearestQuestion: Sendable {
    /// The stored question's key.
    package let key: RequestKey
    /// Which service's answer is stored; nil for a vector, which serves both.
    package let variant: Route.API?
    /// When its answer was stored.
    package let created: Timestamp
    /// Whether its answer has outlived its lifetime.
    package let isStale: Bool
    /// How like it is, from 0 to 1.
    package let likeness: Double
    /// Where the two differ, what comes first in the asker's JSON before all else; empty for the same question.
    package let differences: [QuestionDifference]
    /// Where the first of them is, in the asker's own spelling.
    package let path: String

    /// Looks through all stored questions of the operation; nil where there is none, or where `form` is no form.
    ///
    /// Reads each form where it lies and keeps one copy: thousands take some milliseconds.
    package static func find(
        _ question: Question, in store: Store, spelling: QuestionSpelling?, item: Int? = nil
    ) -> NearestQuestion? {
        let isVector = question.route.operation.isEmbedding
        let likeness = QuestionLikeness(question.canonical)
        let now = store.time.now
        var best: Candidate?
        try? store.read { (snapshot: borrowing Snapshot) throws(GemError) in
            snapshot.forEachQuestion(ofVectors: isVector) { stored in
                guard let score = likeness.score(stored.canonical) else { return true }
                if let best, best.score > score { return true }
                let isSibling = stored.variant == nil || stored.variant == question.route.variant
                if let best, best.score == score, best.isSibling || !isSibling { return true }
                best = Candidate(
                    score: score, isSibling: isSibling, key: stored.key, variant: stored.variant, created: stored.created,
                    isStale: stored.expires.map { $0 <= now } ?? false,
                    canonical: stored.canonical.withUnsafeBytes { [UInt8]($0) })
                return true
            }
        }
        return best.flatMap { NearestQuestion($0, question, spelling, item) }
    }

    private struct Candidate {
        let score: Double
        let isSibling: Bool
        let key: RequestKey
        let variant: Route.API?
        let created: Timestamp
        let isStale: Bool
        let canonical: [UInt8]
    }

    private init?(_ candidate: Candidate, _ question: Question, _ spelling: QuestionSpelling?, _ item: Int?) {
        guard let asked = CanonicalForm(question.canonical), let stored = CanonicalForm(candidate.canonical) else { return nil }
        (key, variant, created, isStale) = (candidate.key, candidate.variant, candidate.created, candidate.isStale)
        likeness = min(1, candidate.score)
        let found = QuestionDifference.all(asked, stored)
        var first: (index: Int, path: String, order: [Int])?
        for (index, difference) in found.enumerated() {
            guard let place = spelling?.place(of: difference.steps, item: item) else { break }
            if let first, !place.order.lexicographicallyPrecedes(first.order) { continue }
            first = (index, place.path, place.order)
        }
        path = first?.path ?? ""
        differences = first.map { [found[$0.index]] + found[..<$0.index] + found[($0.index + 1)...] } ?? found
    }

    /// Whether it is the same question under another sample or namespace.
    package var isSameUnderOtherOptions: Bool { !differences.isEmpty && differences.allSatisfy(\.isOption) }
}

extension NearestQuestion {
    /// Why the nearest question does not answer, in a sentence.
    package func reason(for api: Route.API) -> String {
        if differences.isEmpty {
            if isStale { return "the stored answer has outlived its lifetime" }
            guard let variant, variant != api else {
                return "the same question is stored, but its answer cannot be read: run gemcache cache verify"
            }
            let name = variant == .vertex ? "Vertex AI" : "the Developer API"
            return "the same question is stored with \(name)'s answer only"
        }
        guard isSameUnderOtherOptions else { return "no answer to this question is stored" }
        let places = differences.map { difference in
            let (_, stored) = difference.excerpts
            return difference.steps == [.sample] ? "sample \(difference.stored?.text ?? "0")" : "namespace \(stored)"
        }
        return "the same question is stored under " + places.joined(separator: " and ") + (isStale ? ", past its lifetime" : "")
    }

    /// The finding as JSON.
    package var json: JSON {
        var json: JSON = [
            "key": .string(key.description), "created": .string(created.description), "stale": .bool(isStale),
            "likeness": .double((likeness * 1000).rounded() / 1000), "differences": .int(differences.count),
        ]
        if let variant { json["api"] = .string(variant.rawValue) }
        if let first = differences.first {
            let (asked, stored) = first.excerpts
            json["path"] = .string(path)
            json["asked"] = .string(asked)
            json["stored"] = .string(stored)
        }
        return json
    }

    /// The finding as lines.
    package var lines: [String] {
        var lines = ["nearest    \(key), stored \(created)\(isStale ? ", past its lifetime" : "")"]
        guard let first = differences.first else { return lines }
        let (asked, stored) = first.excerpts
        let others = differences.count - 1
        lines.append("differs    at \(path)" + (others == 0 ? "" : " and at \(others) other place\(others == 1 ? "" : "s")"))
        lines += ["  asked    \(asked)", "  stored   \(stored)"]
        return lines
    }
}

extension QuestionDifference {
    /// Both values, shortened around the place where they part; "absent" for none.
    var excerpts: (asked: String, stored: String) {
        let excerpts = JSONDifference(path: "", left: asked?.json, right: stored?.json).excerpts()
        return (excerpts.left, excerpts.right)
    }
}

extension CanonicalForm.Value {
    /// The text of a text.
    var text: String? {
        guard case .text(let bytes) = self else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Route.Operation {
    /// Whether its answers are vectors.
    var isEmbedding: Bool { self == .embedContent || self == .batchEmbedContents || self == .predict }
}
