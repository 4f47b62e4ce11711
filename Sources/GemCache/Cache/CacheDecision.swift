package import GemCore

/// What the cache does with one request, decided from events alone; the layer performs the actions.
package struct CacheDecision: Sendable {
    /// What happened.
    package enum Event: Sendable {
        /// The request came; its question where it asks one.
        case asked(Question?)
        /// The store has a fresh answer.
        case found
        /// The store has no answer, or one past its lifetime.
        case missed(stale: Bool)
        /// The head of upstream's answer came.
        case answered(status: Int)
        /// Upstream's answer ended.
        case ended(AnswerReader.Outcome)
    }

    /// What the layer does next.
    package enum Action: Sendable, Equatable {
        /// Look in the store.
        case lookUp
        /// Serve what was found.
        case serve
        /// Hand the request down without reading or writing the store; why, in a word.
        case pass(detail: String?)
        /// Join a flight of this question or start one.
        case fly(CacheStatus.Outcome)
        /// Refuse: the caller wants only what is stored.
        case refuse
        /// Read the answer along while it is handed on.
        case record
        /// Hand the answer on without reading it.
        case relay
        /// Put the answer in the store for so many seconds (nil: until evicted).
        case keep(lifetime: Double?)
        /// Forget the answer; why.
        case drop(String)
    }

    private let policy: CachePolicy
    private var question: Question?

    /// Starts for a request with this policy.
    package init(policy: CachePolicy) { self.policy = policy }

    /// Takes an event and says what to do.
    package mutating func on(_ event: Event) -> Action {
        switch event {
        case .asked(let question):
            self.question = question
            return asked(question)
        case .found:
            return .serve
        case .missed(let stale):
            return policy == .onlyIfCached ? .refuse : .fly(stale ? .stale : .miss)
        case .answered(let status):
            return status == 200 ? .record : .relay
        case .ended(.broken(let reason)):
            return .drop(reason)
        case .ended(.whole(let answer)):
            guard let question else { return .drop("no question") }
            switch AnswerJudge.judge(answer, to: question) {
            case .keep(let lifetime): return .keep(lifetime: lifetime)
            case .refuse(let reason): return .drop(reason)
            }
        }
    }

    private func asked(_ question: Question?) -> Action {
        guard let question else { return policy == .onlyIfCached ? .refuse : .pass(detail: nil) }
        if let detail = question.traits.reasonToPass { return policy == .onlyIfCached ? .refuse : .pass(detail: detail) }
        switch policy {
        case .auto, .onlyIfCached: return .lookUp
        case .refresh: return .fly(.request)
        case .bypass: return .pass(detail: "no-store")
        }
    }
}

extension Question.Traits {
    /// Why a question is never kept nor shared, in a word; nil where it may be.
    package var reasonToPass: String? {
        if contains(.secret) { return "secret" }
        if contains(.unknownMedia) { return "unknown-file" }
        if contains(.bypass) { return "query" }
        return nil
    }
}
