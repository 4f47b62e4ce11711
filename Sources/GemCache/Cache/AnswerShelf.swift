package import GemCore
package import GemStore

/// The cache's view of the store: answers by question, vectors by item, and the counters beside them.
package struct AnswerShelf: Sendable {
    /// What a look-up found.
    package enum Found: Sendable, Equatable {
        /// An answer within its lifetime, with its age in seconds.
        case fresh(Answer, age: Int)
        /// Only one past its lifetime.
        case stale
        /// Nothing.
        case nothing
    }

    package let store: Store
    /// How long answers are fresh.
    package let freshness: Freshness
    private let time: any TimeSource
    /// Counts hits and misses.
    package let meter: Meter

    /// Looks in `store`.
    package init(store: Store, time: any TimeSource, freshness: Freshness = Freshness(), meter: Meter? = nil) {
        self.store = store
        self.time = time
        self.freshness = freshness
        self.meter = meter ?? Meter(store)
    }

    /// Knows the files and cached contents the store has seen.
    package var resolver: any MediaResolver { store }

    /// The same, but of files only what the sender of a request may know.
    func resolver(for request: Request) -> any MediaResolver { ScopedResolver(store, .init(credential: request.credential)) }

    /// The scope of a credential in this store.
    package func scope(of credential: Credential?) -> CredentialScope { CredentialScope(credential, salt: store.salt) }

    /// Looks a question up; a store that cannot be read has nothing, nor one whose answer takes more than `limit` bytes.
    package func find(_ asked: Asked, upTo limit: Int = .max) -> Found { found(stored(asked, upTo: limit)) }

    /// Looks a question with one stored answer up.
    package func find(_ question: Question, upTo limit: Int = .max) -> Found { found(stored(question, upTo: limit)) }

    private func found(_ stored: Stored?) -> Found {
        guard let stored else { return .nothing }
        if let left = stored.left, left <= 0 { return .stale }
        return .fresh(stored.answer, age: stored.wholeAge)
    }

    /// What is stored for a question, fresh or not; nil where there is nothing, or where it takes more than `limit` bytes.
    package func stored(_ asked: Asked, upTo limit: Int = .max) -> Stored? {
        asked.form == nil ? stored(asked.question, upTo: limit) : storedVectors(asked)
    }

    private func stored(_ question: Question, upTo limit: Int) -> Stored? {
        let now = time.now
        let lifetime = freshness.lifetime(of: question)
        let found = try? store.read { (snapshot: borrowing Snapshot) throws(GemError) in
            snapshot.withEntry(question.key, question.route.variant, canonical: question.canonical) { entry -> Stored? in
                guard entry.payloadCount <= limit, let answer = Answer(encoded: entry.payload) else { return nil }
                let age = now.seconds(since: entry.created)
                // The lifetime it was stored with, or the one that is set now: the shorter one counts.
                let left = min(entry.expires?.seconds(since: now) ?? .infinity, (lifetime ?? .infinity) - age)
                return Stored(answer: answer, age: age, left: left == .infinity ? nil : left)
            }
        }
        guard let found, let found else { return nil }
        store.touch(question.key, question.route.variant)
        return found
    }

    private func storedVectors(_ asked: Asked) -> Stored? {
        let known = vectors(asked.items, includingStale: true)
        guard asked.items.allSatisfy({ known[$0.identity] != nil }) else { return nil }
        return stored(asked, known)
    }

    /// The answer that vectors make, where every item has one.
    package func stored(_ asked: Asked, _ known: KnownVectors) -> Stored? {
        let ordered = asked.items.compactMap { known[$0.identity] }
        guard let form = asked.form, ordered.count == asked.items.count else { return nil }
        for item in known.keys { store.touchVector(item.key) }
        let now = time.now
        let age = ordered.map { now.seconds(since: $0.created) }.max() ?? 0
        let json = form.answer(ordered.map(\.vector), api: asked.question.route.api).bytes(.pretty)
        return Stored(
            answer: Answer(shape: .unary, frames: [.init(json: json)]), age: age, left: freshness[.embed].map { $0 - age },
            detail: ordered.lazy.compactMap(\.reducedFrom).first.map { "reduced-from-\($0)" },
            promptTokens: ordered.reduce(0) { $0 + Int64($1.vector.tokens ?? 0) })
    }

    /// The stored vectors of these items: those within their lifetime, unless `includingStale`.
    package func vectors(_ items: [Question], includingStale: Bool = false) -> KnownVectors {
        let oldest = includingStale ? nil : freshness[.embed].map { time.now.adding(seconds: -$0) }
        let found = try? store.read { (snapshot: borrowing Snapshot) throws(GemError) in
            var found: KnownVectors = [:]
            for item in items where found[item.identity] == nil {
                let vector = snapshot.withVector(item.key, canonical: item.canonical) { vector -> KnownVector? in
                    if let oldest, vector.created <= oldest { return nil }
                    let values = vector.values.withUnsafeBufferPointer { [Float]($0) }
                    return KnownVector(vector: EmbeddingForm.Vector(values: values, tokens: vector.promptTokens), created: vector.created)
                }
                if let vector, let vector { found[item.identity] = vector }
            }
            return found
        }
        return found ?? [:]
    }

    /// Puts an answer in the store; false where that fails, which costs the answer's reader nothing.
    package func keep(_ answer: Answer, _ asked: Asked, lifetime: Double?) async -> Bool {
        let record = record(answer, asked.question, lifetime: lifetime)
        do throws(GemError) {
            let record = try await store.staged(record)
            try await store.write { (transaction: inout Transaction) throws(GemError) in try transaction.putEntry(record) }
            meter.add(asked.question.route, (.stored, 1))
            return true
        } catch {
            store.note(failure: error)
            return false
        }
    }

    /// Puts vectors in the store.
    package func keep(vectors: [(Question, EmbeddingForm.Vector)]) async -> Bool {
        let records = vectors.map { record($1, $0) }
        do throws(GemError) {
            try await store.write { (transaction: inout Transaction) throws(GemError) in
                for record in records { try transaction.putVector(record) }
            }
            if let model = vectors.first?.0.route.model { meter.add(embeddingsOf: model, (.stored, Int64(vectors.count))) }
            return true
        } catch {
            store.note(failure: error)
            return false
        }
    }

    /// The entry that holds an answer.
    package func record(_ answer: Answer, _ question: Question, lifetime: Double?) -> EntryRecord {
        EntryRecord(
            key: question.key, variant: question.route.variant, canonical: question.canonical, payload: answer.encoded,
            operation: question.route.operation.rawValue, model: question.route.model, created: time.now,
            expires: lifetime.map { time.now.adding(seconds: $0) })
    }

    /// The entry that holds a vector.
    package func record(_ vector: EmbeddingForm.Vector, _ question: Question) -> VectorRecord {
        VectorRecord(
            key: question.key, canonical: question.canonical, values: vector.values, model: question.route.model,
            promptTokens: vector.tokens, created: time.now)
    }

    // Counters.

    /// Counts a hit: one request, its answer's bytes and tokens that upstream did not see.
    package func count(hit asked: Asked, _ stored: Stored) {
        let bytes = stored.answer.frames.reduce(0) { $0 + $1.json.count }
        meter.hit(meter.series(asked.question.route), saving(asked, stored, bytes: bytes))
        countItems(hit: asked)
    }

    /// Counts the embeddings of a request that was answered from here, one by one.
    func countItems(hit asked: Asked) {
        guard asked.form != nil else { return }
        meter.add(embeddingsOf: asked.question.route.model, (.hits, Int64(asked.items.count)))
    }

    /// Counts the embeddings of a request of which some were known, and the tokens those spared.
    func countItems(_ asked: Asked, known: KnownVectors) {
        let found = asked.items.compactMap { known[$0.identity] }
        meter.add(
            embeddingsOf: asked.question.route.model, (.hits, Int64(found.count)), (.misses, Int64(asked.items.count - found.count)),
            (.prompt, found.reduce(0) { $0 + Int64($1.vector.tokens ?? 0) }))
    }

    /// What a hit on an answer spares.
    package func saving(_ asked: Asked, _ stored: Stored, bytes: Int) -> Meter.Saving {
        let usage = stored.promptTokens.map { TokenUsage(prompt: $0) } ?? TokenUsage(stored.answer)
        return Meter.Saving(usage, answer: bytes, question: asked.body.count)
    }

    /// Counts a miss, and whether it shared another one's flight.
    package func count(miss asked: Asked, collapsed: Bool) {
        store.count("misses")
        store.count("misses.\(asked.question.route.operation.rawValue)")
        meter.add(asked.question.route, (.misses, 1))
        if collapsed {
            store.count("collapsed")
            store.count("saved.requests")
        }
    }

    /// Counts something else.
    package func count(_ name: String) { store.count(name) }
}
