internal import GemCore

/// Log probabilities as chat completions have them.
enum ChatLogprobs {
    /// Those of a candidate; nil where it has none.
    static func json(_ candidate: JSON) -> JSON? {
        guard let result = candidate.field("logprobsResult") else { return nil }
        let tops = result.list("topCandidates")
        let content = result.list("chosenCandidates").enumerated().map { index, chosen -> JSON in
            let top = tops.indices.contains(index) ? tops[index].list("candidates") : []
            return entry(chosen, [("top_logprobs", .array(top.map { entry($0, []) }))])
        }
        return ["content": .array(content)]
    }

    private static func entry(_ candidate: JSON, _ more: [(String, JSON)]) -> JSON {
        let token = candidate.text(of: "token")
        var entry: JSON = [
            "bytes": .array(token.utf8.map { .int($0) }), "logprob": candidate.field("logProbability") ?? 0, "token": .string(token),
        ]
        for (name, value) in more { entry[name] = value }
        return entry
    }
}
