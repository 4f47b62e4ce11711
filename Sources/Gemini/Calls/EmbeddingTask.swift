internal import GemCore

/// What vectors are for; told to the model so that it can shape them.
public enum EmbeddingTask: Sendable, Hashable {
    /// A search query, to be matched with documents.
    case retrievalQuery
    /// A document to be found; a title helps.
    case retrievalDocument(title: String? = nil)
    /// Likeness of meaning.
    case semanticSimilarity
    /// Sorting into known classes.
    case classification
    /// Grouping without known classes.
    case clustering
    /// A question, to be matched with documents that answer it.
    case questionAnswering
    /// A statement, to be matched with documents that prove or refute it.
    case factVerification
    /// A question, to be matched with code.
    case codeRetrievalQuery

    /// The API's name, for models up to gemini-embedding-001.
    var type: String {
        switch self {
        case .retrievalQuery: "RETRIEVAL_QUERY"
        case .retrievalDocument: "RETRIEVAL_DOCUMENT"
        case .semanticSimilarity: "SEMANTIC_SIMILARITY"
        case .classification: "CLASSIFICATION"
        case .clustering: "CLUSTERING"
        case .questionAnswering: "QUESTION_ANSWERING"
        case .factVerification: "FACT_VERIFICATION"
        case .codeRetrievalQuery: "CODE_RETRIEVAL_QUERY"
        }
    }

    /// The title of a document; nil where it is blank.
    var title: String? {
        guard case .retrievalDocument(let title?) = self, !title.allSatisfy(\.isWhitespace) else { return nil }
        return title
    }

    /// The text with the task before it, as gemini-embedding-2 reads it.
    func prefixed(_ text: String) -> String {
        switch self {
        case .retrievalQuery: "task: search result | query: \(text)"
        case .retrievalDocument: "title: \(title ?? "none") | text: \(text)"
        case .semanticSimilarity: "task: sentence similarity | query: \(text)"
        case .classification: "task: classification | query: \(text)"
        case .clustering: "task: clustering | query: \(text)"
        case .questionAnswering: "task: question answering | query: \(text)"
        case .factVerification: "task: fact checking | query: \(text)"
        case .codeRetrievalQuery: "task: code retrieval | query: \(text)"
        }
    }

    /// The parts with the task before the first text; media alone have no place for it.
    func prefixed(_ parts: [Part]) -> [Part] {
        guard let index = parts.firstIndex(where: { $0.text != nil && !$0.isThought }), let text = parts[index].text else { return parts }
        var parts = parts
        parts[index].json["text"] = .string(prefixed(text))
        return parts
    }

    /// Whether a model reads the task in the text instead of a field of its own: from gemini-embedding-2 on, not 001 and the `exp` before it.
    static func isInText(_ model: String) -> Bool {
        guard let mark = model.split(separator: "/").last, mark.hasPrefix("gemini-embedding-") else { return false }
        return mark.dropFirst("gemini-embedding-".count).first.map { ("1"..."9").contains($0) } ?? false
    }
}
