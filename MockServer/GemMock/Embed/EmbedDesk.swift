internal import GemCore

/// Answers embedContent, batchEmbedContents and Vertex's predict.
struct EmbedDesk: Sendable {
    let shelf: FileShelf
    let time: any TimeSource

    func answer(_ route: Route, _ body: JSON) throws(APIFailure) -> Reply {
        guard let model = ModelTable.model(route.model, api: route.api), let rule = model.embedding else { throw .unknownModel(route) }
        switch (route.operation, route.api) {
        case (.embedContent, .developer): return try single(body, model, rule)
        case (.embedContent, .vertex): return try vertexSingle(body, model, rule)
        case (.predict, .vertex): return try predict(body, model, rule)
        case (.batchEmbedContents, _): return try batch(route, body, model, rule)
        default: throw .unknownModel(route)
        }
    }

    /// One content's vector and token count.
    private struct Item {
        var values: [Float]
        var tokens: Tokens.Count
        /// The values as a JSON list, in float32's shortest decimals.
        var json: JSON { ["values": .array(values.map { .float($0) })] }
    }

    private static let tasks = [
        "", "RETRIEVAL_QUERY", "RETRIEVAL_DOCUMENT", "SEMANTIC_SIMILARITY", "CLASSIFICATION", "CLUSTERING", "QUESTION_ANSWERING",
        "FACT_VERIFICATION", "CODE_RETRIEVAL_QUERY",
    ]

    private func item(
        _ request: JSON, settings: JSON, path: String, _ model: Model, _ rule: Model.Embedding
    ) throws(APIFailure) -> Item {
        let reader = PromptReader(shelf: shelf, time: time, api: .developer)
        let parts = try reader.parts(request.field("content") ?? .null, path: "\(path).content")
        if !rule.isMultimodal, parts.contains(where: { if case .media = $0 { true } else { false } }) {
            throw .invalid("The model \(model.name) only supports text input.")
        }
        let dimensions = try dimensions(settings, path: path, rule)
        // The second generation takes its task from the text, and says nothing about this field.
        let task = rule.isMultimodal ? "" : settings.name(of: "taskType", in: Self.tasks) ?? ""
        let values = Embedder(rule: rule).vector(parts, taskType: task, title: settings.text(of: "title"), dimensions: dimensions)
        return Item(values: values, tokens: Tokens.of(parts))
    }

    private func dimensions(_ settings: JSON, path: String, _ rule: Model.Embedding) throws(APIFailure) -> Int? {
        guard let wanted = settings.number(of: "outputDimensionality"), wanted != 0 else { return nil }
        guard wanted >= 1, wanted <= Double(rule.dimensions) else {
            throw .invalidField("\(path).output_dimensionality", "output_dimensionality must be between 1 and \(rule.dimensions).")
        }
        return Int(wanted)
    }

    private func single(_ body: JSON, _ model: Model, _ rule: Model.Embedding) throws(APIFailure) -> Reply {
        let item = try item(body, settings: body, path: "EmbedContentRequest", model, rule)
        return .json(.members(["embedding": item.json, "usageMetadata": rule.isMultimodal ? Self.usage([item]) : nil]))
    }

    private func batch(_ route: Route, _ body: JSON, _ model: Model, _ rule: Model.Embedding) throws(APIFailure) -> Reply {
        let requests = body.list("requests")
        guard !requests.isEmpty else { throw .invalidField("BatchEmbedContentsRequest.requests", "requests is not specified") }
        guard requests.count <= 100 else {
            throw .invalidField("BatchEmbedContentsRequest.requests", "at most 100 requests can be in one batch")
        }
        var items: [Item] = []
        for (index, request) in requests.enumerated() {
            let path = "BatchEmbedContentsRequest.requests[\(index)]"
            let name = request.text(of: "model")
            guard name.hasPrefix("models/") else { throw .invalidField("\(path).model", "unexpected model name format") }
            guard Route.shortModel(name) == route.model else {
                throw .invalidField("\(path).model", "model must match the model in the path")
            }
            items.append(try item(request, settings: request, path: path, model, rule))
        }
        var reply = Reply.json(
            .members(["embeddings": .array(items.map(\.json)), "usageMetadata": rule.isMultimodal ? Self.usage(items) : nil]))
        reply.items = items.count
        return reply
    }

    private static func usage(_ items: [Item]) -> JSON {
        let tokens = sum(items)
        return .members(["promptTokenCount": .int(Tokens.total(tokens)), "promptTokenDetails": Tokens.details(tokens)])
    }

    private static func sum(_ items: [Item]) -> Tokens.Count {
        items.reduce(into: [:]) { sum, item in sum.merge(item.tokens) { $0 + $1 } }
    }

    private func vertexSingle(_ body: JSON, _ model: Model, _ rule: Model.Embedding) throws(APIFailure) -> Reply {
        let item = try item(body, settings: body.field("embedContentConfig") ?? body, path: "EmbedContentRequest", model, rule)
        let usage: JSON = .members([
            "promptTokenCount": .int(Tokens.total(item.tokens)), "promptTokensDetails": Tokens.details(item.tokens),
            "totalTokenCount": .int(Tokens.total(item.tokens)),
        ])
        return .json(.members(["embedding": item.json, "usageMetadata": usage]))
    }

    private func predict(_ body: JSON, _ model: Model, _ rule: Model.Embedding) throws(APIFailure) -> Reply {
        guard !rule.isMultimodal else {
            throw APIFailure(
                code: 400, status: "FAILED_PRECONDITION", message: "The model \(model.name) does not support predict; use embedContent.")
        }
        let instances = body.list("instances")
        guard !instances.isEmpty else { throw .invalid("Empty instances.") }
        let dimensions = try dimensions(body.field("parameters") ?? .null, path: "parameters", rule)
        var predictions: [JSON] = []
        var billable = 0
        for instance in instances {
            let text = instance.text(of: "content")
            guard !text.isEmpty else { throw .invalid("The text content is empty.") }
            let values = Embedder(rule: rule).vector(
                [.text(text)], taskType: instance.name(of: "taskType", in: Self.tasks) ?? "", title: instance.text(of: "title"),
                dimensions: dimensions)
            billable += text.filter { !$0.isWhitespace }.count
            predictions.append([
                "embeddings": [
                    "values": .array(values.map { .double(Double($0)) }),
                    "statistics": ["token_count": .int(Tokens.of(text)), "truncated": false],
                ]
            ])
        }
        var reply = Reply.json([
            "predictions": .array(predictions), "metadata": ["billableCharacterCount": .int(billable)],
        ])
        reply.items = instances.count
        return reply
    }
}
