internal import GemCore
internal import HTTPTypes

extension CacheLayer {
    /// Asks upstream, together with all who ask the same now; where it fails, what the store has may do.
    func fly(_ trip: Trip, _ next: any Transport, _ outcome: CacheStatus.Outcome) async throws(GemError) -> Response {
        var trip = trip
        // Who can be given a stale answer need not wait in the queue for a fresh one.
        if trip.decision.hasFallback { trip.request.options.offline = .fail }
        let (flight, isFirst) = board(trip, next)
        let status = CacheStatus(outcome, key: trip.key, collapsed: !isFirst)
        switch await arrival(flight, trip, status) {
        case .success(let response):
            let code = response.head.status.code
            if let stale = try stale(for: .answered(status: code), trip, status, code) { return stale }
            shelf.count(miss: trip.asked, collapsed: !isFirst)
            return response
        case .failure(let error):
            if let stale = try stale(for: .failed(error.code), trip, status, nil) { return stale }
            throw error
        }
    }

    /// Fetches a new answer behind the one that was served.
    func refresh(_ trip: Trip, _ next: any Transport) {
        // How it was asked for is no affair of the one refresh there is, which others may join.
        var request = trip.request
        request.options = RequestOptions()
        (request.options.sample, request.options.namespace) = (trip.request.options.sample, trip.request.options.namespace)
        var decision = CacheDecision(request.options, shelf.freshness)
        _ = decision.on(.asked(trip.asked.question))
        _ = board(Trip(asked: trip.asked, request: request, decision: decision, reduction: nil, stored: nil), next)
    }

    private func board(_ trip: Trip, _ next: any Transport) -> (flight: Flight, isFirst: Bool) {
        let identity = Flight.Identity(trip.asked, trip.request, scope: shelf.scope(of: trip.request.credential))
        let (flight, isFirst) = deck.board(identity, shape: trip.asked.question.route.shape)
        if isFirst { deck.fill(flight, as: identity, Filling(self, flight, as: identity, trip, next)) }
        return (flight, isFirst)
    }

    private func stale(
        for event: CacheDecision.Event, _ trip: Trip, _ status: CacheStatus, _ code: Int?
    ) throws(GemError) -> Response? {
        var decision = trip.decision
        guard let stored = trip.stored, decision.on(event) == .serveStale else { return nil }
        var status = status
        status.forwardStatus = code
        status.detail = "stale-if-error"
        shelf.count("stale")
        return try serve(stored.answer, trip, status, stored)
    }

    private func arrival(_ flight: Flight, _ trip: Trip, _ status: CacheStatus) async -> Result<Response, GemError> {
        do throws(GemError) {
            let head = try await flight.head()
            return .success(try await disembark(flight, head, trip, status))
        } catch {
            return .failure(error)
        }
    }

    /// The flight's answer in the shape that was asked for.
    private func disembark(
        _ flight: Flight, _ upstream: HTTPResponse, _ trip: Trip, _ status: CacheStatus
    ) async throws(GemError) -> Response {
        var (head, status) = (upstream, status)
        if flight.isKnown, let known = try await flight.landing().known {
            return try serve(known.answer, trip, CacheStatus(.hit, key: trip.key, collapsed: status.collapsed, detail: known.detail), known)
        }
        head.headerFields[.contentLength] = nil
        // What upstream gave to one of them is no other's.
        if status.collapsed { head.headerFields[.setCookie] = nil }
        status.forwardStatus = head.status.code
        let wanted = trip.asked.question.route.shape
        let spooled = Body.stream(flight.stream(as: flight.shape), length: nil)
        guard head.status.code == 200 else {
            guard flight.shape != wanted else { return Response(head, body: spooled, cacheStatus: status) }
            return Response(head, body: .bytes(Self.reframed(error: try await spooled.collect(upTo: 1 << 20), wanted)), cacheStatus: status)
        }
        let isLive = flight.shape != .unary || head.isEventStream
        if flight.shape == wanted, isLive { return Response(head, body: spooled, cacheStatus: status).ending(flight) }
        if flight.shape != .unary, wanted != .unary {
            return Response(Self.head(wanted), body: .stream(flight.stream(as: wanted), length: nil), cacheStatus: status).ending(flight)
        }
        // It is over before its head is handed on, so that `stored`, or a cut, can be told.
        let landing = try await flight.landing()
        if let failure = landing.failure { throw failure }
        (status.stored, status.detail) = (landing.stored, landing.detail)
        guard flight.shape != wanted else {
            guard let answer = landing.answer else { return Response(head, body: spooled, cacheStatus: status) }
            return Response(head, body: .bytes(try answer.bytes(as: wanted)), cacheStatus: status)
        }
        guard let answer = landing.answer else {
            throw GemError(.cut, "The answer this request shared with another one ended early; ask again.")
        }
        return try serve(answer, trip, status, nil)
    }

    /// An error as the shape that was asked for tells it: in a list of one where the answer would be an array.
    private static func reframed(error: [UInt8], _ wanted: Route.Shape) -> [UInt8] {
        guard let json = try? JSON(parsing: error) else { return error }
        if wanted == .array { return json.array == nil ? (.array([json]) as JSON).bytes(.pretty) : error }
        return json[0].map { $0.bytes(.pretty) } ?? error
    }

    /// What another flight put in the store between this one's look-up and its start.
    func landedMeanwhile(_ trip: Trip) -> Stored? {
        var decision = CacheDecision(trip.request.options, shelf.freshness)
        guard trip.request.options.cache != .refresh, let stored = stored(trip),
            decision.on(.found(age: stored.age, left: stored.left)) == .serve(refreshes: false)
        else { return nil }
        return stored
    }
}

extension Response {
    /// The response with its last word: whether its stream was stored, once that has ended well.
    fileprivate func ending(_ flight: Flight) -> Response {
        var response = self
        let told = cacheStatus
        response.lastWord = {
            var status = told
            guard let landing = try? await flight.landing(), landing.failure == nil else { return nil }
            status?.stored = landing.stored
            return status
        }
        return response
    }
}

extension HTTPResponse {
    /// Whether the body is a stream of server-sent events.
    var isEventStream: Bool { headerFields[.contentType]?.hasPrefix("text/event-stream") == true }
}
