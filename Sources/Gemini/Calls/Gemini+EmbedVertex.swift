internal import GemCache
internal import GemCore
internal import HTTPTypes

extension Gemini {
    /// Vectors over Vertex AI, one content a call: `:embedContent` for models from gemini-embedding-2 on, `:predict` for the text
    /// models before.
    func embedOverVertex(
        _ contents: [Content], model: String, dimensions: Int?, task: EmbeddingTask?, _ attachments: [Attachment], _ options: RequestOptions
    ) async throws(GemError) -> EmbedResponse {
        let isNew = EmbeddingTask.isInText(model)
        let path = try path(model, isNew ? "embedContent" : "predict")
        var answer = EmbedResponse()
        for content in contents {
            let body = isNew ? Self.embedBody(content, dimensions, task) : try Self.predictBody(content, model, dimensions, task)
            var request = Request.json(.post, path, body.bytes())
            request.attachments = attachments
            request.options = options
            let (json, cacheStatus) = try await call(request, to: "embed with \(model)")
            let values = isNew ? json["embedding"]?["values"] : json["predictions"]?[0]?["embeddings"]?["values"]
            try answer.add(json, [values], count: 1, model: model)
            answer.cacheStatuses.append(cacheStatus)
        }
        return answer
    }

    private static func embedBody(_ content: Content, _ dimensions: Int?, _ task: EmbeddingTask?) -> JSON {
        let config = JSON.members([
            "taskType": task.map { .string($0.type) }, "title": task?.title.map { .string($0) },
            "outputDimensionality": dimensions.map { .int($0) },
        ])
        return .members(["content": content.json, "embedContentConfig": config.object?.isEmpty == true ? nil : config])
    }

    /// Its parameters are spelled in both cases, as the service wants them.
    private static func predictBody(_ content: Content, _ model: String, _ dimensions: Int?, _ task: EmbeddingTask?) throws(GemError)
        -> JSON
    {
        guard content.parts.allSatisfy({ $0.text != nil }) else {
            throw GemError(.badInput, "\(model) embeds text only; embed media with \(Self.embeddingModel).")
        }
        let instance = JSON.members([
            "content": .string(content.text), "task_type": task.map { .string($0.type) }, "title": task?.title.map { .string($0) },
        ])
        return .members([
            "instances": [instance], "parameters": dimensions.map { ["outputDimensionality": .int($0)] },
        ])
    }
}
