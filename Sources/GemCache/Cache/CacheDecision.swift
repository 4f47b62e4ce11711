package import GemCore

/// What the cache does with one request, decided from events alone; the layer performs the actions.
package struct CacheDecision: Sendable {
    /// What happened.
    package enum Event: Sendable {
        /// The request came; its question where it asks one.
        case asked(Question?)
        /// The store has an answer of this age in seconds, which stays fresh for so many more: less than 0 where it is past its lifetime, nil where it has none.
        case found(age: Double, left: Double?)
        /// The store has no answer.
        case missed
        /// The head of upstream's answer came.
        case answered(status: Int)
        /// No answer came from upstream.
        case failed(GemError.Code)
        /// Upstream's answer ended.
        case ended(AnswerReader.Outcome)
    }

    /// What the layer does next.
    package enum Action: Sendable, Equatable {
        /// Look in the store.
        case lookUp
        /// Serve what was found; and fetch a new one behind it where `refreshes`.
        case serve(refreshes: Bool)
        /// Hand the request down without reading or writing the store; why, in a word.
        case pass(detail: String?)
        /// Join a flight of this question or start one.
        case fly(CacheStatus.Outcome)
        /// Refuse: the caller wants only what is stored.
        case refuse
        /// Read the answer along while it is handed on.
        case record
        /// Hand the answer, or the failure, on as it is.
        case relay
        /// Serve what was found although it is not as fresh as it should be: upstream failed.
        case serveStale
        /// Put the answer in the store for so many seconds (nil: until evicted).
        case keep(lifetime: Double?)
        /// Forget the answer; why.
        case drop(String)
    }

    private let options: RequestOptions
    private let freshness: Freshness
    private var question: Question?
    /// By how many seconds what was found is not as fresh as it should be; nil where nothing was found.
    private var overdue: Double?

    /// Starts for a request with these options.
    package init(_ options: RequestOptions, _ freshness: Freshness) {
        self.options = options
        self.freshness = freshness
    }

    /// Takes an event and says what to do.
    package mutating func on(_ event: Event) -> Action {
        switch event {
        case .asked(let question):
            self.question = question
            return asked(question)
        case .found(let age, let left):
            return found(age, left)
        case .missed:
            return options.cache == .onlyIfCached ? .refuse : .fly(options.cache == .refresh ? .request : .miss)
        case .answered(let status):
            if status == 200 { return .record }
            return Self.failingStatuses.contains(status) && isInTime(freshness.ifError) ? .serveStale : .relay
        case .failed(let code):
            switch code {
            case .unreachable, .offline: return isInTime(freshness.ifUnreachable) ? .serveStale : .relay
            case .cut, .timeout: return isInTime(freshness.ifError) ? .serveStale : .relay
            default: return .relay
            }
        case .ended(.broken(let reason)):
            return .drop(reason)
        case .ended(.whole(let answer)):
            guard let question else { return .drop("no question") }
            switch AnswerJudge.judge(answer, to: question, freshness) {
            case .keep(let lifetime): return .keep(lifetime: lifetime)
            case .refuse(let reason): return .drop(reason)
            }
        }
    }

    /// Whether what was found will do should upstream be out of reach.
    package var hasFallback: Bool { isInTime(freshness.ifUnreachable) }

    /// The statuses that say upstream is not able to answer now (RFC 5861 section 4, and a spent quota).
    package static let failingStatuses: Set<Int> = [429, 500, 502, 503, 504]

    private func asked(_ question: Question?) -> Action {
        guard let question else { return options.cache == .onlyIfCached ? .refuse : .pass(detail: nil) }
        if let detail = question.traits.reasonToPass { return options.cache == .onlyIfCached ? .refuse : .pass(detail: detail) }
        switch options.cache {
        case .auto, .onlyIfCached: return .lookUp
        case .refresh: return options.limits.staleIfError == nil ? .fly(.request) : .lookUp
        case .bypass: return .pass(detail: "no-store")
        }
    }

    private mutating func found(_ age: Double, _ left: Double?) -> Action {
        let (limits, late) = (options.limits, max(0, -(left ?? .infinity)))
        let tooOld = limits.maxAge.map { age - Double($0) } ?? 0
        let tooBrief = limits.minFresh.map { Double($0) - (left ?? .infinity) } ?? 0
        overdue = max(late, tooOld, tooBrief, 0)
        if options.cache == .refresh { return .fly(.request) }
        let isRefused = options.cache == .onlyIfCached
        if tooOld > 0 || limits.maxAge == 0 || tooBrief > 0 { return isRefused ? .refuse : .fly(.stale) }
        if left.map({ $0 > 0 }) ?? true { return .serve(refreshes: false) }
        if !limits.insistsOnFreshness, late < freshness.whileRevalidating, late <= limits.mostStale { return .serve(refreshes: !isRefused) }
        if limits.maxStale != nil, late <= limits.mostStale { return .serve(refreshes: false) }
        return isRefused ? .refuse : .fly(.stale)
    }

    /// Whether what was found is no later than the caller allows where upstream fails, or, where it says nothing, than `window` seconds.
    private func isInTime(_ window: Double) -> Bool {
        guard let overdue else { return false }
        if let allowed = options.limits.staleIfError { return overdue <= Double(allowed) }
        return options.cache == .auto && !options.limits.insistsOnFreshness && overdue <= min(window, options.limits.mostStale)
    }
}

extension AgeLimits {
    /// By how many seconds an answer may be past its lifetime at most; no window of ours goes beyond what the caller names.
    fileprivate var mostStale: Double { maxStale.map { $0 == Self.anyTime ? .infinity : Double($0) } ?? .infinity }
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
