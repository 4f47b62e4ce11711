package import GemCore
package import GemStore
internal import HTTPTypes

/// Puts questions that cannot reach upstream into the durable queue, and says clearly why the others fail.
package struct OfflineLayer: Layer {
    private let store: Store
    private let time: any TimeSource
    private let isForbidden: Bool

    /// Makes the layer; with `isForbidden` nothing ever goes upstream.
    package init(store: Store, time: any TimeSource, isForbidden: Bool = false) {
        self.store = store
        self.time = time
        self.isForbidden = isForbidden
    }

    package func send(_ request: Request, next: any Transport) async throws(GemError) -> Response {
        if isForbidden { return try await act(on: .forbidden, request) }
        do { return try await next.send(request) } catch { return try await act(on: .failed(error), request) }
    }

    private func act(on event: QueueDecision.Event, _ request: Request) async throws(GemError) -> Response {
        let body = request.body.isInMemory ? try await request.body.collect(upTo: .max) : []
        let question = Asked(request, body: body, resolver: ScopedResolver(store, .init(credential: request.credential)))?.question
        var decision = QueueDecision(request, question: question)
        let cause: GemError? = if case .failed(let error) = event { error } else { nil }
        switch (decision.on(event), question) {
        case (.enqueue, let question?):
            throw try await queued(request, body, question, cause)
        case (.rethrow, _):
            throw cause ?? GemError(.internal, "A request failed without a cause.")
        default:
            if let host = request.head.authority { throw Self.offline(host, cause) }
            throw Self.offline(question, cause)
        }
    }

    private func queued(_ request: Request, _ body: [UInt8], _ question: Question, _ cause: GemError?) async throws(GemError) -> GemError {
        let whole = try await detached(request, body, question)
        let ticket = try await Outbox(store, time).add(whole.request, body: whole.body, question: question)
        return GemError(
            .queued,
            "Queued as \(ticket): the API cannot be reached. `gemcache sync` sends it; asking again afterwards answers from the cache.",
            cause: request.credential == nil && request.route.api == .developer ? QueuedWithoutCredential(cause: cause) : cause,
            ticket: ticket)
    }

    /// The question with the bytes of its files, where they are here: it may be sent when upstream has forgotten them.
    private func detached(
        _ request: Request, _ body: [UInt8], _ question: Question
    ) async throws(GemError) -> (request: Request, body: [UInt8]) {
        let whole = LocalFiles(store: store, time: time).detached(request, body)
        guard whole.attachments.count > request.attachments.count else { return (request, body) }
        let bytes = try await whole.body.collect(upTo: .max)
        let same = Asked(whole, body: bytes, resolver: ScopedResolver(store, .init(credential: request.credential)))?.question
        return same?.canonical == question.canonical ? (whole, bytes) : (request, body)
    }

    /// The error about an address that is not the API's.
    private static func offline(_ host: String, _ cause: GemError?) -> GemError {
        cause ?? GemError(.offline, "\(host) may not be asked: the network is switched off by `--mode offline` or `--offline=cached`.")
    }

    private static func offline(_ question: Question?, _ cause: GemError?) -> GemError {
        let key = question.map { " (key \($0.key))" } ?? ""
        let why = cause.map { $0.message } ?? "the network is switched off by `--mode offline` or `--offline=cached`."
        guard question != nil else {
            return GemError(.offline, "This needs the API, which cannot be reached: \(why) Try again online.", cause: cause?.cause)
        }
        return GemError(
            .offline,
            "No stored answer to this question\(key), and the API cannot be reached: \(why) Ask again online, or queue it: --offline=queue, or `Prefer: respond-async` through the proxy.",
            cause: cause?.cause)
    }
}

extension Body {
    /// Whether reading it twice gives the same bytes without touching the network.
    var isInMemory: Bool {
        switch self {
        case .empty, .bytes: true
        case .file, .stream: false
        }
    }
}
