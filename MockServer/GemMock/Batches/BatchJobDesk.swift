internal import GemCore

/// Answers Vertex's `batchPredictionJobs`: create, get, list, cancel, delete.
struct BatchJobDesk: Sendable {
    let shelf: BatchJobShelf
    let time: any TimeSource
    let seed: UInt64
    let seconds: Double

    func answer(_ route: Route, _ body: JSON) throws(APIFailure) -> Reply {
        let now = time.now
        switch route.operation {
        case .createBatchJob: return .json(try create(route, body).json(at: now))
        case .listBatches:
            let jobs = shelf.jobs.filter { $0.name.hasPrefix(route.scope + "/") }
            return .json(try Page(jobs, route, standard: 100, limit: 1000) { $0.number }.json("batchPredictionJobs") { $0.json(at: now) })
        case .cancelBatch:
            var job = try job(route)
            if !job.isOver(at: now) {
                job.cancelTime = now
                shelf.replace(job)
            }
            return .json(.object(JSON.Object()))
        case .deleteBatch:
            let job = try job(route)
            shelf.remove(job)
            return .json(
                .members([
                    "name": .string("\(route.scope)/operations/\(StoredCache.id(job.name))"), "done": true,
                    "response": ["@type": "type.googleapis.com/google.protobuf.Empty"],
                ]))
        default: return .json(try job(route).json(at: now))
        }
    }

    private func job(_ route: Route) throws(APIFailure) -> BatchJob {
        let id = StoredCache.id(route.resource)
        guard let job = shelf.jobs.first(where: { StoredCache.id($0.name) == id }) else {
            throw APIFailure(code: 404, status: "NOT_FOUND", message: "The BatchPredictionJob does not exist.")
        }
        return job
    }

    private func create(_ route: Route, _ body: JSON) throws(APIFailure) -> BatchJob {
        var asked = route
        asked.model = Route.shortModel(body.text(of: "model"))
        guard !asked.model.isEmpty else { throw .invalid("Model name must be specified in a batch prediction job.") }
        guard ModelTable.model(asked.model, api: .vertex) != nil else { throw .unknownModel(asked) }
        for name in ["inputConfig", "outputConfig"] {
            guard body.field(name)?.object?.isEmpty == false else { throw .invalid("\(name) must be specified in a batch prediction job.") }
        }
        let digest = Digest(of: body.bytes())
        return shelf.add { number in
            var dice = Dice(digest, seed: seed &+ number)
            let id = 1_000_000_000_000_000_000 + dice.next() % 8_000_000_000_000_000_000
            return BatchJob(
                number: number, name: "\(route.scope)/batchPredictionJobs/\(id)", given: body, createTime: time.now,
                seconds: max(0, seconds))
        }
    }
}
