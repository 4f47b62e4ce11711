internal import GemCore
internal import HTTPTypes
internal import Synchronization

/// One request on its way upstream, shared by all who asked the same at the same time.
///
/// A task of its own fills it; a client that leaves does not end it.
final class Flight: Sendable {
    /// What makes two requests in the air the same: also the credential's scope, so that one bad key fails nobody else.
    ///
    /// One text and a batch of one ask the same question in different forms; who wants a fresh answer takes none that may come from the store.
    struct Identity: Hashable, Sendable {
        var key: RequestKey
        var variant: Route.API
        var form: EmbeddingForm?
        var isFresh: Bool
        var scope: CredentialScope
        var offline: OfflinePolicy
    }

    /// What came of it.
    struct Landing: Sendable {
        /// The answer, where it came whole.
        var answer: Answer?
        /// Whether it was put in the store.
        var stored = false
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
        var landing: Landing?
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    init(shape: Route.Shape) { self.shape = shape }

    /// The head came, or none ever will; only the first word counts.
    func depart(_ head: Result<HTTPResponse, GemError>) { wake { $0.head = $0.head ?? head } }

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
    private let flights = Mutex<[Flight.Identity: Flight]>([:])
    private let tasks = Mutex<[ObjectIdentifier: Task<Void, Never>]>([:])

    /// The flight of `identity`, and whether the caller is the one who must fill it.
    func board(_ identity: Flight.Identity, shape: Route.Shape) -> (flight: Flight, isFirst: Bool) {
        flights.withLock { flights in
            if let flight = flights[identity] { return (flight, false) }
            let flight = Flight(shape: shape)
            flights[identity] = flight
            return (flight, true)
        }
    }

    /// Fills a flight in a task this deck owns until it ends.
    func fill(_ flight: Flight, as identity: Flight.Identity, _ body: @escaping @Sendable () async -> Void) {
        let id = ObjectIdentifier(flight)
        tasks.withLock { tasks in
            tasks[id] = Task {
                await body()
                self.flights.withLock { if $0[identity] === flight { $0[identity] = nil } }
                self.tasks.withLock { $0[id] = nil }
            }
        }
    }

    /// Takes a flight off the list, so that who comes now starts a new one.
    func close(_ flight: Flight, as identity: Flight.Identity) {
        flights.withLock { if $0[identity] === flight { $0[identity] = nil } }
    }

    /// Waits until every flight in the air has landed.
    func drain() async {
        while let task = tasks.withLock({ $0.values.first }) { await task.value }
    }
}
