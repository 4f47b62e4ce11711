internal import GemCore

/// The probabilities a model gives for the tokens it chose, and for those it might have.
struct Logprobs: Sendable {
    private let isAsked: Bool
    private let alternatives: Int
    private var dice: Dice

    init(_ config: JSON, dice: Dice) {
        isAsked = config.field("responseLogprobs")?.bool == true
        alternatives = (config.number(of: "logprobs") ?? 0).whole(0...20)
        self.dice = dice
    }

    /// Adds the average, and where it was asked for each token of the first few thousand.
    func add(to candidate: inout Generated.Candidate, _ text: String) {
        guard !text.isEmpty else { return }
        var dice = dice
        var sum = 0.0
        var (chosen, tops): ([JSON], [JSON]) = ([], [])
        let pieces = Tokens.pieces(text, upTo: isAsked ? 4000 : 200)
        for piece in pieces {
            let probability = -Self.rounded(Double(dice.below(9000) + 1) / 10_000)
            sum += probability
            guard isAsked else { continue }
            let token = Self.token(String(piece), probability)
            chosen.append(token)
            guard alternatives > 0 else { continue }
            var others = [token]
            var next = probability
            for number in 1..<max(1, alternatives) {
                next -= Self.rounded(0.5 + Double(dice.below(3000)) / 1000)
                others.append(Self.token(Self.other(String(piece), number), Self.rounded(next)))
            }
            tops.append(["candidates": .array(others)])
        }
        candidate.averageLogprob = pieces.isEmpty ? nil : sum / Double(pieces.count)
        guard isAsked else { return }
        candidate.logprobs = .members(["topCandidates": tops.isEmpty ? nil : .array(tops), "chosenCandidates": .array(chosen)])
    }

    /// Another token in a token's place.
    private static func other(_ token: String, _ number: Int) -> String {
        let words = [
            "the", "a", "and", "of", "to", "in", "it", "is", "that", "was", "for", "on", "are", "as", "with", "his", "they", "at", "be",
        ]
        let word = words[(number - 1) % words.count]
        let other = token.hasPrefix(" ") ? " " + word : word
        return other == token ? other + "s" : other
    }

    private static func token(_ text: String, _ probability: Double) -> JSON {
        let id = Digest(of: Array(text.utf8)).low % 250_000 + 100
        return .members(["token": .string(text), "tokenId": .int(id), "logProbability": .double(probability)])
    }

    private static func rounded(_ value: Double) -> Double { (value * 10_000).rounded() / 10_000 }
}
