package import GemCore
internal import HTTPTypes
internal import Synchronization

/// Repeats attempts that failed before anything was handed on, with growing pauses or the pause upstream asks for.
///
/// Only what may be repeated: questions and reads, with a body that can be sent again.
package struct RetryLayer: Layer {
    private let policy: RetryDecision.Policy
    private let time: any TimeSource
    private let jitter: @Sendable () -> Double

    /// Makes the layer.
    package init(
        policy: RetryDecision.Policy = .init(), time: any TimeSource,
        jitter: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
    ) {
        self.policy = policy
        self.time = time
        self.jitter = jitter
    }

    package func send(_ request: Request, next: any Transport) async throws(GemError) -> Response {
        guard Self.isRepeatable(request) else {
            var request = request
            // The steps of an upload are bounded together, by who began it.
            request.options.timeLimit = nil
            return try await next.send(request)
        }
        var decision = RetryDecision(policy: policy, jitter: jitter)
        let deadline = request.options.timeLimit.map { time.now.adding(seconds: $0 > 0 ? min($0, 1e9) : 0) }
        while true {
            do throws(GemError) {
                let sent = try await next.send(limited(request, by: deadline))
                let (response, delay) = try await Self.inspect(try await Self.readAhead(sent, request))
                let event = RetryDecision.Event.answered(status: response.head.status.code, delay: delay)
                guard case .retry(let pause) = decision.on(event), isInTime(pause, deadline) else {
                    return opening(response, request, next, decision, deadline)
                }
                try await wait(pause, decision.attempts, "HTTP \(response.head.status.code)", request)
            } catch {
                guard case .retry(let pause) = decision.on(.failed(error)), isInTime(pause, deadline) else { throw error }
                try await wait(pause, decision.attempts, error.code.name, request)
            }
        }
    }

    /// The request with what is left of its time.
    private func limited(_ request: Request, by deadline: Timestamp?) -> Request {
        guard let deadline else { return request }
        var request = request
        request.options.timeLimit = max(0, deadline.seconds(since: time.now))
        return request
    }

    private func isInTime(_ pause: Int64, _ deadline: Timestamp?) -> Bool {
        guard let deadline else { return true }
        return time.now.adding(seconds: Double(pause) / 1000) <= deadline
    }

    private func wait(_ pause: Int64, _ attempt: Int, _ reason: String, _ request: Request) async throws(GemError) {
        request.onProgress?(.retrying(attempt: attempt, afterMilliseconds: pause, reason: reason))
        try await time.sleep(until: time.now.adding(seconds: Double(pause) / 1000))
    }

    private static func isRepeatable(_ request: Request) -> Bool {
        if case .stream = request.body { return false }
        return request.head.method == .get || request.route.operation.isQuestion
    }

    /// The most of an answer that is read before its head is handed on.
    private static let readAheadLimit = 32 << 20

    /// Reads an answer that is not streamed before it is handed on, so that one that is cut can be asked for again; a larger one is handed on as it comes.
    private static func readAhead(_ response: Response, _ request: Request) async throws(GemError) -> Response {
        let isQuestion = Asked.mayAnswer(request.route.operation) && request.route.shape == .unary
        guard isQuestion, response.head.status.code == 200, !response.head.isEventStream,
            case .stream(let stream, let length) = response.body
        else { return response }
        var bytes: [UInt8] = []
        var iterator = stream.makeAsyncIterator()
        while let chunk = try await iterator.next() {
            bytes.append(contentsOf: chunk)
            guard bytes.count > readAheadLimit else { continue }
            let (first, start) = (Counter(), bytes)
            let whole = ByteStream(
                next: { () throws(GemError) in
                    if first.next() == 0 { return start }
                    var rest = stream.makeAsyncIterator()
                    return try await rest.next()
                }, cancel: { stream.cancel() })
            return Response(response.head, body: .stream(whole, length: length), cacheStatus: response.cacheStatus)
        }
        if let length, length != Int64(bytes.count) {
            throw GemError(.cut, "The answer ended after \(bytes.count) of the \(length) bytes it announced; ask again.")
        }
        return Response(response.head, body: .bytes(bytes), cacheStatus: response.cacheStatus)
    }

    /// The answer; a streamed one is asked for again where it is cut before its first bytes, with the attempts that are left.
    private func opening(
        _ response: Response, _ request: Request, _ next: any Transport, _ decision: RetryDecision, _ deadline: Timestamp?
    ) -> Response {
        guard Asked.mayAnswer(request.route.operation), response.head.status.code == 200,
            case .stream(let stream, length: nil) = response.body,
            request.route.shape != .unary || response.head.isEventStream
        else { return response }
        // The attempt that gave the head counts once, with its end.
        let left = Mutex(decision.takingBack())
        let opening = StreamOpening(stream) { (failure) throws(GemError) in
            var (failure, event) = (failure, RetryDecision.Event.failed(failure))
            var reason = failure.code.name
            while true {
                let (action, attempts) = left.withLock { ($0.on(event), $0.attempts) }
                guard case .retry(let pause) = action, self.isInTime(pause, deadline) else { throw failure }
                try await self.wait(pause, attempts, reason, request)
                switch await self.attempt(request, next, deadline) {
                case .success(let (response, delay)):
                    let status = response.head.status.code
                    if status == 200, case .stream(let stream, _) = response.body { return stream }
                    (failure, event) = (await .answered(response, to: "ask again"), .answered(status: status, delay: delay))
                    reason = "HTTP \(status)"
                case .failure(let error):
                    (failure, event) = (error, .failed(error))
                    reason = error.code.name
                }
            }
        }
        var response = response
        response.body = .stream(opening.stream, length: nil)
        return response
    }

    private func attempt(
        _ request: Request, _ next: any Transport, _ deadline: Timestamp?
    ) async -> Result<(response: Response, delay: Int64?), GemError> {
        do throws(GemError) {
            return .success(try await Self.inspect(try await next.send(limited(request, by: deadline))))
        } catch {
            return .failure(error)
        }
    }

    /// Reads an error answer whole, so that its `RetryInfo` can be seen; leaves others untouched.
    private static func inspect(_ response: Response) async throws(GemError) -> (Response, Int64?) {
        guard RetryDecision.retriedStatuses.contains(response.head.status.code) else { return (response, nil) }
        let body = try await response.body.collect(upTo: 1 << 20)
        let failure = UpstreamFailure(response.head, body: body)
        return (Response(response.head, body: .bytes(body), cacheStatus: response.cacheStatus), failure.retryDelayMilliseconds)
    }
}

extension UpstreamFailure {
    /// Reads an error answer with its head: where the body asks for no pause, `Retry-After` may.
    init(_ head: HTTPResponse, body: [UInt8]) {
        self.init(httpStatus: head.status.code, body: body)
        retryDelayMilliseconds = retryDelayMilliseconds ?? RetryAfter.milliseconds(head)
    }
}

extension Route.Operation {
    /// Whether the operation only asks: repeating it harms nobody, and it may wait in the queue.
    package var isQuestion: Bool {
        switch self {
        case .generateContent, .streamGenerateContent, .countTokens, .computeTokens, .embedContent, .batchEmbedContents, .predict: true
        default: false
        }
    }
}
