package import GemCore

/// Which items of an embedding request must go upstream, and how the whole answer comes together.
package struct EmbeddingPlan: Sendable {
    private let asked: Asked
    private let form: EmbeddingForm
    private let known: KnownVectors
    /// The places of the items to ask for: unknown ones, each once.
    package private(set) var places: [Int]

    /// Plans a request of which some items are known, and some are asked for `elsewhere`; nil where it embeds nothing.
    package init?(_ asked: Asked, known: KnownVectors, elsewhere: Set<Question.Identity> = []) {
        guard let form = asked.form else { return nil }
        self.asked = asked
        self.form = form
        self.known = known
        var places: [Int] = []
        var seen = elsewhere
        for (place, item) in asked.items.enumerated() where known[item.identity] == nil && seen.insert(item.identity).inserted {
            places.append(place)
        }
        self.places = places
    }

    /// Whether nothing is known: the request goes as it is, and so does its answer.
    package var isWhole: Bool { places.count == asked.items.count }

    /// The plan that asks for every item, known or not, as the request does.
    package var whole: EmbeddingPlan {
        var plan = self
        plan.places = Array(asked.items.indices)
        return plan
    }

    /// The body that asks only for what is missing.
    package func body() throws(GemError) -> [UInt8] {
        if isWhole { return asked.body }
        guard let body = form.request(asked.body, keeping: places) else {
            throw GemError(.badInput, "The list of texts to embed could not be read; send it as a JSON array.")
        }
        return body
    }

    /// What upstream sent for each item asked for, vectors and what stands in their place; throws `upstream` unless it is as many.
    package func fresh(in answer: [UInt8]) throws(GemError) -> [(Question, EmbeddingForm.Vector)] {
        let wanted = asked.sizes
        let sizes = places.map { wanted.indices.contains($0) ? wanted[$0] : nil }
        guard let json = try? JSON(parsing: answer), let vectors = form.vectors(in: json, sizes: sizes) else {
            throw GemError(.upstream, "Upstream answered \(places.count) embedding requests with something else; nothing was stored.")
        }
        return zip(places, vectors).map { (asked.items[$0], $1) }
    }

    /// The items to ask for.
    package var missing: [Question] { places.map { asked.items[$0] } }
}
