internal import GemCore
internal import HTTPTypes

/// Answers a batch's requests one after the other, each as it would be answered alone.
struct BatchRunner: Sendable {
    let mock: MockGemini
    let time: any TimeSource

    /// What came of it, and how many requests failed.
    struct Result: Sendable {
        var outcome: StoredBatch.Outcome
        var failed = 0
    }

    /// Does the work; throws `cancelled` when the task is, and then it can be done again.
    func run(_ batch: StoredBatch) async throws(GemError) -> Result {
        switch batch.input {
        case .inline(let items):
            var answers: [JSON] = []
            var failed = 0
            for item in items {
                try await pause()
                let answer = answer(item, batch)
                if answer["error"] != nil { failed += 1 }
                answers.append(answer)
            }
            return Result(outcome: .inline(answers), failed: failed)
        case .file(let name, let content): return try await run(batch, file: name, content)
        }
    }

    /// Lets others go on, and stops with the caller.
    private func pause() async throws(GemError) {
        if Task.isCancelled { throw GemError(.cancelled, "Working on the batch was cancelled.") }
        await Task.yield()
    }

    /// Reads a JSONL file line by line and writes another; neither is ever whole in memory.
    private func run(_ batch: StoredBatch, file: String, _ content: FileSlice) async throws(GemError) -> Result {
        let spool = try mock.shelf.spool.newFile()
        var writer = SpoolWriter(path: spool)
        var lines = LineReader(content, limit: mock.options.bodyLimit)
        var failed = 0
        var problem: String?
        do {
            while problem == nil, let line = try lines.next() {
                try await pause()
                guard let answer = answer(line, batch) else {
                    problem = "Line \(lines.number) of \(file) is no JSON object with a request in it."
                    break
                }
                if answer["error"] != nil { failed += 1 }
                try writer.write(answer.bytes() + [10])
            }
            try writer.flush()
        } catch {
            SpoolFolder.remove(spool)
            guard error.code == .badInput else { throw error }
            return Result(outcome: .failed("\(file): \(error.message)"))
        }
        if writer.length == 0, problem == nil { problem = "\(file) has no requests." }
        if let problem {
            SpoolFolder.remove(spool)
            return Result(outcome: .failed(problem))
        }
        var plan = FileShelf.Plan(base: batch.base)
        (plan.mimeType, plan.name, plan.version) = ("application/jsonl", "files/batch-" + batch.id, batch.version)
        plan.source = .generated
        let output = try mock.shelf.add(FileSlice(path: spool, length: writer.length), spool: spool, plan: plan)
        return Result(outcome: .file(output.name), failed: failed)
    }

    /// The answer to a line `{"key": …, "request": {…}}`; nil where it is none.
    private func answer(_ line: [UInt8], _ batch: StoredBatch) -> JSON? {
        guard let item = try? JSON(parsing: line, .lenient), item.field("request")?.object != nil else { return nil }
        var answer = answer(item, batch)
        if let key = item.field("key"), let object = answer.object {
            answer = .object(JSON.Object([.init("key", key)] + object.members))
        }
        return answer
    }

    private func answer(_ item: JSON, _ batch: StoredBatch) -> JSON {
        var (response, failure): (JSON?, JSON?)
        do { response = try respond(item.field("request") ?? .null, batch) } catch { failure = error.rpcStatus }
        return .members(["response": response, "error": failure, "metadata": item.field("metadata")])
    }

    private func respond(_ request: JSON, _ batch: StoredBatch) throws(APIFailure) -> JSON {
        guard var object = request.object else { throw .invalidField("request", "request is not specified") }
        let model = request.text(of: "model")
        guard model.isEmpty || Route.shortModel(model) == batch.model else {
            throw .invalid("The model of the request, \(model.prefix(200)), is not the model of the batch, models/\(batch.model).")
        }
        object["model"] = nil
        let path = "/\(batch.version)/models/\(batch.model):\(batch.kind.verb)"
        try Transcoder.check(.object(object), Route(method: .post, path: path))
        let reply = try QuestionDesk(mock: mock).answer(path: path, .object(object))
        let message = try Self.message(of: reply)
        guard batch.kind == .embed, let embedding = message["embedding"] else { return message }
        return .members([
            "tokenCount": .string(String(tokens(request))), "embedding": embedding, "usageMetadata": message["usageMetadata"],
        ])
    }

    /// What a reply says; a fixture's may be prepared bytes, or an error's.
    private static func message(of reply: Reply) throws(APIFailure) -> JSON {
        let message: JSON? =
            switch reply.content {
            case .message(let message): message
            case .bytes(let bytes): try? JSON(parsing: bytes, .lenient)
            default: nil
            }
        if reply.status == 200, let message { return message }
        var failure = APIFailure.standard(reply.status == 200 ? 500 : reply.status)
        if let error = message?.field("error") {
            failure.status = error.field("status")?.string ?? failure.status
            failure.message = error.field("message")?.string ?? failure.message
        }
        throw failure
    }

    private func tokens(_ request: JSON) -> Int {
        let reader = PromptReader(shelf: mock.shelf, time: time, api: .developer)
        let parts = (try? reader.parts(request.field("content") ?? .null, path: "content")) ?? []
        return Tokens.total(Tokens.of(parts))
    }
}

/// Appends to a spool file, some pieces at a time.
private struct SpoolWriter {
    let path: String
    private(set) var length: Int64 = 0
    private var buffer: [UInt8] = []

    init(path: String) { self.path = path }

    mutating func write(_ bytes: [UInt8]) throws(GemError) {
        buffer += bytes
        if buffer.count >= 1 << 20 { try flush() }
    }

    mutating func flush() throws(GemError) {
        guard !buffer.isEmpty else { return }
        try SpoolFolder.write(buffer, to: path, at: length)
        length += Int64(buffer.count)
        buffer.removeAll(keepingCapacity: true)
    }
}
