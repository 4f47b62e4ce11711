package import GemCore
internal import Synchronization

/// A transport that answers as a test says, and remembers what it was asked.
package final class ScriptedTransport: Transport {
    private let answer: @Sendable (Request) async throws(GemError) -> Response
    private let log = Mutex<[Request]>([])

    /// Answers each request by `answer`.
    package init(_ answer: @escaping @Sendable (Request) async throws(GemError) -> Response) { self.answer = answer }

    /// Every request so far, in order of arrival.
    package var requests: [Request] { log.withLock { $0 } }

    package func send(_ request: Request) async throws(GemError) -> Response {
        log.withLock { $0.append(request) }
        return try await answer(request)
    }
}
