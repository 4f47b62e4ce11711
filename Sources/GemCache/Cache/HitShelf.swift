package import GemCore
internal import GemStore
package import HTTPTypes
internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// The cache layer's look-up without its suspensions, for a server's event loop.
///
/// A memo from raw bytes to question spares the scan for byte-identical requests; it compares the bytes, so that it can only save time. The store compares the
/// canonical form, as always.
package final class HitShelf: HitSource {
    /// A request that was read before, with all that answering it again needs.
    private final class Memo: Sendable {
        let method: HTTPRequest.Method
        let path: String
        let options: RequestOptions
        let asked: Asked
        let counters: Meter.Series
        /// What the last hit spared, with the answer's length and age then: a shorter age is another answer's.
        private let saved = Mutex<(saving: Meter.Saving, bytes: Int, age: Int)?>(nil)
        let contentType: String
        private let cacheStatus: String

        init(_ method: HTTPRequest.Method, _ path: String, _ options: RequestOptions, _ asked: Asked, _ shelf: AnswerShelf) {
            self.method = method
            self.path = path
            self.options = options
            self.asked = asked
            counters = shelf.meter.series(asked.question.route)
            contentType = Answer.contentType(of: asked.question.route.shape)
            cacheStatus = CacheStatus(.hit, key: asked.question.key).description
        }

        func cacheStatus(ttl: Int?) -> String {
            guard let ttl else { return cacheStatus }
            var status = CacheStatus(.hit, key: asked.question.key)
            status.ttl = ttl
            return status.description
        }

        /// What a hit on this answer spares; read out of it once.
        func saving(_ stored: Stored, bytes: Int, _ shelf: AnswerShelf) -> Meter.Saving {
            let age = stored.wholeAge
            return saved.withLock { saved in
                if let known = saved, known.bytes == bytes, known.age <= age { return known.saving }
                let saving = shelf.saving(asked, stored, bytes: bytes)
                saved = (saving, bytes, age)
                return saving
            }
        }
    }

    /// At most this many requests of at most `memoLimit` bytes are remembered: some 35 MB.
    private static let slots = 1024
    private static let memoLimit = 16 << 10
    /// Larger requests and answers, and more vectors, are left to the ordinary way: they would hold up the other connections.
    private static let bodyLimit = 256 << 10
    private static let answerLimit = 256 << 10
    private static let vectorLimit = 4

    private let shelf: AnswerShelf
    private let time: any TimeSource
    private let log: (@Sendable (LogLayer.Line) -> Void)?
    private let memos = Mutex<[Memo?]>(Array(repeating: nil, count: slots))

    /// Looks on `shelf`; `log` is told each hit.
    package init(_ shelf: AnswerShelf, time: any TimeSource, log: (@Sendable (LogLayer.Line) -> Void)? = nil) {
        self.shelf = shelf
        self.time = time
        self.log = log
    }

    package func hit(method: HTTPRequest.Method, path: String, fields: HTTPFields, body: RawSpan) -> Hit? {
        guard body.byteCount <= Self.bodyLimit else { return nil }
        let start = log == nil ? nil : time.now
        guard let options = fields.isEmpty ? RequestOptions() : try? RequestOptions(fields: fields),
            options.cache == .auto || options.cache == .onlyIfCached, let memo = memo(method, path, options, body)
        else { return nil }
        let asked = memo.asked
        var decision = CacheDecision(options, shelf.freshness)
        guard asked.items.count <= Self.vectorLimit, options.pace == 0 || asked.question.route.shape == .unary,
            decision.on(.asked(asked.question)) == .lookUp, let stored = shelf.stored(asked, upTo: Self.answerLimit),
            decision.on(.found(age: stored.age, left: stored.left)) == .serve(refreshes: false),
            !stored.answer.isVerbatim, let bytes = try? stored.answer.bytes(as: asked.question.route.shape)
        else { return nil }
        shelf.meter.hit(memo.counters, memo.saving(stored, bytes: bytes.count, shelf))
        shelf.countItems(hit: asked)
        if let log, let start { log(line(asked.question, since: start)) }
        return Hit(contentType: memo.contentType, cacheStatus: memo.cacheStatus(ttl: stored.ttl), age: stored.wholeAge, body: bytes)
    }

    private func line(_ question: Question, since start: Timestamp) -> LogLayer.Line {
        let route = question.route
        return LogLayer.Line(
            operation: route.operation.rawValue, subject: route.model.isEmpty ? route.resource : route.model, status: 200,
            cacheStatus: CacheStatus(.hit, key: question.key), milliseconds: time.now.seconds(since: start) * 1000)
    }

    private func memo(_ method: HTTPRequest.Method, _ path: String, _ options: RequestOptions, _ body: RawSpan) -> Memo? {
        let isSmall = body.byteCount <= Self.memoLimit
        let mixed = Digest(of: body).low &+ UInt64(truncatingIfNeeded: path.utf8.count) &* 0x9E37_79B9_7F4A_7C15
        let slot = Int(truncatingIfNeeded: mixed >> 20) & (Self.slots - 1)
        if isSmall, let memo = memos.withLock({ $0[slot] }), memo.method == method, memo.path.isExactly(path), memo.options == options,
            Self.equal(memo.asked.body, body)
        {
            return memo
        }
        guard Asked.mayAnswer(Route(method: method, path: path).operation), !PlainQuery.asksForCompact(path) else { return nil }
        let bytes = body.withUnsafeBytes { [UInt8]($0) }
        var request = Request(
            HTTPRequest(method: method, scheme: nil, authority: nil, path: path), body: .bytes(bytes), options: options)
        request.liftCredential()
        let resolver = NotingResolver(ScopedResolver(shelf.store, nil))
        guard let asked = Asked(request, body: bytes, resolver: resolver) else { return nil }
        let memo = Memo(method, path, options, asked, shelf)
        // What a file's name stands for may change; such questions are read anew each time.
        if isSmall, !resolver.wasAsked { memos.withLock { $0[slot] = memo } }
        return memo
    }

    private static func equal(_ bytes: [UInt8], _ span: RawSpan) -> Bool {
        guard bytes.count == span.byteCount else { return false }
        return span.withUnsafeBytes { mine in
            bytes.withUnsafeBytes { theirs in
                guard let mine = mine.baseAddress, let other = theirs.baseAddress else { return true }
                return memcmp(mine, other, theirs.count) == 0
            }
        }
    }
}

/// Asks another resolver, and notes that it was asked.
private final class NotingResolver: MediaResolver {
    private let next: any MediaResolver
    private let asked = Atomic(false)

    init(_ next: any MediaResolver) { self.next = next }

    var wasAsked: Bool { asked.load(ordering: .relaxed) }

    func content(ofFile uri: String) -> MediaContent? {
        asked.store(true, ordering: .relaxed)
        return next.content(ofFile: uri)
    }

    func canonical(ofCachedContent name: String) -> [UInt8]? {
        asked.store(true, ordering: .relaxed)
        return next.canonical(ofCachedContent: name)
    }
}
