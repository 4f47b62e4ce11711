internal import GemCore

/// What the mock's model said, before it is put into messages.
struct Generated: Sendable {
    /// One part of a candidate.
    enum Part: Sendable {
        case thought(String)
        case text(String)
        /// A function call, as a part.
        case call(JSON)
        /// Another part as it is, and what it takes: a tool's use, code, media.
        case other(JSON, Tokens.Count)
    }

    /// One candidate.
    struct Candidate: Sendable {
        var parts: [Part] = []
        var finishReason = "STOP"
        var finishMessage: String?
        var grounding: JSON?
        var urlContext: JSON?
        var safetyRatings: JSON?
        /// The signature on the last text part.
        var signature: String?
        var averageLogprob: Double?
        var logprobs: JSON?

        /// All text that is no thought.
        var text: String {
            parts.reduce("") { text, part in
                if case .text(let more) = part { text + more } else { text }
            }
        }

        var thoughts: [String] {
            parts.compactMap { part in
                if case .thought(let text) = part { text } else { nil }
            }
        }

        var hasCalls: Bool { parts.contains { if case .call = $0 { true } else { false } } }

        /// What all parts but the thoughts take.
        var tokens: Tokens.Count { parts.reduce(into: [:]) { $0.merge(Generated.tokens($1), uniquingKeysWith: +) } }
    }

    var candidates: [Candidate] = []
    /// Why the prompt was refused; then there are no candidates.
    var blockReason: String?
    var promptTokens: Tokens.Count = [:]
    /// What the tools' results took.
    var toolTokens = 0
    var thoughtTokens = 0
    var serviceTier = "standard"

    /// What one part takes; thoughts are counted apart.
    static func tokens(_ part: Part) -> Tokens.Count {
        switch part {
        case .thought: [:]
        case .text(let text): [.text: Tokens.of(text)]
        case .call(let json):
            [.text: ToolTokens.of(call: json["functionCall"]?["name"]?.string ?? "", json["functionCall"]?["args"] ?? .null)]
        case .other(_, let count): count
        }
    }

    /// The ratings of what speaks of danger, blocked or let through.
    static func ratings(blocked: Bool, _ api: Route.API) -> JSON {
        .array(
            [
                ("SEXUALLY_EXPLICIT", "NEGLIGIBLE"), ("HATE_SPEECH", "NEGLIGIBLE"), ("HARASSMENT", "NEGLIGIBLE"),
                ("DANGEROUS_CONTENT", "HIGH"),
            ].map { category, probability in
                let isVertex = api == .vertex
                let score: JSON = .double(probability == "HIGH" ? 0.875 : 0.0625)
                return .members([
                    "category": .string("HARM_CATEGORY_" + category), "probability": .string(probability),
                    "probabilityScore": isVertex ? score : nil,
                    "severity": isVertex ? .string("HARM_SEVERITY_" + probability) : nil, "severityScore": isVertex ? score : nil,
                    "blocked": blocked && probability == "HIGH" ? true : nil,
                ])
            })
    }
}
