extension Question {
    /// How many values each embedding that a request asks for is to have, as its key reads it; nil where that is left to the model.
    ///
    /// Empty where the request embeds nothing.
    package static func sizes(ofEmbeddings body: [UInt8], _ route: Route) -> [Int?] {
        var form = QuestionForm(route: route, path: "", options: RequestOptions(), resolver: NoResolver())
        form.namesDefaults = true
        let questions: [Question]? =
            switch route.operation {
            case .embedContent: (try? form.question(.embedContent, body, root: KeySchema.Root.embed)).map { [$0] }
            case .batchEmbedContents, .predict: (try? form.batch(body))?.items.map(\.question)
            default: nil
            }
        return (questions ?? []).map { CanonicalForm($0.canonical)?.embeddingSize }
    }
}

extension CanonicalForm {
    fileprivate var embeddingSize: Int? {
        guard case .object(let members)? = body, let size = members.last(where: { $0.name == .field("outputDimensionality") }),
            case .number = size.value
        else { return nil }
        return size.value.json.int
    }
}
