package import GemCore
internal import HTTPTypes

/// Answers known questions from the store, and puts new answers there: one flight for all who ask the same at once.
package struct CacheLayer: Layer {
    let shelf: AnswerShelf
    let deck: FlightDeck
    let time: any TimeSource
    let bodyLimit: Int
    /// The largest answer that is read along to be kept.
    let answerLimit = 128 << 20
    /// Whether streams are read on the thread their bytes arrive on.
    let readsWhereBytesArrive: Bool
    private let isScoped: Bool

    /// Makes the layer; bodies over `bodyLimit` bytes pass by unread. Where `isScoped`, each credential has a cache of its own.
    init(
        shelf: AnswerShelf, deck: FlightDeck, time: any TimeSource, bodyLimit: Int = 256 << 20, isScoped: Bool = false,
        readsWhereBytesArrive: Bool = false
    ) {
        self.readsWhereBytesArrive = readsWhereBytesArrive
        self.shelf = shelf
        self.deck = deck
        self.time = time
        self.bodyLimit = bodyLimit
        self.isScoped = isScoped
    }

    /// One question on its way through this layer.
    struct Trip: Sendable {
        let asked: Asked
        var request: Request
        var decision: CacheDecision
        let reduction: Reduction?
        /// What the store has, fresh enough or not.
        var stored: Stored?

        var key: RequestKey { asked.question.key }
    }

    package func send(_ request: Request, next: any Transport) async throws(GemError) -> Response {
        guard Asked.mayAnswer(request.route.operation), (request.body.length ?? 0) <= Int64(bodyLimit) else {
            return try await pass(request, next, detail: nil)
        }
        guard !request.head.headerFields.changeTheAnswer else { return try await pass(request, next, detail: "field") }
        var request = request
        let path = request.head.path
        if isScoped { request.options.keep(in: shelf.scope(of: request.credential)) }
        let body = try await request.body.collect(upTo: bodyLimit)
        request.body = body.isEmpty ? .empty : .bytes(body)
        if request.options.cache != .bypass { request.head.path = PlainQuery.path(request.path) }
        let asked = Asked(request, body: body, resolver: shelf.resolver(for: request))
        var decision = CacheDecision(request.options, shelf.freshness)
        let action = decision.on(.asked(asked?.question))
        if case .pass(let detail) = action {
            request.head.path = path
            return try await pass(request, next, detail: detail)
        }
        guard let asked, action != .refuse else { throw Self.notCached(asked?.question.key) }
        let reduction = Reduction(asked, request, resolver: shelf.resolver)
        let trip = Trip(asked: asked, request: request, decision: decision, reduction: reduction, stored: nil)
        let response =
            if case .fly(let outcome) = action { try await fly(trip, next, outcome) } else { try await lookUp(trip, next) }
        return PlainQuery.asksForCompact(path ?? "") ? try response.compacted() : response
    }

    private func lookUp(_ trip: Trip, _ next: any Transport) async throws(GemError) -> Response {
        var trip = trip
        trip.stored = stored(trip)
        let action = trip.stored.map { trip.decision.on(.found(age: $0.age, left: $0.left)) } ?? trip.decision.on(.missed)
        if case .serve(let refreshes) = action, let stored = trip.stored {
            shelf.count(hit: trip.asked, stored)
            if refreshes { refresh(trip, next) }
            let detail = refreshes ? "stale-while-revalidate" : stored.detail
            return try serve(stored.answer, trip, CacheStatus(.hit, key: trip.key, detail: detail), stored)
        }
        guard case .fly(let outcome) = action else { throw Self.notCached(trip.key) }
        return try await fly(trip, next, outcome)
    }

    /// What the store has for a question, cut from longer vectors where that is allowed.
    func stored(_ trip: Trip) -> Stored? {
        if let stored = shelf.stored(trip.asked) { return stored }
        guard let reduction = trip.reduction else { return nil }
        let known = shelf.vectors(trip.asked.items, includingStale: true)
        let cut = reduction.vectors(on: shelf, besides: known, includingStale: true)
        return shelf.stored(trip.asked, known.merging(cut) { known, _ in known })
    }

    private func pass(_ request: Request, _ next: any Transport, detail: String?) async throws(GemError) -> Response {
        if request.options.cache == .onlyIfCached { throw Self.notCached(nil) }
        shelf.count("bypasses")
        let learner = CachedContentLearner(store: shelf.store)
        let (request, content) = try await learner.reading(request)
        var response = try await FileLearner(store: shelf.store).passing(next.send(request), to: request)
        if let content { response = try await learner.passing(response, content: content) }
        response.cacheStatus = CacheStatus(.bypass, detail: detail)
        response.cacheStatus?.forwardStatus = response.head.status.code
        return response
    }

    private static func notCached(_ key: RequestKey?) -> GemError {
        let name = key.map { " (key \($0))" } ?? ""
        return GemError(
            .notCached,
            "No answer to this question that will do is stored\(name), and only the cache may be used; ask it once online, or queue it.")
    }
}

extension HTTPFields {
    /// Whether fields of the head make upstream answer in another form, or do something else than the path says.
    fileprivate var changeTheAnswer: Bool { contains(.fieldMask) || contains(.methodOverride) }
}

extension HTTPField.Name {
    /// The system parameter `fields`, in the head.
    fileprivate static let fieldMask = HTTPField.Name("X-Goog-FieldMask") ?? .cacheControl
    /// The method that is meant.
    fileprivate static let methodOverride = HTTPField.Name("X-HTTP-Method-Override") ?? .cacheControl
}
