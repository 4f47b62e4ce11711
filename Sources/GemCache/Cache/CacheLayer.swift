package import GemCore
internal import HTTPTypes

/// Answers known questions from the store, and puts new answers there: one flight for all who ask the same at once.
package struct CacheLayer: Layer {
    private let shelf: AnswerShelf
    private let deck: FlightDeck
    private let time: any TimeSource
    private let bodyLimit: Int
    /// The largest answer that is read along to be kept.
    private let answerLimit = 128 << 20

    /// Makes the layer; bodies over `bodyLimit` bytes pass by unread.
    init(shelf: AnswerShelf, deck: FlightDeck, time: any TimeSource, bodyLimit: Int = 256 << 20) {
        self.shelf = shelf
        self.deck = deck
        self.time = time
        self.bodyLimit = bodyLimit
    }

    package func send(_ request: Request, next: any Transport) async throws(GemError) -> Response {
        guard Asked.mayAnswer(request.route.operation), (request.body.length ?? 0) <= Int64(bodyLimit) else {
            return try await pass(request, next, detail: nil)
        }
        var request = request
        let body = try await request.body.collect(upTo: bodyLimit)
        request.body = body.isEmpty ? .empty : .bytes(body)
        request.head.path = PlainQuery.path(request.path)
        let asked = Asked(request, body: body, resolver: shelf.resolver)
        var decision = CacheDecision(policy: request.options.cache)
        switch decision.on(.asked(asked?.question)) {
        case .pass(let detail):
            return try await pass(request, next, detail: detail)
        case .fly(let outcome):
            guard let asked else { return try await pass(request, next, detail: nil) }
            return try await fly(asked, request, next, decision, outcome)
        case .lookUp:
            guard let asked else { return try await pass(request, next, detail: nil) }
            return try await lookUp(asked, request, next, decision)
        default:
            throw Self.notCached(asked?.question.key)
        }
    }

    private func lookUp(
        _ asked: Asked, _ request: Request, _ next: any Transport, _ decision: CacheDecision
    ) async throws(GemError) -> Response {
        var decision = decision
        let found = shelf.find(asked)
        if case .fresh(let answer, let age) = found, case .serve = decision.on(.found) {
            shelf.count(hit: asked, bytes: answer.frames.reduce(0) { $0 + $1.json.count })
            return try serve(answer, asked, CacheStatus(.hit, key: asked.question.key), age: age)
        }
        switch decision.on(.missed(stale: found == .stale)) {
        case .fly(let outcome): return try await fly(asked, request, next, decision, outcome)
        default: throw Self.notCached(asked.question.key)
        }
    }

    private func pass(_ request: Request, _ next: any Transport, detail: String?) async throws(GemError) -> Response {
        shelf.count("bypasses")
        var response = try await FileLearner(store: shelf.store).passing(next.send(request), to: request)
        response.cacheStatus = CacheStatus(.bypass, detail: detail)
        return response
    }

    private static func notCached(_ key: RequestKey?) -> GemError {
        let name = key.map { " (key \($0))" } ?? ""
        return GemError(
            .offline, "No answer to this question is stored\(name), and only the cache may be used; ask it once online, or queue it.")
    }

    // The flight.

    private func fly(
        _ asked: Asked, _ request: Request, _ next: any Transport, _ decision: CacheDecision, _ outcome: CacheStatus.Outcome
    ) async throws(GemError) -> Response {
        let question = asked.question
        let identity = Flight.Identity(
            key: question.key, variant: question.route.variant, form: asked.form, isFresh: request.options.cache == .refresh,
            scope: shelf.scope(of: request.credential), offline: request.options.offline)
        let (flight, isFirst) = deck.board(identity, shape: question.route.shape)
        if isFirst {
            deck.fill(flight, as: identity) {
                await fill(flight, as: identity, asked, request, next, decision)
            }
        }
        let head = try await flight.head()
        shelf.count(miss: asked, collapsed: !isFirst)
        return try await disembark(flight, head, asked, CacheStatus(outcome, key: question.key, collapsed: !isFirst))
    }

    /// The flight's answer in the shape that was asked for.
    private func disembark(
        _ flight: Flight, _ upstream: HTTPResponse, _ asked: Asked, _ status: CacheStatus
    ) async throws(GemError) -> Response {
        var (head, status) = (upstream, status)
        head.headerFields[.contentLength] = nil
        let wanted = asked.question.route.shape
        let spooled = Body.stream(flight.spool.stream(), length: nil)
        guard head.status.code == 200 else {
            guard flight.shape != wanted else { return Response(head, body: spooled, cacheStatus: status) }
            return Response(head, body: .bytes(Self.reframed(error: try await spooled.collect(upTo: 1 << 20), wanted)), cacheStatus: status)
        }
        let isLive = flight.shape != .unary || head.headerFields[.contentType]?.hasPrefix("text/event-stream") == true
        if flight.shape == wanted, isLive { return Response(head, body: spooled, cacheStatus: status) }
        // It is over before its head is handed on, so that `stored`, or a cut, can be told.
        let landing = try await flight.landing()
        if let failure = landing.failure { throw failure }
        status.stored = landing.stored
        guard flight.shape != wanted else {
            guard let answer = landing.answer else { return Response(head, body: spooled, cacheStatus: status) }
            return Response(head, body: .bytes(try answer.bytes(as: wanted)), cacheStatus: status)
        }
        guard let answer = landing.answer else {
            throw GemError(.cut, "The answer this request shared with another one ended early; ask again.")
        }
        return try serve(answer, asked, status, age: nil)
    }

    /// An error as the shape that was asked for tells it: in a list of one where the answer would be an array.
    private static func reframed(error: [UInt8], _ wanted: Route.Shape) -> [UInt8] {
        guard let json = try? JSON(parsing: error) else { return error }
        if wanted == .array { return json.array == nil ? (.array([json]) as JSON).bytes(.pretty) : error }
        return json[0].map { $0.bytes(.pretty) } ?? error
    }

    private func fill(
        _ flight: Flight, as identity: Flight.Identity, _ asked: Asked, _ request: Request, _ next: any Transport,
        _ decision: CacheDecision
    ) async {
        var landing = Flight.Landing()
        do throws(GemError) {
            // Another flight may have landed between this one's look-up and its start.
            if request.options.cache != .refresh, case .fresh(let answer, _) = shelf.find(asked) {
                let bytes = try answer.bytes(as: flight.shape)
                landing = Flight.Landing(answer: answer, stored: true)
                flight.depart(.success(Self.head(flight.shape)))
                try flight.spool.append(bytes)
            } else if asked.form != nil {
                landing = try await fillVectors(flight, asked, request, next)
            } else {
                landing = try await fillAnswer(flight, asked, request, next, decision)
            }
            deck.close(flight, as: identity)
            flight.spool.finish(.success(()))
        } catch {
            landing = Flight.Landing(failure: error)
            deck.close(flight, as: identity)
            flight.depart(.failure(error))
            flight.spool.finish(.failure(error))
        }
        flight.land(landing)
    }

    private func fillAnswer(
        _ flight: Flight, _ asked: Asked, _ request: Request, _ next: any Transport, _ decision: CacheDecision
    ) async throws(GemError) -> Flight.Landing {
        var decision = decision
        let response = try await next.send(request)
        let action = decision.on(.answered(status: response.head.status.code))
        flight.depart(.success(response.head))
        guard action == .record else {
            try await relay(response.body, to: flight.spool)
            return Flight.Landing()
        }
        var reader: AnswerReader? = AnswerReader(shape: flight.shape, start: time.now)
        var count = 0
        try await relay(response.body, to: flight.spool) { chunk in
            count += chunk.count
            if count > answerLimit { reader = nil }
            reader?.feed(chunk, at: time.now)
        }
        guard let outcome = reader?.finish(), case .whole(let answer) = outcome else { return Flight.Landing() }
        guard case .keep(let lifetime) = decision.on(.ended(outcome)) else {
            return Flight.Landing(answer: AnswerJudge.isComplete(answer, to: asked.question) ? answer : nil)
        }
        return Flight.Landing(answer: answer, stored: await shelf.keep(answer, asked, lifetime: lifetime))
    }

    /// Asks only for the vectors that are missing, each once, and puts the answer together in the order of the request.
    private func fillVectors(
        _ flight: Flight, _ asked: Asked, _ request: Request, _ next: any Transport
    ) async throws(GemError) -> Flight.Landing {
        let known = request.options.cache == .refresh ? [:] : shelf.vectors(asked.items)
        guard let plan = EmbeddingPlan(asked, known: known) else { throw GemError(.internal, "An embedding request embeds nothing.") }
        var partial = request
        partial.body = .bytes(try plan.body())
        let response = try await next.send(partial)
        let bytes = try await response.body.collect(upTo: bodyLimit)
        guard response.head.status.code == 200 else {
            flight.depart(.success(response.head))
            try flight.spool.append(bytes)
            return Flight.Landing()
        }
        let fresh: [(Question, EmbeddingForm.Vector)]
        do { fresh = try plan.fresh(in: bytes) } catch {
            // What is only upstream's own is handed on as it is; it can be part of nothing else.
            guard plan.isWhole else { throw error }
            flight.depart(.success(response.head))
            try flight.spool.append(bytes)
            return Flight.Landing(answer: Answer(shape: .unary, frames: [.init(json: bytes)]))
        }
        let lasting = fresh.filter { !$0.1.isTruncated }
        let stored = lasting.count == fresh.count ? await shelf.keep(vectors: fresh) : false
        if !stored, !lasting.isEmpty, lasting.count < fresh.count { _ = await shelf.keep(vectors: lasting) }
        let answer = plan.answer(bytes, fresh)
        flight.depart(.success(plan.isWhole ? response.head : Self.head(.unary)))
        try flight.spool.append(answer.frames[0].json)
        return Flight.Landing(answer: answer, stored: stored)
    }

    private func relay(_ body: Body, to spool: Spool, _ look: ([UInt8]) -> Void = { _ in }) async throws(GemError) {
        guard case .stream(let stream, let length) = body else {
            let bytes = try await body.collect(upTo: .max)
            look(bytes)
            return try spool.append(bytes)
        }
        var count: Int64 = 0
        for try await chunk in stream {
            count += Int64(chunk.count)
            look(chunk)
            try spool.append(chunk)
        }
        guard let length, length != count else { return }
        throw GemError(.cut, "The answer ended after \(count) of the \(length) bytes it announced; ask again.")
    }

    // Serving what is known.

    private func serve(_ answer: Answer, _ asked: Asked, _ status: CacheStatus, age: Int?) throws(GemError) -> Response {
        let shape = asked.question.route.shape
        var head = Self.head(shape)
        if let age { head.headerFields[.age] = String(age) }
        guard shape == .events else { return Response(head, body: .bytes(try answer.bytes(as: shape)), cacheStatus: status) }
        return Response(head, body: .stream(ByteStream(chunks: try answer.chunks(as: shape)), length: nil), cacheStatus: status)
    }

    private static func head(_ shape: Route.Shape) -> HTTPResponse {
        var fields = HTTPFields()
        fields[.contentType] = Answer.contentType(of: shape)
        return HTTPResponse(status: .ok, headerFields: fields)
    }
}
