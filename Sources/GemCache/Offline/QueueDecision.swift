package import GemCore

/// Whether a request that got no answer waits in the durable queue.
package struct QueueDecision: Sendable {
    /// What happened.
    package enum Event: Sendable {
        /// The network may not be used at all.
        case forbidden
        /// The attempt failed.
        case failed(GemError)
    }

    /// What to do.
    package enum Action: Sendable, Equatable {
        /// Put it in the queue.
        case enqueue
        /// Tell the caller there is no answer offline.
        case refuse
        /// Hand the failure on as it is.
        case rethrow
    }

    private let policy: OfflinePolicy
    private let isQueueable: Bool

    /// Starts for a request: queueable are questions that may be repeated and whose answer the cache can hold: no secret in the body, no file whose bytes are unknown.
    package init(_ request: Request, question: Question?) {
        policy = request.options.offline
        let traits = question?.traits ?? []
        isQueueable =
            request.route.operation.isQuestion && request.options.cache != .bypass && question != nil
            && traits.reasonToPass == nil
    }

    /// Takes what happened.
    package mutating func on(_ event: Event) -> Action {
        let wants = policy == .queue && isQueueable
        switch event {
        case .forbidden:
            return wants ? .enqueue : .refuse
        case .failed(let error):
            switch error.code {
            case .unreachable: return wants ? .enqueue : .refuse
            case .cut: return wants ? .enqueue : .rethrow
            default: return .rethrow
            }
        }
    }
}
