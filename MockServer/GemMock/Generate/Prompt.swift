internal import GemCore

/// A generation's request, understood: turns, system instruction, tools, settings, with media resolved.
struct Prompt: Sendable {
    /// Media of a prompt: what is known of it, and a digest of its bytes or of its URI.
    struct Media: Sendable {
        var facts: MediaFacts
        var digest: Digest
        /// The URI of media that the mock does not hold (YouTube, gs://, https).
        var foreignURI: String?
        /// Frames a second, and the part of a video that is meant.
        var fps = 1.0
        var start = 0.0
        var end: Double?
        /// The beginning of a text file.
        var excerpt = ""
    }

    /// One part of a turn.
    enum Part: Sendable {
        case text(String)
        case thought(String)
        case media(Media)
        case call(name: String, JSON)
        case response(name: String, JSON)
        case other(JSON)
    }

    /// One turn of the conversation.
    struct Turn: Sendable {
        var isModel: Bool
        var parts: [Part]
    }

    /// A function the model may call.
    struct Function: Sendable {
        var name: String
        var parameters: JSON?
    }

    /// How functions are to be called.
    enum Mode: Sendable {
        case auto, any, none, validated
    }

    var turns: [Turn] = []
    var system: [Part] = []
    var functions: [Function] = []
    var mode = Mode.auto
    var allowed: [String] = []
    var searches = false
    /// The tools and the schema as text, which count as prompt tokens.
    var toolText = ""
    var config: JSON = .null

    /// The text of the last turn that is not the model's.
    var lastText: String { turns.last { !$0.isModel }.map { Self.text($0.parts) } ?? "" }

    /// Every media part, in order.
    var media: [Media] {
        (system + turns.flatMap(\.parts)).compactMap { part in
            guard case .media(let media) = part else { return nil }
            return media
        }
    }

    static func text(_ parts: [Part]) -> String {
        parts.compactMap { part in
            guard case .text(let text) = part else { return nil }
            return text
        }.joined(separator: "\n")
    }
}
