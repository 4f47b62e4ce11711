package import GemCore
package import GemStore

/// What the cache would do with a question, and why: for a miss, which stored question comes nearest and where it differs.
package struct CacheExplanation: Sendable {
    /// One embedding of several.
    private struct Item: Sendable {
        let index: Int
        let key: RequestKey
        let isKnown: Bool
        let nearest: NearestQuestion?
    }

    private let question: Question
    private let outcome: String
    private let reason: String
    private var nearest: NearestQuestion?
    private var items: [Item] = []
    /// Whether it would be answered from the store.
    package let isHit: Bool

    /// So many missing items of a batch are told with what comes nearest to them.
    private static let itemLimit = 20

    /// Asks the store without counting the look-up.
    package init(_ asked: Asked, _ store: Store) {
        question = asked.question
        let shelf = AnswerShelf(store: store, time: store.time)
        let spelling = QuestionSpelling(asked.question.route, body: asked.body)
        if let detail = question.traits.reasonToPass {
            (outcome, isHit, reason) = ("bypass", false, Self.passing[detail] ?? detail)
        } else if asked.form != nil {
            let known = shelf.vectors(asked.items)
            items = Self.items(asked, store, spelling) { known[$0.identity] != nil }
            let count = items.filter(\.isKnown).count
            isHit = count == items.count
            outcome = isHit ? "hit" : count > 0 ? "partial" : "miss"
            let figures = "\(count) of \(items.count) vectors are stored"
            nearest = items.count == 1 ? items.first?.nearest : nil
            reason = nearest.map { $0.reason(for: asked.question.route.api) } ?? figures
        } else {
            switch shelf.find(asked.question) {
            case .fresh(_, let age): (outcome, isHit, reason) = ("hit", true, "stored \(age) s ago")
            case .stale: (outcome, isHit, reason) = ("stale", false, "the stored answer has outlived its lifetime")
            case .nothing:
                nearest = NearestQuestion.find(asked.question, in: store, spelling: spelling)
                (outcome, isHit) = ("miss", false)
                reason = nearest?.reason(for: asked.question.route.api) ?? "no answer to such a question is stored"
            }
        }
    }

    private static func items(
        _ asked: Asked, _ store: Store, _ spelling: QuestionSpelling?, _ isKnown: (Question) -> Bool
    ) -> [Item] {
        var told = 0
        return asked.items.enumerated().map { index, question in
            let known = isKnown(question)
            if !known { told += 1 }
            let nearest =
                known || told > itemLimit ? nil : NearestQuestion.find(question, in: store, spelling: spelling, item: index)
            return Item(index: index, key: question.key, isKnown: known, nearest: nearest)
        }
    }

    private static let passing = [
        "secret": "the body carries a secret (headers of mcpServers, a credential in an address): sent, never stored",
        "unknown-file": "it names a file or cached content whose bytes are unknown here: not stored",
        "query": "the query asks for a form the cache does not serve (fields, $callback, alt)",
    ]

    /// The explanation as JSON.
    package var json: JSON {
        var json: JSON = .members([
            "outcome": .string(outcome), "reason": .string(reason), "key": .string(question.key.description),
            "operation": .string(question.route.operation.rawValue), "model": .string(question.route.model),
            "api": .string(question.route.api.rawValue), "timeDependent": .bool(question.traits.contains(.timeDependent)),
            "nearest": nearest?.json,
        ])
        guard items.count > 1 else { return json }
        json["items"] = .array(
            items.map {
                .members([
                    "item": .int($0.index), "key": .string($0.key.description), "outcome": $0.isKnown ? "hit" : "miss",
                    "nearest": $0.nearest?.json,
                ])
            })
        return json
    }

    /// The explanation as lines.
    package var lines: [String] {
        var lines = [
            "\(outcome): \(reason)", "key        \(question.key)",
            "operation  \(question.route.operation.rawValue) \(question.route.model) (\(question.route.api.rawValue))",
        ]
        if let nearest { return lines + nearest.lines }
        for item in items where items.count > 1 && !item.isKnown {
            lines.append("item \(item.index)     miss, key \(item.key)")
            if let nearest = item.nearest { lines += nearest.lines.map { "  " + $0 } }
        }
        return lines
    }
}
