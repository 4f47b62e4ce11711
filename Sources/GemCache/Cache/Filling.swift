internal import GemCore
internal import HTTPTypes
internal import Synchronization

/// Fills one flight: asks, relays the answer to the spool, keeps it.
///
/// A task keeps the stack of its deepest moment, some tens of kilobytes below all layers, and a stream may stay open for long. So what the steps share is kept
/// here and not on the stack, and `ask` is left to a task that ends with it.
final class Filling: Sendable {
    private let layer: CacheLayer
    private let flight: Flight
    private let identity: Flight.Identity
    private let trip: CacheLayer.Trip
    private let next: any Transport
    private let state: Mutex<State>

    private struct State {
        var decision: CacheDecision
        var head: HTTPResponse?
        var stream: ByteStream?
        var length: Int64?
        var reading: Reading?
        var count: Int64 = 0
        var landing: Flight.Landing?
    }

    init(_ layer: CacheLayer, _ flight: Flight, as identity: Flight.Identity, _ trip: CacheLayer.Trip, _ next: any Transport) {
        self.layer = layer
        self.flight = flight
        self.identity = identity
        self.trip = trip
        self.next = next
        state = Mutex(State(decision: trip.decision))
    }

    /// Asks upstream, unless the answer is in the store by now; returns whether a body is still to come, which `finish` waits for. Ends the flight otherwise.
    func ask() async -> Bool {
        do throws(GemError) {
            if let known = layer.landedMeanwhile(trip) {
                settle(Flight.Landing(answer: known.answer, stored: true, known: known))
                flight.departKnown()
            } else if trip.asked.form != nil {
                settle(try await layer.fillVectors(flight, as: identity, trip, next))
            } else {
                try await begin(try await next.send(trip.request))
            }
        } catch {
            fail(error)
        }
        if state.withLock({ $0.stream != nil }) { return true }
        await finish()
        return false
    }

    /// Where the body arrives, where it is to be read there.
    var executor: (any TaskExecutor)? { layer.readsWhereBytesArrive ? state.withLock { $0.stream?.executor } : nil }

    /// Lets the body come to its end, and ends the flight.
    func finish() async {
        if isUnder { await relay() }
        if isUnder { await keep() }
        land()
    }

    /// Whether what comes of it is not known yet.
    private var isUnder: Bool { state.withLock { $0.landing == nil } }

    private func settle(_ landing: Flight.Landing) { state.withLock { $0.landing = landing } }

    @inline(never)
    private func fail(_ error: GemError) { settle(Flight.Landing(failure: error)) }

    /// Hands the head on, but with a body that is there already only at the flight's end: nobody joins a flight whose answer others have.
    private func begin(_ response: Response) async throws(GemError) {
        state.withLock { state in
            state.head = response.head
            if case .stream(let stream, let length) = response.body { (state.stream, state.length) = (stream, length) }
            guard state.decision.on(.answered(status: response.head.status.code)) == .record else { return }
            state.reading = Reading(flight.shape, response.head, start: layer.time.now)
        }
        if case .stream = response.body { return flight.depart(.success(response.head), on: executor) }
        try take(try await response.body.collect(upTo: .max))
    }

    private func relay() async {
        do throws(GemError) {
            guard let stream = state.withLock({ $0.stream }) else { return }
            var pieces = stream.makeAsyncIterator()
            while let piece = try await pieces.next() { try take(piece) }
            try measure()
        } catch {
            fail(error)
        }
    }

    /// Throws where a body has not the length it announced.
    @inline(never)
    private func measure() throws(GemError) {
        let (count, length) = state.withLock { ($0.count, $0.length) }
        guard let length, length != count else { return }
        throw GemError(.cut, "The answer ended after \(count) of the \(length) bytes it announced; ask again.")
    }

    @inline(never)
    private func take(_ piece: [UInt8]) throws(GemError) {
        let now = layer.time.now
        state.withLock { state in
            state.count += Int64(piece.count)
            if state.count > Int64(layer.answerLimit) { state.reading = nil }
            state.reading?.feed(piece, at: now)
        }
        try flight.spool.append(piece)
    }

    /// Puts the answer in the store, where it is one and may be kept.
    @inline(never)
    private func keep() async {
        let (outcome, verdict) = state.withLock { state in
            let outcome = state.reading?.finish()
            return (outcome, outcome.map { state.decision.on(.ended($0)) })
        }
        guard case .whole(let answer)? = outcome else { return settle(Flight.Landing()) }
        guard case .keep(let lifetime)? = verdict else {
            return settle(Flight.Landing(answer: AnswerJudge.isComplete(answer, to: trip.asked.question) ? answer : nil))
        }
        settle(Flight.Landing(answer: answer, stored: await layer.shelf.keep(answer, trip.asked, lifetime: lifetime)))
    }

    private func land() {
        let (landing, head) = state.withLock { ($0.landing ?? Flight.Landing(), $0.head) }
        layer.deck.close(flight, as: identity)
        if let failure = landing.failure {
            flight.depart(.failure(failure))
        } else if let head {
            flight.depart(.success(head))
        }
        flight.spool.finish(landing.failure.map { .failure($0) } ?? .success(()))
        flight.land(landing)
    }
}

/// Reads an answer along, in the framing it comes in.
private enum Reading {
    case framed(AnswerReader)
    case verbatim(VerbatimReader)

    init(_ shape: Route.Shape, _ head: HTTPResponse, start: Timestamp) {
        self =
            shape == .unary && head.isEventStream
            ? .verbatim(VerbatimReader(start: start)) : .framed(AnswerReader(shape: shape, start: start))
    }

    mutating func feed(_ bytes: [UInt8], at now: Timestamp) {
        switch self {
        case .framed(var reader):
            self = .verbatim(VerbatimReader(start: now))
            reader.feed(bytes, at: now)
            self = .framed(reader)
        case .verbatim(var reader):
            self = .framed(AnswerReader(shape: .unary, start: now))
            reader.feed(bytes, at: now)
            self = .verbatim(reader)
        }
    }

    mutating func finish() -> AnswerReader.Outcome {
        switch self {
        case .framed(var reader): reader.finish()
        case .verbatim(var reader): reader.finish()
        }
    }
}
