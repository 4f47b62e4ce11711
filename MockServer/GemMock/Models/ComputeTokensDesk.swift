internal import GemCore

/// Answers Vertex's `computeTokens`: the tokens of each content, and their numbers.
enum ComputeTokensDesk {
    static func answer(_ route: Route, _ body: JSON) throws(APIFailure) -> Reply {
        guard route.api == .vertex, ModelTable.model(route.model, api: .vertex) != nil else { throw .unknownModel(route) }
        let contents = body.list("contents")
        let instances = body.list("instances")
        guard !contents.isEmpty || !instances.isEmpty else {
            throw .invalid("Unable to submit request because it must have at least one contents field.")
        }
        let texts =
            contents.map { ($0.text(of: "role"), $0.list("parts").map { $0.text(of: "text") }) }
            + instances.map { ("", [$0.text(of: "content") + $0.text(of: "prompt")]) }
        let infos = texts.map { role, parts -> JSON in
            let tokens = parts.flatMap(split)
            return .members([
                "tokens": .array(tokens.map { .string(Base64Coding.encode(Array($0.utf8))) }),
                "tokenIds": .array(tokens.map { .string(String(number($0))) }), "role": role.isEmpty ? nil : .string(role),
            ])
        }
        return .json(["tokensInfo": .array(infos)])
    }

    /// Cuts text into words with the space before them, numbers digit by digit, and single marks.
    static func split(_ text: String) -> [String] {
        var tokens: [String] = []
        var word = ""
        func end() {
            if !word.isEmpty { tokens.append(word) }
            word = ""
        }
        for character in text {
            if character.isLetter {
                word.append(character)
            } else {
                end()
                if character == " " { word = " " } else { tokens.append(String(character)) }
            }
        }
        end()
        return tokens
    }

    /// A number within the vocabulary, the same for the same token.
    private static func number(_ token: String) -> UInt64 { Digest(of: Array(token.utf8)).low % 255_000 + 256 }
}
