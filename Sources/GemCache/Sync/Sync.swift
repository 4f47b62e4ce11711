public import GemCore
package import GemStore
internal import HTTPTypes

/// Sends what waits in the queue, and puts each answer in the cache together with the end of its row: upstream at least once, the cache exactly once.
public struct Sync: Sendable {
    /// What a sync did.
    public struct Summary: Sendable, Hashable {
        /// Rows that were due when it began.
        public var due = 0
        /// Rows upstream answered.
        public var answered = 0
        /// Rows the cache knew the answer to by then.
        public var known = 0
        /// Rows put with the dead letters.
        public var dead = 0
        /// Rows that wait for a later attempt.
        public var postponed = 0
        /// Why it stopped before the end; nil where it did not.
        public var stopped: GemError?

        public static func == (a: Summary, b: Summary) -> Bool {
            (a.due, a.answered, a.known, a.dead, a.postponed) == (b.due, b.answered, b.known, b.dead, b.postponed)
                && a.stopped?.message == b.stopped?.message
        }

        public func hash(into hasher: inout Hasher) {
            hasher.combine(due)
            hasher.combine(answered)
        }

        /// Rows that are done with, however they ended.
        public var finished: Int { answered + known + dead + postponed }
    }

    /// How one row ended.
    fileprivate enum End: Sendable {
        case answered, known, dead, stopped(GemError)
        /// It waits; `pause` tells until when its model takes no more.
        case postponed(pause: Timestamp?)
    }

    private let shelf: AnswerShelf
    private let sender: any Transport
    private let time: any TimeSource

    /// Sends rows of `store` through `sender`: the stack below its cache and offline layers.
    package init(store: Store, sender: any Transport, time: any TimeSource, freshness: Freshness = Freshness()) {
        shelf = AnswerShelf(store: store, time: time, freshness: freshness)
        self.sender = sender
        self.time = time
    }

    /// Sends every due row, `parallel` at a time; rows queued under another credential are left unless `anyCredential`.
    ///
    /// `onProgress` is told the rows done and the rows in all; `onStep` what a row is doing. Throws `store` where another process syncs this store.
    public func run(
        credential: Credential?, anyCredential: Bool = false, parallel: Int = 4,
        onProgress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }, onStep: (@Sendable (Progress) -> Void)? = nil
    ) async throws(GemError) -> Summary {
        let store = shelf.store
        let lock = try SyncLock(store: store.path)
        defer { withExtendedLifetime(lock) {} }
        // Whoever held a lease has gone: this process has the lock.
        let scope = anyCredential ? nil : shelf.scope(of: credential)
        let start = time.now
        let total = try await store.write { (transaction: inout Transaction) throws(GemError) in
            try transaction.releaseLeases(at: start)
            return transaction.snapshot.due(at: start, scope: scope)
        }
        var (summary, pauses) = (Summary(), SyncPauses())
        summary.due = total
        onProgress(0, total)
        while summary.stopped == nil {
            let now = time.now
            let rows = try await store.write { (transaction: inout Transaction) throws(GemError) in
                try transaction.lease(now: now, for: LeaseKeeper.seconds, limit: 64, scope: scope)
            }
            guard !rows.isEmpty else { break }
            await send(rows, credential, parallel, onStep, &pauses) { end in
                summary.add(end)
                onProgress(summary.finished, max(total, summary.finished))
                return summary.stopped == nil
            }
        }
        let end = time.now
        try await store.write { (transaction: inout Transaction) throws(GemError) in try transaction.releaseLeases(at: end) }
        return summary
    }

    /// Sends rows, some at a time, until all are sent or `onEnd` says to stop; those of a model that takes no more for now wait unsent.
    private func send(
        _ rows: [OutboxRow], _ credential: Credential?, _ parallel: Int, _ onStep: (@Sendable (Progress) -> Void)?,
        _ pauses: inout SyncPauses, onEnd: (End) -> Bool
    ) async {
        let keeper = LeaseKeeper(rows, shelf.store, time)
        let step: @Sendable (Progress) -> Void = { progress in
            keeper.noteProgress()
            onStep?(progress)
        }
        var known = pauses
        await withTaskGroup(of: (OutboxRow, End).self) { group in
            var waiting = rows.makeIterator()
            func start() {
                guard let row = waiting.next() else { return }
                let pause = known.end(for: row.route, at: time.now)
                group.addTask {
                    if let pause { return (row, await wait(row, until: pause)) }
                    return (row, await send(row, credential, step))
                }
            }
            for _ in 0..<max(1, parallel) { start() }
            var goesOn = true
            while let (row, end) = await group.next() {
                keeper.release(row.ticket)
                keeper.noteProgress()
                if case .postponed(let pause?) = end { known.pause(row.route, until: pause) }
                goesOn = onEnd(end) && goesOn
                if goesOn { start() }
            }
        }
        pauses = known
    }

    /// Lets a row wait unsent, the attempt uncounted.
    private func wait(_ row: OutboxRow, until end: Timestamp) async -> End {
        do throws(GemError) {
            try await shelf.store.write { (transaction: inout Transaction) throws(GemError) in
                _ = try transaction.giveBack(row.ticket, notBefore: end)
            }
            return .postponed(pause: nil)
        } catch {
            return .stopped(error)
        }
    }

    private func send(_ row: OutboxRow, _ credential: Credential?, _ onStep: (@Sendable (Progress) -> Void)?) async -> End {
        do throws(GemError) {
            var request = Outbox.request(row, credential: credential)
            request.onProgress = onStep
            guard let asked = Asked(request, body: row.body, resolver: shelf.resolver) else {
                return try await settle(row, .bury(code: "bad-input", message: "The queued request cannot be read.", httpStatus: nil))
            }
            if row.options.cache != .refresh, case .fresh = shelf.find(asked) {
                try await shelf.store.write { (transaction: inout Transaction) throws(GemError) in _ = try transaction.complete(row.ticket)
                }
                return .known
            }
            return try await ask(row, request, asked)
        } catch {
            return .stopped(error)
        }
    }

    private func ask(_ row: OutboxRow, _ request: Request, _ asked: Asked) async throws(GemError) -> End {
        let isPartial = asked.form != nil && row.options.cache != .refresh
        let plan = EmbeddingPlan(asked, known: isPartial ? shelf.vectors(asked.items) : [:])
        let event: SyncDecision.Event
        do throws(GemError) {
            var request = request
            if let plan { request.body = .bytes(try plan.body()) }
            let response = try await sender.send(request)
            let start = time.now
            let body = try await response.body.collect(upTo: 512 << 20)
            if response.head.status.code == 200 {
                let changes = try changes(asked, plan, body, start)
                if case .success(let records) = changes {
                    try await land(row, records)
                    return .answered
                }
                guard case .failure(let refusal) = changes else { return .stopped(GemError(.internal, "No changes.")) }
                event = .unkept(refusal.reason)
            } else {
                event = .refused(UpstreamFailure(response.head, body: body))
            }
        } catch {
            let action = SyncDecision.action(for: .failed(error), attempts: row.state.attempts)
            return action == .stop ? .stopped(error) : try await settle(row, action, isExhausted: error.upstream?.httpStatus == 429)
        }
        let action = SyncDecision.action(for: event, attempts: row.state.attempts)
        if action == .stop, case .refused(let failure) = event {
            return .stopped(
                GemError(
                    .refused, "Upstream refused the credential: \(failure.message) Set GEMINI_API_KEY and run `gemcache sync` again.",
                    upstream: failure))
        }
        if case .refused(let failure) = event { return try await settle(row, action, isExhausted: failure.httpStatus == 429) }
        return try await settle(row, action)
    }

    private struct Refusal: Error { var reason: String }

    private enum Records: Sendable {
        case entry(EntryRecord)
        case vectors([VectorRecord])
    }

    private func changes(
        _ asked: Asked, _ plan: EmbeddingPlan?, _ body: [UInt8], _ start: Timestamp
    ) throws(GemError) -> Result<Records, Refusal> {
        if let plan {
            let fresh = try plan.fresh(in: body)
            guard !fresh.contains(where: { $0.1.other != nil }) else {
                return .failure(Refusal(reason: "one of the inputs got no vector of the size asked for"))
            }
            guard !fresh.contains(where: \.1.isTruncated) else {
                return .failure(Refusal(reason: "the text was longer than the model reads"))
            }
            return .success(.vectors(fresh.map { shelf.record($1, $0) }))
        }
        var reader = AnswerReader(shape: asked.question.route.shape, start: start)
        reader.feed(body, at: time.now)
        switch reader.finish() {
        case .broken(let reason):
            throw GemError(.cut, "The answer ended early: \(reason).")
        case .whole(let answer):
            switch AnswerJudge.judge(answer, to: asked.question, shelf.freshness) {
            case .keep(let lifetime): return .success(.entry(shelf.record(answer, asked.question, lifetime: lifetime)))
            case .refuse(let reason):
                guard AnswerJudge.isComplete(answer, to: asked.question) else { throw GemError(.cut, "The answer ended early: \(reason).") }
                return .failure(Refusal(reason: reason))
            }
        }
    }

    /// Result and end of the row in one transaction.
    private func land(_ row: OutboxRow, _ records: Records) async throws(GemError) {
        var records = records
        if case .entry(let record) = records { records = .entry(try await shelf.store.staged(record)) }
        let landing = records
        try await shelf.store.write { (transaction: inout Transaction) throws(GemError) in
            switch landing {
            case .entry(let record): try transaction.putEntry(record)
            case .vectors(let records): for record in records { try transaction.putVector(record) }
            }
            try transaction.complete(row.ticket)
        }
    }

    /// Writes what becomes of a row; `isExhausted` says that upstream takes no more of its model until then.
    private func settle(_ row: OutboxRow, _ action: SyncDecision.Action, isExhausted: Bool = false) async throws(GemError) -> End {
        let now = time.now
        switch action {
        case .postpone(let milliseconds):
            let end = now.adding(seconds: Double(milliseconds) / 1000)
            try await shelf.store.write { (transaction: inout Transaction) throws(GemError) in
                _ = try transaction.retry(row.ticket, notBefore: end)
            }
            return .postponed(pause: isExhausted ? end : nil)
        case .bury(let code, let message, let httpStatus):
            try await shelf.store.write { (transaction: inout Transaction) throws(GemError) in
                _ = try transaction.bury(row.ticket, OutboxFailure(code: code, message: message, httpStatus: httpStatus))
            }
            return .dead
        case .stop:
            return .stopped(GemError(.internal, "A row was settled as stopped."))
        }
    }
}

extension Sync.Summary {
    fileprivate mutating func add(_ end: Sync.End) {
        switch end {
        case .answered: answered += 1
        case .known: known += 1
        case .dead: dead += 1
        case .postponed: postponed += 1
        case .stopped(let error): stopped = stopped ?? error
        }
    }
}
