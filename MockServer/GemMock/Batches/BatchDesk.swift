internal import GemCore

/// Answers `batchGenerateContent`, `asyncBatchEmbedContent` and `batches`.
///
/// Nothing runs in the background: whoever first looks at a batch whose time has come does its work.
struct BatchDesk: Sendable {
    let mock: MockGemini
    let time: any TimeSource

    private var shelf: BatchShelf { mock.batches }

    func answer(_ call: ResourceDesk.Call) async throws -> Reply {
        let route = call.route
        switch route.operation {
        case .batchGenerateContent: return .json(try create(.generate, call).accepted)
        case .asyncBatchEmbedContent: return .json(try create(.embed, call).accepted)
        case .listBatches: return .json(try await list(route))
        case .updateBatch: return .json(try update(route, call.body))
        case .cancelBatch:
            let (batch, now) = (try batch(route), time.now)
            shelf.change(batch.number) { batch in
                if !batch.state(at: now).isEnd, !batch.isDue(at: now) { batch.cancelTime = now }
            }
            return .json(.object(JSON.Object()))
        case .deleteBatch:
            shelf.remove(try batch(route))
            return .json(.object(JSON.Object()))
        default: return .json(try await worked(try batch(route)).operation(at: time.now))
        }
    }

    private func batch(_ route: Route) throws(APIFailure) -> StoredBatch {
        guard let batch = shelf.batch(route.resource) else { throw .standard(404) }
        return batch
    }

    private func list(_ route: Route) async throws -> JSON {
        var page = try Page(shelf.batches, route, standard: 100, limit: 1000) { $0.number }
        for index in page.items.indices { page.items[index] = try await worked(page.items[index]) }
        let now = time.now
        return page.json("operations") { $0.operation(at: now) }
    }

    /// The batch after the work that is due; while another does it, as it is.
    private func worked(_ batch: StoredBatch) async throws -> StoredBatch {
        guard let claimed = shelf.claim(batch.number, at: time.now) else { return shelf.batch(batch.name) ?? batch }
        do {
            let result = try await BatchRunner(mock: mock, time: time).run(claimed)
            claimed.forgetInput()
            let done = shelf.change(batch.number) { batch in
                (batch.outcome, batch.failedCount, batch.isClaimed) = (result.outcome, result.failed, false)
            }
            return done ?? batch
        } catch {
            shelf.change(batch.number) { $0.isClaimed = false }
            throw error
        }
    }

    private func update(_ route: Route, _ body: JSON) throws(APIFailure) -> JSON {
        let batch = try batch(route)
        let mask = (route.queryValue("updateMask") ?? "").split(separator: ",").map { $0.filter { $0 != "_" }.lowercased() }
        func isMeant(_ name: String) -> Bool { mask.isEmpty || mask.contains("*") || mask.contains(name.lowercased()) }
        let changed = shelf.change(batch.number) { batch in
            if isMeant("displayName"), let name = body.field("displayName")?.string { batch.displayName = name }
            if isMeant("priority"), let priority = body.field("priority")?.int { batch.priority = priority }
        }
        let shown = changed ?? batch
        return shown.resource(shown.state(at: time.now))
    }

    private func create(_ kind: StoredBatch.Kind, _ call: ResourceDesk.Call) throws -> StoredBatch {
        let (route, message) = (call.route, kind == .generate ? "BatchGenerateContentRequest" : "AsyncBatchEmbedContentRequest")
        guard let model = ModelTable.model(route.model, api: .developer), route.api == .developer,
            model.methods.contains(route.operation.rawValue)
        else { throw APIFailure.unknownModel(route) }
        guard let batch = call.body.field("batch"), batch.object != nil else {
            throw APIFailure.invalidField("\(message).batch", "batch is not specified")
        }
        let named = batch.text(of: "model")
        guard named.isEmpty || Route.shortModel(named) == route.model else {
            throw APIFailure.invalidField("\(message).batch.model", "model must match the model in the path")
        }
        let config = batch.field("inputConfig") ?? .null
        let (input, count) = try input(config, path: "\(message).batch.input_config")
        let now = time.now
        let digest = Digest(of: batch.bytes())
        return shelf.add { number in
            var dice = Dice(digest, seed: mock.options.seed &+ number)
            return StoredBatch(
                number: number, id: dice.name(36), kind: kind, model: route.model,
                version: route.version.isEmpty ? "v1beta" : route.version, base: call.base, displayName: batch.text(of: "displayName"),
                priority: batch.field("priority")?.int, input: input, requestCount: count, createTime: now,
                seconds: max(0, mock.options.batchSeconds))
        }
    }

    private func input(_ config: JSON, path: String) throws -> (StoredBatch.Input, Int) {
        let fileName = config.text(of: "fileName")
        let requests = config.field("requests")
        guard fileName.isEmpty || requests == nil else {
            throw APIFailure.invalidField(path, "only one of requests and file_name can be specified")
        }
        guard fileName.isEmpty else { return try fileInput(fileName) }
        let items = requests?.list("requests") ?? []
        guard !items.isEmpty else { throw APIFailure.invalidField("\(path).requests", "requests is not specified") }
        return (.inline(items), items.count)
    }

    /// Keeps the file's bytes for the batch: it may be deleted before its turn comes.
    private func fileInput(_ given: String) throws -> (StoredBatch.Input, Int) {
        let name = FileShelf.name(in: given) ?? "files/" + given
        let id = String(name.dropFirst(6))
        guard let file = mock.shelf.file(name), file.source != .registered else { throw APIFailure.unknownFile(id) }
        guard file.isActive(at: time.now) else { throw APIFailure.inactiveFile(id) }
        var content = file.content
        let count = try LineReader.count(content)
        // A file without bytes is the batch's own in no way, and so not the batch's to remove.
        content.path = content.length == 0 ? "" : try mock.shelf.spool.link(to: content.path)
        return (.file(name, content), count)
    }
}
