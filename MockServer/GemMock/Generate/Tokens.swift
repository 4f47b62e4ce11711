internal import GemCore

/// Counts tokens the way the mock's answers and `countTokens` both do.
enum Tokens {
    /// Tokens by modality.
    typealias Count = [MediaFacts.Modality: Int]

    /// About four characters a token; at least one for any text.
    static func of(_ text: String) -> Int {
        let count = text.unicodeScalars.count
        return count == 0 ? 0 : max(1, count / 4)
    }

    /// All that a prompt holds: turns, system instruction, tools.
    static func of(_ prompt: Prompt) -> Count {
        var count = of(prompt.system + prompt.turns.flatMap(\.parts))
        let tools = of(prompt.toolText)
        if tools > 0 { count[.text, default: 0] += tools }
        return count
    }

    static func of(_ parts: [Prompt.Part]) -> Count {
        var count: Count = [:]
        for part in parts {
            switch part {
            case .text(let text), .thought(let text): count[.text, default: 0] += of(text)
            case .call(let name, let value), .response(let name, let value): count[.text, default: 0] += of(name) + of(value.text())
            case .other(let value): count[.text, default: 0] += of(value.text())
            case .media(let media): add(media, to: &count)
            }
        }
        return count
    }

    /// 258 an image tile, a PDF page and a video frame (one a second), 32 a second of sound.
    private static func add(_ media: Prompt.Media, to count: inout Count) {
        let facts = media.facts
        switch facts.modality {
        case .image: count[.image, default: 0] += 258 * tiles(facts)
        case .document: count[.document, default: 0] += 258 * max(1, facts.pages ?? 1)
        case .text: count[.text, default: 0] += max(1, Int(facts.length / 4))
        case .audio: count[.audio, default: 0] += 32 * (facts.seconds ?? 1).rounded(.up).whole(1...1_000_000)
        case .video:
            let end = min(media.end ?? .infinity, facts.seconds ?? 1)
            let seconds = end - media.start
            count[.video, default: 0] += 258 * (seconds * media.fps).rounded(.up).whole(1...1_000_000)
            if facts.hasAudio { count[.audio, default: 0] += 32 * seconds.rounded(.up).whole(1...1_000_000) }
        }
    }

    private static func tiles(_ facts: MediaFacts) -> Int {
        guard let width = facts.width, let height = facts.height, width > 384 || height > 384 else { return 1 }
        return min(1000, (width + 767) / 768) * min(1000, (height + 767) / 768)
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
