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
        /// The thought signatures of its parts, by their places.
        var signatures: [Int: String] = [:]
    }

    /// A function the model may call.
    struct Function: Sendable {
        var name: String
        var description = ""
        var parameters: JSON?
        /// Where it is declared.
        var tool = 0
        var index = 0
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
    var tools = Tools()
    /// The functions' declarations, which count as prompt tokens.
    var declarations: [JSON] = []
    var config: JSON = .null
    var serviceTier = "standard"
    /// The threshold of HARM_CATEGORY_DANGEROUS_CONTENT; empty where none is set.
    var dangerThreshold = ""

    /// What the answer is to be: `TEXT`, `IMAGE`, `AUDIO`.
    var modalities: [String] {
        config.list("responseModalities").compactMap { value in
            value.string?.uppercased() ?? value.int.flatMap { ["", "TEXT", "IMAGE", "AUDIO"][safe: $0] }
        }.filter { !$0.isEmpty }
    }

    /// How closely media are looked at.
    var resolution: MediaResolution {
        MediaResolution(
            config.name(
                of: "mediaResolution",
                in: ["MEDIA_RESOLUTION_UNSPECIFIED", "MEDIA_RESOLUTION_LOW", "MEDIA_RESOLUTION_MEDIUM", "MEDIA_RESOLUTION_HIGH"]))
    }

    /// The text of the last turn in which the user says something; a function's response is no text.
    var lastText: String { lastSaid.map { Self.text(turns[$0].parts) } ?? "" }

    /// Where the current turn begins: the last text of the user.
    var lastSaid: Int? { turns.lastIndex { !$0.isModel && !Self.text($0.parts).isEmpty } }

    /// The functions' responses that neither a model's turn nor a text of the user follows, in order.
    var freshResponses: [(name: String, value: JSON)] {
        let last = max(turns.lastIndex { $0.isModel }.map { $0 + 1 } ?? 0, lastSaid ?? 0)
        return turns[last...].flatMap(\.parts).compactMap { part in
            guard case .response(let name, let value) = part else { return nil }
            return (name, value)
        }
    }

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

extension Prompt {
    /// What the service itself does for the model.
    struct Tools: Sendable {
        var searches = false
        /// `googleSearchRetrieval`, of the models before the second generation.
        var searchesTheOldWay = false
        var readsURLs = false
        var runsCode = false
        var searchesMaps = false
        var wantsMapsWidget = false
        /// The file search stores to look in.
        var stores: [String]?
        /// Whether the service's own calls and their results are to be parts of the answer.
        var showsInvocations = false

        /// Whether there is any.
        var isEmpty: Bool { !searches && !searchesTheOldWay && !readsURLs && !runsCode && !searchesMaps && stores == nil }
    }
}

extension Array {
    /// The element at an index; nil where there is none.
    fileprivate subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
