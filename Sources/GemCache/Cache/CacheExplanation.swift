package import GemCore
package import GemStore

/// What the cache would do with a question, and why.
package struct CacheExplanation: Sendable {
    private let question: Question
    private let outcome: String
    private let reason: String
    /// Whether it would be answered from the store.
    package let isHit: Bool

    /// Asks the store without counting the look-up.
    package init(_ asked: Asked, _ store: Store) {
        question = asked.question
        let shelf = AnswerShelf(store: store, time: store.time)
        if let detail = question.traits.reasonToPass {
            (outcome, isHit, reason) = ("bypass", false, Self.passing[detail] ?? detail)
        } else if asked.form != nil {
            let known = shelf.vectors(asked.items)
            let count = asked.items.filter { known[$0.identity] != nil }.count
            isHit = count == asked.items.count
            outcome = isHit ? "hit" : count > 0 ? "partial" : "miss"
            reason = "\(count) of \(asked.items.count) vectors are stored"
        } else {
            switch shelf.find(asked.question) {
            case .fresh(_, let age): (outcome, isHit, reason) = ("hit", true, "stored \(age) s ago")
            case .stale: (outcome, isHit, reason) = ("stale", false, "the stored answer has outlived its lifetime")
            case .nothing: (outcome, isHit, reason) = ("miss", false, "no answer to this question is stored")
            }
        }
    }

    private static let passing = [
        "secret": "the body carries a secret (mcpServers headers): sent, never stored",
        "unknown-file": "it names a file or cached content whose bytes are unknown here: not stored",
        "query": "the query asks for a form the cache does not serve (fields, $callback, alt)",
    ]

    /// The explanation as JSON.
    package var json: JSON {
        .members([
            "outcome": .string(outcome), "reason": .string(reason), "key": .string(question.key.description),
            "operation": .string(question.route.operation.rawValue), "model": .string(question.route.model),
            "api": .string(question.route.api.rawValue), "timeDependent": .bool(question.traits.contains(.timeDependent)),
        ])
    }

    /// The explanation as lines.
    package var lines: [String] {
        [
            "\(outcome): \(reason)", "key        \(question.key)",
            "operation  \(question.route.operation.rawValue) \(question.route.model) (\(question.route.api.rawValue))",
        ]
    }
}
