internal import GemCache
internal import GemCore
internal import HTTPTypes

/// How items to embed become calls: read, checked, put right for the model, and put together.
struct EmbedPlan: Sendable {
    let client: Gemini
    let model: String
    let dimensions: Int?
    let task: EmbeddingTask?
    let options: EmbedOptions
    /// The time there is for all of it: what is fetched, uploaded and asked.
    let budget: TimeBudget

    init(client: Gemini, model: String, dimensions: Int?, task: EmbeddingTask?, options: EmbedOptions) {
        self.client = client
        self.model = model
        self.dimensions = dimensions
        self.task = task
        self.options = options
        budget = TimeBudget(options.request.timeLimit, client.time)
    }

    /// How many contents one `batchEmbedContents` takes.
    static let batchSize = 100

    /// An item that is ready to be sent.
    struct Entry: Sendable {
        var content: Content
        var attachments: [Attachment]
        /// The task the model reads beside the content.
        var task: EmbeddingTask?
        /// Roughly what it takes in a body.
        var size: Int
    }

    /// One request, and how its answer is read.
    struct Call: Sendable {
        var path: String
        var body: JSON
        var attachments: [Attachment]
        var form: EmbedResponse.Form
        /// What is embedded, in the order of the vectors.
        var entries: [Entry]

        var count: Int { entries.count }
    }

    /// The calls for some items, in their order; throws where an item cannot be sent.
    @concurrent
    func calls(for items: [EmbedItem]) async throws(GemError) -> [Call] {
        try EmbeddingModels.check(dimensions, model)
        var entries: [Entry] = []
        for (index, item) in items.enumerated() {
            entries.append(try await EmbedReader(plan: self, place: items.count == 1 ? nil : index + 1).entry(item))
        }
        switch client.api {
        case .developer: return try batches(entries)
        case .vertex: return try isNew ? entries.map(single) : instances(entries)
        case .vertexExpress:
            guard !isNew else {
                throw GemError(
                    .configuration, "\(model) needs a project of Vertex AI; give a project and a location, or use the Developer API.")
            }
            return try instances(entries)
        }
    }

    /// Whether the model reads its task in the text, and is asked content by content over Vertex AI.
    var isNew: Bool { EmbeddingTask.isInText(model) }

    /// Sends one call; where upstream takes fewer texts at a time, as several.
    func send(_ call: Call) async throws(GemError) -> EmbedResponse {
        let whole = await result(of: call)
        guard case .failure(let error) = whole, call.form == .predictions, let allowed = EmbeddingModels.instances(allowedBy: error),
            allowed < call.count
        else { return try whole.get() }
        var answer = EmbedResponse()
        for part in try instances(call.entries, atMost: allowed) { answer.append(try await sendWhole(part)) }
        return answer
    }

    private func result(of call: Call) async -> Result<EmbedResponse, GemError> {
        do throws(GemError) { return .success(try await sendWhole(call)) } catch { return .failure(error) }
    }

    private func sendWhole(_ call: Call) async throws(GemError) -> EmbedResponse {
        var request = Request.json(.post, call.path, call.body.bytes())
        request.attachments = call.attachments
        request.options = options.request
        request.options.timeLimit = budget.left
        request.onProgress = options.onProgress
        let (json, cacheStatus) = try await client.call(request, to: "embed with \(model)")
        return try EmbedResponse(json, call.form, count: call.count, size: dimensions, model: model, cacheStatus: cacheStatus)
    }

    /// What a call asks, item by item.
    func questions(_ call: Call) throws(GemError) -> [Question] {
        let resolver = AttachmentResolver(attachments: call.attachments, next: NoResolver())
        let body = call.body.bytes()
        if call.form == .single {
            let question = try Question.read(method: .post, path: call.path, body: body, options: options.request, resolver: resolver)
            return question.map { [$0] } ?? []
        }
        let batch = try EmbeddingBatch.read(method: .post, path: call.path, body: body, options: options.request, resolver: resolver)
        return batch?.items.map(\.question) ?? []
    }

    private func batches(_ entries: [Entry]) throws(GemError) -> [Call] {
        guard options.autoTruncate == nil else {
            throw GemError(
                .configuration,
                "Only Vertex AI cuts or refuses long texts on request; leave autoTruncate out, or ask over Vertex AI.")
        }
        let path = try client.path(model, "batchEmbedContents")
        let name = model.contains("/") ? model : "models/" + model
        return Self.groups(entries, atMost: Self.batchSize, size: Int(client.mediaLimits.inlineBytes)).map { group in
            let items = group.map { entry in
                JSON.members([
                    "model": .string(name), "content": entry.content.json, "taskType": entry.task.map { .string($0.type) },
                    "title": entry.task?.title.map { .string($0) }, "outputDimensionality": dimensions.map { .int($0) },
                ])
            }
            return call(path, .members(["requests": .array(items)]), group, .batch)
        }
    }

    private func single(_ entry: Entry) throws(GemError) -> Call {
        let config = JSON.members([
            "taskType": entry.task.map { .string($0.type) }, "title": entry.task?.title.map { .string($0) },
            "outputDimensionality": dimensions.map { .int($0) }, "autoTruncate": options.autoTruncate.map { .bool($0) },
        ])
        let body = JSON.members(["content": entry.content.json, "embedContentConfig": config.object?.isEmpty == true ? nil : config])
        return call(try client.path(model, "embedContent"), body, [entry], .single)
    }

    /// Its parameters are spelled in both cases, as the service wants them. A token is a byte at least.
    private func instances(_ entries: [Entry], atMost count: Int? = nil) throws(GemError) -> [Call] {
        let path = try client.path(model, "predict")
        return Self.groups(entries, atMost: count ?? EmbeddingModels.instances(model), size: EmbeddingModels.tokens).map { group in
            let instances = group.map { entry in
                JSON.members([
                    "content": .string(entry.content.text), "task_type": entry.task.map { .string($0.type) },
                    "title": entry.task?.title.map { .string($0) },
                ])
            }
            let parameters = JSON.members([
                "outputDimensionality": dimensions.map { .int($0) }, "autoTruncate": options.autoTruncate.map { .bool($0) },
            ])
            let body = JSON.members(["instances": .array(instances), "parameters": parameters.object?.isEmpty == true ? nil : parameters])
            return call(path, body, group, .predictions)
        }
    }

    private func call(_ path: String, _ body: JSON, _ group: [Entry], _ form: EmbedResponse.Form) -> Call {
        var attachments: [Attachment] = []
        for entry in group { attachments += entry.attachments.filter { !attachments.contains($0) } }
        return Call(path: path, body: body, attachments: attachments, form: form, entries: group)
    }

    /// Runs of entries that fit in one call; one that is too large alone goes alone.
    private static func groups(_ entries: [Entry], atMost count: Int, size limit: Int) -> [[Entry]] {
        var groups: [[Entry]] = []
        var size = 0
        for entry in entries {
            if var last = groups.last, last.count < count, size + entry.size <= limit {
                last.append(entry)
                groups[groups.count - 1] = last
                size += entry.size
            } else {
                groups.append([entry])
                size = entry.size
            }
        }
        return groups
    }
}
