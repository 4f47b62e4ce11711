internal import GemCache
public import GemCore
internal import HTTPTypes

/// What a batch asks of its model.
public enum BatchKind: Sendable, Hashable {
    /// Answers.
    case generation
    /// Vectors.
    case embedding
}

extension Gemini {
    /// Hands in a batch: questions that upstream answers within a day, at half the price.
    ///
    /// `model` answers all of them; nil for the client's own, or the embedding model. Throws `configuration` for what the service has not: Vertex AI reads
    /// batches from Cloud Storage alone, the Developer API never does.
    public func createBatch(
        _ input: BatchInput, _ kind: BatchKind = .generation, model: String? = nil, displayName: String = "",
        onProgress: (@Sendable (Progress) -> Void)? = nil
    ) async throws(GemError) -> Batch {
        let name = model ?? (kind == .generation ? self.model : Self.embeddingModel)
        let title = displayName.isEmpty ? "gemcache" : displayName
        if isVertex { return try await createJob(input, model: name, title) }
        let (config, attachments) = try Self.inputConfig(input)
        let path = try path(name, kind == .generation ? "batchGenerateContent" : "asyncBatchEmbedContent")
        let batch = JSON.members([
            "displayName": .string(title), "model": .string(name.contains("/") ? name : "models/" + name), "inputConfig": config,
        ])
        var request = Request.json(.post, path, JSON.members(["batch": batch]).bytes())
        request.attachments = attachments
        request.onProgress = onProgress
        return Batch(operation: try await call(request, to: "hand in a batch for \(name)").json)
    }

    /// The question that `gem` would ask, to be put into a batch, kept as a cached content, or changed first.
    public func question(
        _ prompt: String, _ attachments: Media..., model: String? = nil, thinking: Thinking? = -1,
        options: GenerateOptions = GenerateOptions()
    ) async throws(GemError) -> GenerateContentRequest {
        let turn = try await self.turn(prompt, attachments, timeLimit: options.request.timeLimit)
        return try options.request(
            contents: [turn.content], attachments: turn.attachments, model: model ?? self.model, thinking: thinking, search: false)
    }

    /// All batches of this key or project, newest first.
    public func batches() async throws(GemError) -> [Batch] {
        let member = isVertex ? "batchPredictionJobs" : "operations"
        return try await pages(shelf(batchShelf, "Batches"), size: 100, member: member, RequestOptions()).map { Batch(operation: $0) }
    }

    /// One batch by its name, and how it goes.
    public func batch(_ name: String) async throws(GemError) -> Batch {
        var request = Request.get(try batchPath(name))
        request.options.cache = .bypass
        return Batch(operation: try await call(request, to: "look up \(name)").json)
    }

    /// Ends a batch; what was answered by then is lost.
    public func cancelBatch(_ name: String) async throws(GemError) {
        _ = try await answer(.json(.post, try batchPath(name) + ":cancel", Array("{}".utf8)), to: "cancel \(name)")
    }

    /// Deletes a batch with its answers; one that still runs goes on.
    public func deleteBatch(_ name: String) async throws(GemError) {
        var request = Request.get(try batchPath(name))
        request.head.method = .delete
        _ = try await answer(request, to: "delete \(name)")
    }

    /// Asks, with growing pauses of up to a minute, until a batch is over, well or not.
    ///
    /// `onProgress` is told each answer. Throws `timeout` when `deadline` seconds have passed; a batch may take a day. Cancelling the task leaves the batch running.
    public func wait(
        forBatch name: String, deadline: Double = 172_800, onProgress: (@Sendable (Batch) -> Void)? = nil
    ) async throws(GemError) -> Batch {
        try await wait(for: name, deadline: deadline) { () throws(GemError) in
            let batch = try await self.batch(name)
            onProgress?(batch)
            return batch.isOver ? batch : nil
        }
    }

    var batchShelf: String { isVertex ? "batchPredictionJobs" : "batches" }

    private func batchPath(_ name: String) throws(GemError) -> String { try path(name, of: batchShelf, "Batches") }

    private static func inputConfig(_ input: BatchInput) throws(GemError) -> (JSON, [Attachment]) {
        switch input {
        case .file(let name): return (["fileName": .string(name.hasPrefix("files/") ? name : "files/" + name)], [])
        case .cloud:
            throw GemError(
                .configuration, "The Developer API reads no batches from Cloud Storage; upload the file, or ask Vertex AI (--vertex).")
        case .items(let items):
            guard !items.isEmpty else { throw GemError(.badInput, "The batch is empty; give a question at least.") }
            let requests = items.map { item in
                JSON.members(["request": item.request, "metadata": item.key.map { ["key": .string($0)] }])
            }
            var attachments: [Attachment] = []
            for attachment in items.flatMap(\.attachments) where !attachments.contains(where: { $0.uri == attachment.uri }) {
                attachments.append(attachment)
            }
            return (["requests": ["requests": .array(requests)]], attachments)
        }
    }

    private func createJob(_ input: BatchInput, model: String, _ title: String) async throws(GemError) -> Batch {
        let path = try shelf(batchShelf, "Batches")
        guard case .cloud(let source, let output) = input, source.hasPrefix("gs://"), output.hasPrefix("gs://") else {
            throw GemError(
                .configuration,
                "Vertex AI reads a batch from Cloud Storage and writes its answers there: give gs:// addresses for both, or use the Developer API."
            )
        }
        let body = JSON.members([
            "displayName": .string(title), "model": .string("publishers/google/models/" + Route.shortModel(model)),
            "inputConfig": ["instancesFormat": "jsonl", "gcsSource": ["uris": [.string(source)]]],
            "outputConfig": ["predictionsFormat": "jsonl", "gcsDestination": ["outputUriPrefix": .string(output)]],
        ])
        return Batch(json: try await call(.json(.post, path, body.bytes()), to: "hand in a batch for \(model)").json)
    }
}
