internal import GemCore

/// A prepared answer: what it matches, what it says, how often.
struct Fixture: Sendable {
    /// What it answers with.
    enum Supply: Sendable {
        /// Answers in turn; the last one again and again, unless the next fixture is to follow.
        case turns([FixtureAnswer], repeatsLast: Bool)
        /// The recordings of one question, in order; those in the form that is asked for come first.
        case recordings([Recording])
    }

    /// Where it was read, for messages and reports.
    var source: String
    var match: FixtureMatch
    var supply: Supply
    /// How often it answers; nil for always.
    var times: Int?

    /// How often it can answer; nil for always.
    var limit: Int? {
        guard case .turns(let answers, repeatsLast: false) = supply else { return times }
        return min(times ?? .max, answers.count)
    }

    /// Whether it stands for one vector alone, and so never for a whole batch.
    var isOnlyVector: Bool {
        guard case .recordings(let recordings) = supply else { return isVector }
        return recordings.allSatisfy { $0.isVector }
    }

    /// Whether it stands for one vector, wherever that is asked for.
    var isVector: Bool {
        if match.operation == Route.Operation.embedContent.rawValue { return true }
        switch supply {
        case .turns(let answers, _):
            return answers.contains { if case .response(let json) = $0.content { json["embedding"] != nil } else { false } }
        case .recordings(let recordings): return recordings.contains { $0.isVector }
        }
    }
}
