internal import GemCache
public import GemCore
internal import HTTPTypes

extension Gemini {
    /// The embedding model that is asked unless a call names another.
    public static let embeddingModel = "gemini-embedding-2"
    /// How many contents one `batchEmbedContents` takes.
    static let batchSize = 100

    /// One vector for each text, in order.
    ///
    /// Texts travel a hundred at a time. `dimensions` cuts the vectors to a shorter length, which gemini-embedding-001 does not
    /// normalise again.
    public func embed(
        _ texts: [String], model: String = Gemini.embeddingModel, dimensions: Int? = nil, task: EmbeddingTask? = nil,
        options: RequestOptions = RequestOptions()
    ) async throws(GemError) -> [[Float]] {
        let prefix = EmbeddingTask.isInText(model) ? task : nil
        let contents = texts.map { Content(role: nil, parts: [.text(prefix?.prefixed($0) ?? $0)]) }
        return try await embed(
            contents: contents, model: model, dimensions: dimensions, task: prefix == nil ? task : nil, options: options
        ).vectors
    }

    /// One vector for a sequence of texts and media taken together.
    ///
    ///     try await gemini.embed(together: [.text("a red bicycle"), "bicycle.png"])
    public func embed(
        together pieces: [Media], model: String = Gemini.embeddingModel, dimensions: Int? = nil,
        options: RequestOptions = RequestOptions(), onProgress: (@Sendable (Progress) -> Void)? = nil
    ) async throws(GemError) -> [Float] {
        let media = try await MediaParts.reading(pieces, limits: mediaLimits, isVertex: isVertex)
        guard !media.parts.isEmpty else { throw GemError(.badInput, "There is nothing to embed; give texts or media.") }
        let answer = try await embed(
            contents: [Content(role: nil, parts: media.parts)], model: model, dimensions: dimensions, task: nil,
            attachments: media.attachments, options: options, onProgress: onProgress)
        return answer.vectors.first ?? []
    }

    /// One vector for each content, in order, with what upstream said about the cost.
    ///
    /// `task` goes into the request's own field, which only models up to gemini-embedding-001 read; newer ones read it in the text.
    public func embed(
        contents: [Content], model: String = Gemini.embeddingModel, dimensions: Int? = nil, task: EmbeddingTask? = nil,
        attachments: [Attachment] = [], options: RequestOptions = RequestOptions(), onProgress: (@Sendable (Progress) -> Void)? = nil
    ) async throws(GemError) -> EmbedResponse {
        guard !isVertex else {
            return try await embedOverVertex(contents, model: model, dimensions: dimensions, task: task, attachments, options)
        }
        let path = try path(model, "batchEmbedContents")
        let name = model.contains("/") ? model : "models/" + model
        var answer = EmbedResponse()
        for start in stride(from: 0, to: contents.count, by: Self.batchSize) {
            let batch = contents[start..<min(start + Self.batchSize, contents.count)]
            let items = batch.map { content in
                JSON.members([
                    "model": .string(name), "content": content.json, "taskType": task.map { .string($0.type) },
                    "title": task?.title.map { .string($0) }, "outputDimensionality": dimensions.map { .int($0) },
                ])
            }
            var request = Request.json(.post, path, JSON.members(["requests": .array(items)]).bytes())
            request.attachments = attachments
            request.options = options
            request.onProgress = onProgress
            let (json, cacheStatus) = try await call(request, to: "embed with \(model)")
            try answer.add(json, (json["embeddings"]?.array ?? []).map { $0["values"] }, count: batch.count, model: model)
            answer.cacheStatuses.append(cacheStatus)
        }
        return answer
    }
}

/// Vectors, and what upstream said about them.
public struct EmbedResponse: Sendable, Hashable {
    /// One vector for each content.
    public var vectors: [[Float]] = []
    /// Upstream's answers, one a batch.
    public var raw: [JSON] = []
    /// How the cache dealt with each batch.
    public var cacheStatuses: [CacheStatus?] = []

    /// The tokens upstream counted; 0 where it told none or everything came from the cache.
    public var promptTokens: Int { raw.reduce(0) { $0 + ($1["usageMetadata"]?["promptTokenCount"]?.int ?? 0) } }

    /// Takes in one answer and its vectors, of which there must be `count`.
    mutating func add(_ json: JSON, _ vectors: [JSON?], count: Int, model: String) throws(GemError) {
        guard vectors.count == count else {
            throw GemError(.upstream, "\(model) gave \(vectors.count) vectors for \(count) contents.")
        }
        for vector in vectors {
            guard let values = vector?.array, !values.isEmpty else {
                throw GemError(.noAnswer, "\(model) gave no vector for a content; it may not take this kind of media.")
            }
            var numbers: [Float] = []
            numbers.reserveCapacity(values.count)
            for case .number(let text) in values {
                if let value = Float(text) { numbers.append(value) }
            }
            guard numbers.count == values.count else {
                throw GemError(.upstream, "\(model) gave a vector with something else than numbers.")
            }
            self.vectors.append(numbers)
        }
        raw.append(json)
    }
}
