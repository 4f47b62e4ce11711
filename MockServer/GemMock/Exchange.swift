internal import GemCore
internal import HTTPTypes

/// One request on its way through the mock: logged, hindered by faults, checked, answered.
struct Exchange: Sendable {
    private let mock: MockGemini
    private var request: Request
    private let route: Route
    private let ticket: RequestLog.Ticket
    /// The key as the query carried it; an upload URL repeats it.
    private let queryKey: String?
    /// When it came, by the clock that always runs.
    private let came: Timestamp
    private let era: Int

    /// Takes the credential out of the request, then opens its line in the log.
    init(_ request: Request, mock: MockGemini) {
        var request = request
        request.liftCredential()
        queryKey = request.queryCredential.map { String(decoding: $0.bytes, as: UTF8.self) }
        self.request = request
        self.mock = mock
        route = request.route
        era = mock.memo.era
        came = mock.clock.base.now
        var record = RequestRecord(
            number: 0, time: mock.time.now, method: request.head.method.rawValue, path: Self.redacted(request.path),
            operation: route.operation, key: nil, model: route.model)
        record.facts = Facts(request, came: came, salt: mock.salt)
        ticket = mock.log.open(record)
    }

    private static func redacted(_ path: String) -> String {
        guard let range = path.firstRange(of: "upload_id=") else { return path }
        return path[..<range.upperBound] + "-" + path[range.upperBound...].drop { $0 != "&" }
    }

    /// Answers, or throws what a broken connection throws.
    func run() async throws(GemError) -> Response {
        do {
            let exchange = try await taken()
            guard let stated = request.head.headerFields[text: "x-mock-now"] else { return try await exchange.act() }
            guard let now = Timestamp(stated) else {
                throw APIFailure.invalid("x-mock-now: \(stated): not a time as RFC 3339 writes it, such as 2026-01-31T12:00:00Z.")
            }
            return try await MockClock.$own.withValue(now) { try await exchange.act() }
        } catch let failure as APIFailure {
            return try await deliver(.failure(failure, to: route), fault: nil)
        } catch let error as GemError {
            close(error.code == .cancelled ? .abandoned : .broken)
            throw error
        } catch {
            close(.broken)
            throw GemError(.internal, "The mock server failed: \(error)")
        }
    }

    /// The exchange with its body in memory and known to the log, also where a fault strikes before the answer; an upload's data stay where they are.
    private func taken() async throws -> Exchange {
        if case .empty = request.body { return self }
        guard route.operation != .uploadFile else { return self }
        var exchange = self
        exchange.request.body = .bytes(try await body())
        return exchange
    }

    /// The body, once it was taken.
    private var bytes: [UInt8] {
        guard case .bytes(let bytes) = request.body else { return [] }
        return bytes
    }

    private func close(_ ending: RequestRecord.Ending) { mock.log.close(ticket, ending, milliseconds: age) }

    /// Milliseconds since it came.
    private var age: Double { Self.age(since: came, by: mock.clock) }

    private static func age(since came: Timestamp, by clock: MockClock) -> Double {
        Double(max(0, clock.base.now.microseconds - came.microseconds)) / 1000
    }

    /// Answers at the request's own time.
    private func act() async throws -> Response {
        var fault: Fault?
        do {
            let target = FaultOrder.Target(operation: route.operation, model: model, hasNoData: isUploadStart || asksForUpload)
            fault = try mock.faults.fault(for: target, header: faultHeader)
            if let fault { note(fault) }
            let reply = try await reply(under: fault)
            mock.log.update(ticket) { $0.items = reply.items }
            return try await deliver(reply, fault: fault ?? reply.fault)
        } catch let failure as APIFailure {
            return try await deliver(.failure(failure, to: route), fault: fault.flatMap { $0.spoilsErrors ? $0 : nil })
        }
    }

    /// What the client asks to go wrong; an upload's data go by what its start asked.
    private var faultHeader: String? {
        if let own = request.head.headerFields[text: "x-mock-fault"] { return own }
        guard UploadDesk.carriesUploadID(route), let id = route.queryValue("upload_id") else { return nil }
        return mock.faults.header(upload: id)
    }

    private func note(_ fault: Fault) {
        mock.log.update(ticket) { $0.fault = fault.name }
        // It may strike before the question is read.
        guard route.operation != .uploadFile, let json = try? JSON(parsing: bytes, .lenient) else { return }
        note(asked, json)
    }

    /// The model's short name; the dialects name it in their bodies, which are read only where it matters.
    private var model: String {
        let isDialect = [.chatCompletions, .openAIEmbeddings, .interactions].contains(route.operation)
        let matters = mock.faults.namesModels || !mock.quotas.isIdle || request.head.headerFields[text: "x-mock-fault"] != nil
        guard route.model.isEmpty, isDialect, matters, let json = try? JSON(parsing: bytes, .lenient) else { return route.model }
        let name = json["model"]?.string ?? ""
        return Route.shortModel(name.hasPrefix("google/") ? String(name.dropFirst("google/".count)) : name)
    }

    /// What is asked, where the key rules can tell.
    private var asked: Question? {
        try? Question.read(
            method: request.head.method, path: request.path, body: bytes, options: request.options, resolver: mock.resolver)
    }

    /// Whether it asks how far an upload has come, or ends it.
    private var asksForUpload: Bool {
        guard UploadDesk.carriesUploadID(route) else { return false }
        let fields = request.head.headerFields
        if let range = fields[text: "Content-Range"] { return ContentRange(range)?.first == nil }
        return ["query", "cancel"].contains(fields[text: "X-Goog-Upload-Command"]?.lowercased())
    }

    /// Whether it begins an upload and carries none of its bytes.
    private var isUploadStart: Bool {
        guard route.operation == .uploadFile, !UploadDesk.carriesUploadID(route) else { return false }
        let named = request.head.headerFields[text: "X-Goog-Upload-Protocol"] ?? route.queryValue("uploadType")
        return named?.lowercased() == "resumable"
    }

    private func reply(under fault: Fault?) async throws -> Reply {
        if let page = try await strike(fault) { return page }
        try OutputForm.check(route)
        try admit()
        let reply = try await counted { try await answer(fault) }
        guard fault == nil, let own = reply.fault else { return try kept(reply, fault) }
        note(own)
        return try await strike(own) ?? kept(reply, own)
    }

    /// The answer to a question that the quotas allow.
    private func counted(_ answer: () async throws -> Reply) async throws -> Reply {
        guard !mock.quotas.isIdle, QuotaDesk.counts(route, request.head.method) else { return try await answer() }
        let now = mock.time.now
        var asked = route
        asked.model = model
        try mock.quotas.admit(asked, request.credential, at: now)
        let reply = try await answer()
        try mock.quotas.spend(reply.promptTokens ?? bytes.count / 4, asked, request.credential, at: now)
        return reply
    }

    /// What a fault does before the answer: throws, waits, or puts another one in its place.
    private func strike(_ fault: Fault?) async throws -> Reply? {
        switch fault {
        case .unreachable:
            throw GemError(.unreachable, "The mock server refuses the connection, as it was told to.", cause: HangUp(resets: true))
        case .drop: throw GemError.lost("closed the connection without an answer", resets: false)
        case .reset(nil): throw GemError.lost("reset the connection without an answer", resets: true)
        case .status(let code, let retry, let perDay):
            throw APIFailure.standard(code, model: route.model, retryMilliseconds: retry, perDay: perDay)
        case .stall(nil, let wait): try await mock.clock.wait(at: mock.faults.gate(), milliseconds: wait)
        case .html(let code): return .page(code)
        default: break
        }
        return nil
    }

    /// The answer, unless a fault takes it away now that the work is done.
    private func kept(_ reply: Reply, _ fault: Fault?) throws -> Reply {
        switch fault {
        case .errorMidStream(_, let code) where !reply.isStream: throw APIFailure.standard(code, model: route.model)
        case .duplicate where !reply.isStream: throw GemError.lost("lost the answer", resets: false)
        default: return reply
        }
    }

    /// Checks the credential; an upload's data needs none, its id is one.
    private func admit() throws(APIFailure) {
        guard !UploadDesk.carriesUploadID(route), route.operation != .other || OtherDesk.needsKey(request.path) else { return }
        let given = request.credential?.bytes ?? []
        let isWrong = mock.options.required.map { $0.bytes != given } ?? false
        if route.api == .vertex, given.isEmpty || isWrong { throw .vertexUnauthenticated(route) }
        if given.isEmpty { throw .noKey }
        if isWrong { throw .badKey }
    }

    private func answer(_ fault: Fault?) async throws -> Reply {
        if let own = mock.fixtures.answer(request.head.method, request.path, route) { return try own.reply(shape: route.shape) }
        switch route.operation {
        case .listModels: return .json(try ModelDesk.list(route))
        case .getModel: return .json(try ModelDesk.get(route))
        case .uploadFile: return try await upload(fault)
        case .generateContent, .streamGenerateContent, .countTokens, .computeTokens, .embedContent, .batchEmbedContents, .predict:
            return try await question()
        case .chatCompletions, .openAIEmbeddings, .openAIModels, .interactions: return try await dialect()
        case .other: return try OtherDesk(route: route, method: request.head.method, path: request.path, base: base).answer()
        case let operation where ResourceDesk.serves(operation): return try await resource()
        default: throw APIFailure.unimplemented(route.operation.rawValue)
        }
    }

    /// Answers about files, cached contents and batches.
    private func resource() async throws -> Reply {
        try await ResourceDesk(mock: mock, time: mock.time).answer(
            .init(
                route: route, body: try Transcoder.message(bytes, route), base: base, queryKey: queryKey,
                isDownload: request.path.hasPrefix("/download/")))
    }

    private func upload(_ fault: Fault?) async throws -> Reply {
        var body = request.body
        if case .slow(let rate) = fault { body = body.slowed(to: rate, time: mock.time) }
        let (log, ticket, facts) = (mock.log, ticket, Facts.Upload(route, request, shelf: mock.shelf))
        log.update(ticket) { $0.facts.upload = facts }
        let desk = UploadDesk(
            shelf: mock.shelf, granularity: max(1, mock.options.chunkGranularity), limit: mock.options.fileLimit, time: mock.time)
        return try await desk.answer(
            UploadDesk.Call(
                route: route, fields: request.head.headerFields, body: body, base: base, queryKey: queryKey,
                cutAfter: fault?.uploadLimit(length: request.body.length), loss: fault?.loss ?? .lost("lost the connection", resets: false),
                onBytes: { count in log.update(ticket) { $0.bytesReceived += Int64(count) } }))
    }

    /// Answers a request that asks the model something.
    private func question() async throws -> Reply {
        let json = try Transcoder.message(bytes, route)
        let question = asked
        note(question, json)
        // What has no key (an option the key rules refuse) still gets the same answer each time.
        let digest = question?.key.digest ?? Digest(of: Array(request.path.utf8) + bytes)
        return try QuestionDesk(mock: mock).answer(route, json, key: question?.key, digest: digest)
    }

    private func note(_ question: Question?, _ json: JSON) {
        // The dialects name the model in their bodies.
        let model = route.model.isEmpty ? Route.shortModel(json["model"]?.string ?? "") : route.model
        mock.log.update(ticket) {
            ($0.key, $0.model) = (question?.key, model)
            $0.facts.read(json, route)
        }
        if let question, !question.traits.contains(.secret) { mock.log.keep(Abridged.json(json), ticket) }
    }

    /// Answers a request in another dialect of the API.
    private func dialect() async throws -> Reply {
        let json = try Transcoder.message(bytes, route)
        let question = asked
        note(question, json)
        if let own = mock.fixtures.recorded(question?.key, route) { return try own.verbatim() }
        let call = DialectCall(
            route: route, method: request.head.method, path: String(request.path.prefix { $0 != "?" }), body: json)
        return try route.operation == .interactions ? InteractionDesk(mock: mock).answer(call) : OpenAIDesk(mock: mock).answer(call)
    }

    private func body() async throws -> [UInt8] {
        let limit = mock.options.bodyLimit
        let tooLarge = APIFailure.invalid("Request payload size exceeds the limit: \(limit) bytes.")
        if let length = request.body.length, length > Int64(limit) { throw tooLarge }
        let bytes: [UInt8]
        do {
            bytes = try await request.body.collect(upTo: limit)
        } catch {
            if case .stream = request.body, error.code == .badInput { throw tooLarge }
            throw error
        }
        let identity = Facts.identity(request, bytes)
        mock.log.update(ticket) {
            $0.bytesReceived = Int64(bytes.count)
            $0.facts.identity = identity
        }
        return bytes
    }

    /// Scheme and authority for URIs: as told, else as the client called, else the live API's.
    private var base: String {
        if let base = mock.options.baseURL { return base.hasSuffix("/") ? String(base.dropLast()) : base }
        if let origin = request.origin { return origin }
        guard let host = request.head.authority, !host.isEmpty else { return MockGemini.liveBaseURL }
        let scheme = request.head.scheme ?? (host.hasSuffix("googleapis.com") ? "https" : "http")
        return "\(scheme)://\(host)"
    }

    /// Makes the response, with its pauses and the faults that strike in the middle of a body.
    private func deliver(_ whole: Reply, fault: Fault?) async throws(GemError) -> Response {
        let reply = whole.struck(by: fault)
        let (log, ticket, latency) = (mock.log, ticket, mock.options.latency)
        var pieces = reply.pieces(OutputForm(route))
        if !latency.isZero {
            let pauses = latency.pauses(whole, seed: Dice(Digest(of: Array(request.path.utf8)), seed: mock.options.seed))
            if !reply.hasOwnPace {
                for (index, pause) in pauses.enumerated().dropFirst() where index < pieces.count { pieces[index].delayMilliseconds = pause }
            }
            let first = reply.isStream ? pauses[0] : pauses.reduce(0, +)
            try await mock.clock.sleep(milliseconds: first)
        }
        if isUploadStart, let header = faultHeader, let id = reply.fields[text: "X-GUploader-UploadID"] {
            mock.faults.keep(header, upload: id)
        }
        let (age, facts) = (age, AnswerFacts(whole, as: reply, in: pieces, under: fault, asked: route))
        log.update(ticket) {
            $0.status = reply.status
            $0.answered = age
            $0.facts.answer = facts
            if $0.facts.upload?.session == nil, let id = reply.fields[text: "X-GUploader-UploadID"] {
                $0.facts.upload?.session = Digest(of: Array(id.utf8))
            }
        }
        var head = HTTPResponse(status: .init(code: (100...999).contains(reply.status) ? reply.status : 500), headerFields: reply.fields)
        if reply.fields[.server] == Reply.frontEnd, route.api == .developer {
            head.headerFields[text: "Server-Timing"] = "gfet4t7; dur=\(latency.firstMilliseconds)"
        }
        let body = body(reply, pieces, fault)
        if let wire = request.wire, fault == nil, reply.status == 200, case .bytes(let bytes) = body, request.decidesAlone(route) {
            keep(wire, head, bytes)
        }
        guard case .slow(let rate) = fault else { return Response(head, body: body) }
        return Response(head, body: body.slowed(to: rate, time: mock.clock))
    }

    /// Keeps the answer for requests of the same bytes.
    private func keep(_ wire: Digest, _ head: HTTPResponse, _ bytes: [UInt8]) {
        guard let record = mock.log.record(ticket) else { return }
        mock.memo.keep(wire, .init(hit: Hit(head, body: bytes), record: record), era: era)
    }

    private func body(_ reply: Reply, _ pieces: [Reply.Piece], _ fault: Fault?) -> Body {
        let (log, ticket) = (mock.log, ticket)
        if case .file(let slice) = reply.content {
            log.update(ticket) { $0.bytesSent = slice.length }
            close(.whole)
            return .file(slice)
        }
        let script = BodyScript(pieces: pieces, isStream: reply.isStream, shape: route.shape, errorFrame: reply.errorFrame)
        let steps = script.steps(under: fault, gate: mock.faults.gate)
        // A slow answer ends when its last byte has passed.
        let isSlow = if case .slow = fault { true } else { false }
        if !reply.isStream, steps.count <= 1, !isSlow || steps.isEmpty {
            var body = Body.empty
            if case .bytes(let bytes)? = steps.first {
                log.update(ticket) { $0.bytesSent = Int64(bytes.count) }
                body = .bytes(bytes)
            }
            close(.whole)
            return body
        }
        let (clock, came) = (mock.clock, came)
        let play = Script(steps, clock: clock) { count in
            log.update(ticket) { $0.bytesSent += Int64(count) }
        } onEnd: { ending in
            log.close(ticket, ending, milliseconds: Self.age(since: came, by: clock))
        }
        return .stream(play.stream, length: nil)
    }
}
