internal import GemCore

/// Cuts a candidate into what each event of a stream carries.
struct StreamSteps: Sendable {
    /// One event's parts, and what they take.
    struct Step: Sendable {
        var parts: [JSON]
        var tokens: Tokens.Count = [:]
    }

    /// The steps in order; there is always one.
    private(set) var steps: [Step] = []

    /// `closes` is how the third generation streams: a call an event, and an empty text at the end, which carries the signature.
    init(_ candidate: Generated.Candidate, closes: Bool) {
        var calls = Step(parts: [])
        for part in candidate.parts {
            switch part {
            case .thought(let text): steps.append(Step(parts: [.members(["text": .string(text), "thought": true])]))
            case .text(let text):
                for piece in Self.pieces(text) {
                    let count = Tokens.of(piece.hasSuffix(" ") ? String(piece.dropLast()) : piece)
                    steps.append(Step(parts: [["text": .string(piece)]], tokens: [.text: count]))
                }
            case .call(let json):
                if closes {
                    steps.append(Step(parts: [json], tokens: Generated.tokens(part)))
                } else {
                    calls.parts.append(json)
                    calls.tokens.merge(Generated.tokens(part), uniquingKeysWith: +)
                }
            case .other(let json, let count): steps.append(Step(parts: [json], tokens: count))
            }
        }
        if !calls.parts.isEmpty { steps.append(calls) }
        if closes, !steps.isEmpty, candidate.signature != nil || candidate.hasCalls {
            steps.append(Step(parts: [.members(["text": "", "thoughtSignature": candidate.signature.map { .string($0) }])]))
        }
        if steps.isEmpty { steps = [Step(parts: [])] }
    }

    /// Cuts text at word boundaries: a short piece first, then about forty bytes each.
    static func pieces(_ text: String) -> [String] {
        var pieces: [String] = []
        var piece = ""
        for character in text {
            piece.append(character)
            if piece.utf8.count >= (pieces.isEmpty ? 8 : 40), character.isWhitespace {
                pieces.append(piece)
                piece = ""
            }
        }
        if !piece.isEmpty { pieces.append(piece) }
        return pieces
    }
}
