internal import GemCore
internal import HTTPTypes
internal import Synchronization

/// One request on its way upstream, shared by all who asked the same at the same time.
///
/// A task of its own fills it; a client that leaves does not end it.
final class Flight: Sendable {
    /// What makes two requests in the air the same.
    ///
    /// Beside the question all that may make upstream or the cache refuse one and not the other: the credential's scope, so that one bad key fails nobody
    /// else; the project; the fields of the head that go up; what the caller allows when offline; how fresh it wants the answer; where its files are. One text
    /// and a batch of one ask the same question in different forms.
    struct Identity: Hashable, Sendable {
        var question: Question.Identity
        var variant: Route.API
        var form: EmbeddingForm?
        var scope: CredentialScope
        var terms: [UInt8]
        var options: RequestOptions

        init(_ asked: Asked, _ request: Request, scope: CredentialScope) {
            let route = asked.question.route
            question = asked.question.identity
            variant = route.variant
            form = asked.form
            self.scope = scope
            terms = Flight.terms(of: request, route)
            options = request.options
            // How the answer is played to this caller is no affair of the others.
            options.pace = 0
        }

        /// The same for one item of a batch.
        func item(_ item: Question.Identity) -> Identity {
            var identity = self
            identity.question = item
            identity.form = nil
            return identity
        }
    }

    /// What came of it.
    struct Landing: Sendable {
        /// The answer, where it came whole.
        var answer: Answer?
        /// Whether it was put in the store.
        var stored = false
        /// What the store had, where nothing had to be fetched.
        var known: Stored?
        /// What is to be said of the answer in `Cache-Status`.
        var detail: String?
        /// Why it did not come whole, where that is known.
        var failure: GemError?
    }

    /// The framing upstream sends.
    let shape: Route.Shape
    /// Its bytes.
    let spool = Spool()
    private let state = Mutex(State())

    private struct State {
        var head: Result<HTTPResponse, GemError>?
        var isKnown = false
        var executor: (any TaskExecutor)?
        var landing: Landing?
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    init(shape: Route.Shape) { self.shape = shape }

    /// The head came, or none ever will; only the first word counts. `executor` is where its bytes arrive, where they are to be read there.
    func depart(_ head: Result<HTTPResponse, GemError>, on executor: (any TaskExecutor)? = nil) {
        wake { state in
            if state.head == nil { (state.head, state.executor) = (head, executor) }
        }
    }

    /// The bytes as they come, for one reader; in another framing where `wanted` is not the flight's.
    func stream(as wanted: Route.Shape) -> ByteStream {
        var stream = wanted == shape ? spool.stream() : spool.stream(from: shape, to: wanted)
        stream.executor = state.withLock { $0.executor }
        return stream
    }

    /// Another flight has put the answer in the store; its head is made up by those who serve it.
    func departKnown() {
        wake {
            $0.isKnown = true
            $0.head = $0.head ?? .success(HTTPResponse(status: .ok))
        }
    }

    /// Whether the answer was in the store already.
    var isKnown: Bool { state.withLock { $0.isKnown } }

    /// All is over.
    func land(_ landing: Landing) { wake { $0.landing = landing } }

    /// The head of the answer; throws what the request threw, or `cancelled` when the caller is.
    func head() async throws(GemError) -> HTTPResponse {
        try await value { $0.head }.get()
    }

    /// What came of it; waits for the end.
    func landing() async throws(GemError) -> Landing {
        try await value { $0.landing }
    }

    private func value<Value: Sendable>(_ pick: @Sendable (State) -> Value?) async throws(GemError) -> Value {
        while true {
            if let value = state.withLock({ pick($0) }) { return value }
            if Task.isCancelled { throw GemError(.cancelled, "Waiting for the answer was cancelled.") }
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    let resume = state.withLock { state in
                        if pick(state) != nil || Task.isCancelled { return true }
                        state.waiting.append(continuation)
                        return false
                    }
                    if resume { continuation.resume() }
                }
            } onCancel: {
                wake { _ in }
            }
        }
    }

    private func wake(_ change: (inout State) -> Void) {
        let waiting = state.withLock { state in
            change(&state)
            defer { state.waiting = [] }
            return state.waiting
        }
        for waiter in waiting { waiter.resume() }
    }
}

/// The flights in the air of one stack, and the tasks that fill them.
final class FlightDeck: Sendable {
    /// The single embeddings among them.
    let items = ItemDeck()
    private let flights = Mutex<[Flight.Identity: Flight]>([:])
    private let tasks = Mutex<[ObjectIdentifier: Task<Void, Never>]>([:])
    private let joins = Atomic(0)

    /// How many found a flight of their question in the air.
    var joined: Int { joins.load(ordering: .relaxed) }

    /// The flight of `identity`, and whether the caller is the one who must fill it.
    func board(_ identity: Flight.Identity, shape: Route.Shape) -> (flight: Flight, isFirst: Bool) {
        flights.withLock { flights in
            if let flight = flights[identity] {
                joins.add(1, ordering: .relaxed)
                return (flight, false)
            }
            let flight = Flight(shape: shape)
            flights[identity] = flight
            return (flight, true)
        }
    }

    /// Fills a flight in two tasks this deck owns, one after the other, so that the second has a stack of its own.
    func fill(_ flight: Flight, as identity: Flight.Identity, _ filling: Filling) {
        let id = ObjectIdentifier(flight)
        let end = { @Sendable in
            self.flights.withLock { if $0[identity] === flight { $0[identity] = nil } }
            self.tasks.withLock { $0[id] = nil }
        }
        start(id) {
            guard await filling.ask() else { return end() }
            self.start(id, on: filling.executor) {
                await filling.finish()
                end()
            }
        }
    }

    private func start(
        _ id: ObjectIdentifier, on executor: (any TaskExecutor)? = nil, _ body: @escaping @Sendable () async -> Void
    ) {
        tasks.withLock { $0[id] = Task(executorPreference: executor) { await body() } }
    }

    /// Takes a flight off the list, so that who comes now starts a new one.
    func close(_ flight: Flight, as identity: Flight.Identity) {
        flights.withLock { if $0[identity] === flight { $0[identity] = nil } }
    }

    /// Waits until every flight in the air has landed.
    func drain() async {
        while let task = tasks.withLock({ $0.values.first }) { await task.value }
    }

    /// As `drain`; where the caller's task is cancelled, the flights are given up.
    func drainUnlessCancelled() async {
        await withTaskCancellationHandler {
            while let task = tasks.withLock({ $0.values.first }) {
                // One that has begun its second task meanwhile.
                if Task.isCancelled { task.cancel() }
                await task.value
            }
        } onCancel: {
            for task in tasks.withLock({ Array($0.values) }) { task.cancel() }
        }
    }
}
