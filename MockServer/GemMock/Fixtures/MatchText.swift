internal import GemCore

/// The text a fixture's pattern is tried on.
enum MatchText {
    /// The last turn that is not the model's; for embeddings, all texts.
    static func text(of body: JSON, _ route: Route) -> String {
        switch route.operation {
        case .embedContent: return texts(body.field("content") ?? .null)
        case .batchEmbedContents: return body.list("requests").map { texts($0.field("content") ?? .null) }.joined(separator: "\n")
        case .predict: return body.list("instances").map { $0.text(of: "content") }.joined(separator: "\n")
        default:
            let contents = (body.field("generateContentRequest") ?? body).list("contents")
            return contents.last { $0.text(of: "role").lowercased() != "model" }.map(texts) ?? ""
        }
    }

    private static func texts(_ content: JSON) -> String {
        content.list("parts").compactMap { $0.field("text")?.string }.joined(separator: "\n")
    }
}
