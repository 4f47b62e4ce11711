internal import GemCore

/// Counts tokens the way the mock's answers and `countTokens` both do.
enum Tokens {
    /// Tokens by modality.
    typealias Count = [MediaFacts.Modality: Int]

    /// The tokens of a text: a word is one, longer ones more; each digit, mark and run of lines is one; a space goes with the word after it.
    static func of(_ text: String) -> Int {
        var count = 0
        TokenScanner.scan(text.unicodeScalars) { tokens, _ in count += tokens }
        return count
    }

    /// The tokens of a text themselves; together they are the text.
    static func pieces(_ text: String, upTo limit: Int = .max) -> [Substring] {
        var pieces: [Substring] = []
        var start = text.startIndex
        TokenScanner.scan(text.unicodeScalars) { tokens, range in
            guard tokens > 0, pieces.count < limit else { return }
            let size = text.unicodeScalars.distance(from: range.lowerBound, to: range.upperBound)
            for number in 1...tokens {
                let end =
                    number == tokens ? range.upperBound : text.unicodeScalars.index(range.lowerBound, offsetBy: size * number / tokens)
                pieces.append(Substring(text.unicodeScalars[start..<end]))
                start = end
            }
        }
        if pieces.count > limit { return Array(pieces.prefix(limit)) }
        if pieces.count < limit, start < text.endIndex, let last = pieces.popLast() { pieces.append(text[last.startIndex...]) }
        return pieces
    }

    /// All that a prompt holds: turns, system instruction, tools; `perTurn` is what the service adds for each turn and for the instruction.
    static func of(_ prompt: Prompt, perTurn: Int = 1) -> Count {
        var count = of(prompt.system + prompt.turns.flatMap(\.parts), resolution: prompt.resolution)
        let tools = ToolTokens.of(prompt.declarations, isNew: perTurn > 0)
        let turns = perTurn * (prompt.turns.count + (prompt.system.isEmpty ? 0 : 1))
        if tools + turns > 0 { count[.text, default: 0] += tools + turns }
        return count
    }

    static func of(_ parts: [Prompt.Part], resolution: MediaResolution = .usual) -> Count {
        var count: Count = [:]
        for part in parts {
            switch part {
            case .text(let text), .thought(let text): count[.text, default: 0] += of(text)
            case .call(let name, let value), .response(let name, let value): count[.text, default: 0] += ToolTokens.of(call: name, value)
            case .other(let value): count[.text, default: 0] += of(value.text())
            case .media(let media): resolution.add(media, to: &count)
            }
        }
        return count
    }

    /// The details of a count as the API lists them.
    static func details(_ count: Count) -> JSON? {
        let items = MediaFacts.Modality.allCases.compactMap { modality -> JSON? in
            guard let tokens = count[modality], tokens > 0 else { return nil }
            return .members(["modality": .string(modality.rawValue), "tokenCount": .int(tokens)])
        }
        return items.isEmpty ? nil : .array(items)
    }

    static func total(_ count: Count) -> Int { count.values.reduce(0, +) }
}
