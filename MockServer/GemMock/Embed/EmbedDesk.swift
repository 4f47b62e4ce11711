internal import GemCore

/// Answers embedContent, batchEmbedContents and Vertex's predict.
struct EmbedDesk: Sendable {
    let shelf: FileShelf
    let time: any TimeSource
    let fixtures: FixtureShelf

    func answer(_ route: Route, _ body: JSON) throws(APIFailure) -> Reply {
        guard let model = ModelTable.model(route.model, api: route.api), let rule = model.embedding else { throw .unknownModel(route) }
        let reader = EmbedReader(shelf: shelf, time: time, captions: fixtures.captions, model: model, rule: rule, api: route.api)
        switch (route.operation, route.api) {
        case (.embedContent, .developer): return try single(reader, body)
        case (.embedContent, .vertex): return try vertexSingle(reader, body)
        case (.predict, .vertex): return try predict(reader, route, body)
        case (.batchEmbedContents, _): return try batch(reader, route, body)
        default: throw .unknownModel(route)
        }
    }

    private func single(_ reader: EmbedReader, _ body: JSON) throws(APIFailure) -> Reply {
        let item = try reader.item(body, settings: body, path: "EmbedContentRequest")
        return .json(.members(["embedding": item.json, "usageMetadata": reader.rule.isMultimodal ? Self.usage([item]) : nil]))
    }

    private func batch(_ reader: EmbedReader, _ route: Route, _ body: JSON) throws(APIFailure) -> Reply {
        let requests = body.list("requests")
        guard !requests.isEmpty else { throw .invalidField("BatchEmbedContentsRequest.requests", "requests is not specified") }
        guard requests.count <= EmbedLimits.batch else {
            throw .invalidField("BatchEmbedContentsRequest.requests", "at most \(EmbedLimits.batch) requests can be in one batch")
        }
        var items: [EmbedReader.Item] = []
        for (index, request) in requests.enumerated() {
            let path = "BatchEmbedContentsRequest.requests[\(index)]"
            let name = request.text(of: "model")
            guard name.hasPrefix("models/") else { throw .invalidField("\(path).model", "unexpected model name format") }
            guard Route.shortModel(name) == route.model else {
                throw .invalidField("\(path).model", "model must match the model in the path")
            }
            var item = try reader.item(request, settings: request, path: path)
            if let values = try fixtures.embedding(of: request, route) { item.fixed = values }
            items.append(item)
        }
        var reply = Reply.json(
            .members(["embeddings": .array(items.map(\.json)), "usageMetadata": reader.rule.isMultimodal ? Self.usage(items) : nil]))
        reply.items = items.count
        return reply
    }

    private static func usage(_ items: [EmbedReader.Item]) -> JSON {
        let tokens = sum(items)
        return .members(["promptTokenCount": .int(Tokens.total(tokens)), "promptTokenDetails": details(tokens)])
    }

    private static func sum(_ items: [EmbedReader.Item]) -> Tokens.Count {
        items.reduce(into: [:]) { sum, item in sum.merge(item.tokens) { $0 + $1 } }
    }

    /// The details by the names of their modalities, as embedding-2 lists them.
    private static func details(_ tokens: Tokens.Count) -> JSON? {
        let items = tokens.filter { $0.value > 0 }.sorted { $0.key.rawValue < $1.key.rawValue }
        guard !items.isEmpty else { return nil }
        return .array(items.map { .members(["modality": .string($0.key.rawValue), "tokenCount": .int($0.value)]) })
    }

    private func vertexSingle(_ reader: EmbedReader, _ body: JSON) throws(APIFailure) -> Reply {
        let settings = body.field("embedContentConfig") ?? .null
        let item = try reader.item(body, settings: settings.object?.isEmpty == false ? settings : body, path: "EmbedContentRequest")
        let total = JSON.int(Tokens.total(item.tokens))
        let usage: JSON = .members([
            "promptTokenCount": total, "promptTokensDetails": Self.details(item.tokens), "totalTokenCount": total,
        ])
        return .json(
            .members(["embedding": item.json, "usageMetadata": usage, "truncated": item.isTruncated ? true : nil]))
    }

    private func predict(_ reader: EmbedReader, _ route: Route, _ body: JSON) throws(APIFailure) -> Reply {
        let model = reader.model
        guard !reader.rule.isMultimodal else {
            throw APIFailure(
                code: 400, status: "FAILED_PRECONDITION", message: "The model \(model.name) does not support predict; use embedContent.")
        }
        let instances = body.list("instances")
        guard !instances.isEmpty else { throw .invalid("Empty instances.") }
        let parameters = body.field("parameters") ?? .null
        var items: [EmbedReader.Item] = []
        var billable = 0
        for (index, instance) in instances.enumerated() {
            let text = instance.text(of: "content")
            guard !text.isEmpty else { throw .invalid("The text content is empty.") }
            let request: JSON = .members([
                "content": ["parts": [["text": .string(text)]]], "taskType": instance.field("taskType"), "title": instance.field("title"),
                "outputDimensionality": parameters.field("outputDimensionality"), "autoTruncate": parameters.field("autoTruncate"),
            ])
            var item = try reader.item(request, settings: request, path: "instances[\(index)]")
            if let values = try fixtures.embedding(of: request, route) { item.fixed = values }
            billable += text.filter { !$0.isWhitespace }.count
            items.append(item)
        }
        let predictions: [JSON] = items.map { item in
            [
                "embeddings": [
                    "values": item.wideValues,
                    "statistics": ["token_count": .int(Tokens.total(item.tokens)), "truncated": .bool(item.isTruncated)],
                ]
            ]
        }
        var reply = Reply.json(["predictions": .array(predictions), "metadata": ["billableCharacterCount": .int(billable)]])
        reply.items = items.count
        return reply
    }
}
