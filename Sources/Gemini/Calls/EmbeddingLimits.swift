internal import GemCore

/// What one item may hold, for the models that take more than text.
public struct EmbeddingLimits: Sendable, Hashable {
    /// Tokens of text. Checked by a number of tokens that no text of its words can stay below, so that only what is surely too long is refused here.
    public var textTokens = 8192
    /// Images.
    public var images = 6
    /// Pages of PDF documents, all together.
    public var pages = 6
    /// Seconds of video, all together.
    public var videoSeconds = 120.0
    /// Seconds of sound, all together.
    public var audioSeconds = 180.0

    /// The limits of gemini-embedding-2.
    public init() {}

    /// The limits of a model by its name; nil for those that take text alone, or that are not known.
    public static func of(_ model: String) -> EmbeddingLimits? { EmbeddingTask.isInText(model) ? EmbeddingLimits() : nil }
}

/// What is known of embedding models by their names.
enum EmbeddingModels {
    /// Whether a model is known to take nothing but text.
    static func isTextOnly(_ model: String) -> Bool {
        let name = Route.shortModel(model)
        return [
            "gemini-embedding-0", "gemini-embedding-exp", "text-embedding-", "text-multilingual-embedding-", "textembedding-gecko",
            "embedding-0",
        ].contains {
            name.hasPrefix($0)
        }
    }

    /// The largest vectors a model makes; nil where that is not known.
    private static func largest(_ name: String) -> Int? {
        if name.hasPrefix("gemini-embedding-") || name.hasPrefix("text-embedding-large-") { return 3072 }
        return isTextOnly(name) ? 768 : nil
    }

    /// Throws where a model makes no vectors of a size.
    static func check(_ dimensions: Int?, _ model: String) throws(GemError) {
        guard let dimensions else { return }
        let name = Route.shortModel(model)
        let largest = largest(name)
        guard dimensions >= 1, dimensions <= largest ?? .max else {
            let range = largest.map { "1 to \($0)" } ?? "at least one"
            let advice = largest == 3072 ? "; 3072, 1536 and 768 are recommended" : ""
            throw GemError(.badInput, "\(name) makes vectors of \(range) values, not of \(dimensions)\(advice).")
        }
        if name.hasPrefix("embedding-0") || name.hasPrefix("textembedding-gecko"), dimensions != 768 {
            throw GemError(
                .badInput, "\(name) makes vectors of 768 values, not of \(dimensions); ask a newer model, such as \(Gemini.embeddingModel)."
            )
        }
    }

    /// How many texts one `:predict` takes: one of gemini-embedding-001, 250 of the other models, as Google's page “Get text embeddings” says under “API limits”
    /// (cloud.google.com/vertex-ai/generative-ai/docs/embeddings/get-text-embeddings).
    ///
    /// The page once said 5 for all locations but us-central1. A service that takes fewer says so in its refusal: see `instances(allowedBy:)`.
    static func instances(_ model: String) -> Int { Route.shortModel(model).hasPrefix("gemini-") ? 1 : 250 }

    /// How many tokens one `:predict` takes in all, as the same page says.
    static let tokens = 20_000

    /// How many texts a `:predict` may have by upstream's refusal of more, `5 instance(s) is allowed per prediction. Actual: 6`; nil for any other error.
    static func instances(allowedBy error: GemError) -> Int? {
        guard error.upstream?.httpStatus == 400, let words = error.upstream?.message.split(separator: " "),
            let place = words.firstIndex(of: "instance(s)"), place > 0, words[place...].starts(with: ["instance(s)", "is", "allowed"]),
            let count = Int(words[place - 1]), count > 0
        else { return nil }
        return count
    }
}
