internal import GemCore
internal import HTTPTypes

extension CacheLayer {
    /// Asks only for the vectors that are missing, each once, and puts the answer together in the order of the request.
    ///
    /// Items that another batch is asking for are waited for; where they do not come after all, they are asked for here.
    func fillVectors(
        _ flight: Flight, as identity: Flight.Identity, _ trip: Trip, _ next: any Transport
    ) async throws(GemError) -> Flight.Landing {
        let spared = knownVectors(trip)
        var known = spared
        var (stored, waits) = (true, true)
        while let missing = EmbeddingPlan(trip.asked, known: known)?.missing, !missing.isEmpty {
            let delivery = ItemDeck.Delivery()
            let keys = missing.map(\.identity)
            let elsewhere = waits ? deck.items.claim(keys, identity, for: delivery) : [:]
            guard let plan = EmbeddingPlan(trip.asked, known: known, elsewhere: Set(elsewhere.keys)) else { break }
            let mine = plan.missing.map(\.identity)
            if !mine.isEmpty {
                let fetched = await fetch(plan, trip, next)
                let vectors = if case .success(.vectors(let vectors, _, _)) = fetched { vectors } else { KnownVectors() }
                deck.items.land(delivery, mine, identity, vectors.filter(\.value.vector.isLasting))
                switch try fetched.get() {
                case .other(let response, let bytes, let landing):
                    flight.depart(.success(response.head))
                    try flight.spool.append(bytes)
                    return landing
                case .vectors(let vectors, let response, let isStored):
                    if plan.isWhole {
                        shelf.countItems(trip.asked, known: spared)
                        flight.depart(.success(response.head))
                        return Flight.Landing(answer: try await deliver(response, to: flight), stored: isStored)
                    }
                    known.merge(vectors) { _, new in new }
                    stored = stored && isStored
                }
            }
            for (key, other) in elsewhere { known[key] = await other.vectors()[key] }
            waits = false
        }
        guard let whole = shelf.stored(trip.asked, known) else { throw GemError(.internal, "An embedding request embeds nothing.") }
        shelf.countItems(trip.asked, known: spared)
        flight.depart(.success(Self.head(.unary)))
        try flight.spool.append(whole.answer.frames.first?.json ?? [])
        return Flight.Landing(answer: whole.answer, stored: stored, detail: whole.detail)
    }

    /// What need not be asked for.
    private func knownVectors(_ trip: Trip) -> KnownVectors {
        guard trip.request.options.cache != .refresh else { return [:] }
        var known = shelf.vectors(trip.asked.items)
        if let reduction = trip.reduction { known.merge(reduction.vectors(on: shelf, besides: known)) { known, _ in known } }
        let (now, lifetime) = (time.now, shelf.freshness[.embed])
        return known.filter { _, vector in
            var decision = CacheDecision(trip.request.options, shelf.freshness)
            let age = now.seconds(since: vector.created)
            return decision.on(.found(age: age, left: lifetime.map { $0 - age })) == .serve(refreshes: false)
        }
    }

    /// What came of one request upstream.
    private enum Fetched: Sendable {
        /// The vectors asked for, upstream's own answer, and whether they were stored.
        case vectors(KnownVectors, Response, stored: Bool)
        /// An error, or an answer that is only upstream's own: it is handed on as it is, and can be part of nothing else.
        case other(Response, [UInt8], Flight.Landing)
    }

    private func fetch(_ plan: EmbeddingPlan, _ trip: Trip, _ next: any Transport) async -> Result<Fetched, GemError> {
        do throws(GemError) { return .success(try await fetched(plan, trip, next)) } catch { return .failure(error) }
    }

    private func fetched(_ plan: EmbeddingPlan, _ trip: Trip, _ next: any Transport) async throws(GemError) -> Fetched {
        var partial = trip.request
        partial.body = .bytes(try plan.body())
        var response = try await next.send(partial)
        let bytes = try await response.body.collect(upTo: bodyLimit)
        guard response.head.status.code == 200 else { return .other(response, bytes, Flight.Landing()) }
        let fresh: [(Question, EmbeddingForm.Vector)]
        switch Self.fresh(plan, bytes) {
        case .success(let vectors): fresh = vectors
        case .failure:
            // What cannot be told apart can be part of nothing: the request goes as it came, and so does its answer.
            guard plan.isWhole else { return try await fetched(plan.whole, trip, next) }
            return .other(response, bytes, Flight.Landing(answer: Answer(shape: .unary, frames: [.init(json: bytes)])))
        }
        let lasting = fresh.filter(\.1.isLasting)
        let isKept = shelf.freshness[.embed] != 0
        var stored = false
        if isKept, !lasting.isEmpty { stored = await shelf.keep(vectors: lasting) }
        let now = time.now
        let vectors = Dictionary(fresh.map { ($0.identity, KnownVector(vector: $1, created: now)) }) { first, _ in first }
        response.body = .bytes(bytes)
        return .vectors(vectors, response, stored: stored && lasting.count == fresh.count)
    }

    private static func fresh(_ plan: EmbeddingPlan, _ bytes: [UInt8]) -> Result<[(Question, EmbeddingForm.Vector)], GemError> {
        do throws(GemError) { return .success(try plan.fresh(in: bytes)) } catch { return .failure(error) }
    }

    private func deliver(_ response: Response, to flight: Flight) async throws(GemError) -> Answer {
        let bytes = try await response.body.collect(upTo: .max)
        try flight.spool.append(bytes)
        return Answer(shape: .unary, frames: [.init(json: bytes)])
    }
}
