public import GemCore
public import HTTPTypes
internal import Synchronization

/// Answers a server may send again to requests that come byte for byte as before, without asking the desks.
///
/// Only answers that nothing but the request decides are kept: of the developer's API, without fixtures, faults, quotas, latency,
/// files or caches. Whatever is arranged empties and closes it until the next reset.
final class AnswerMemo: Sendable {
    /// An answer as it went out, and its line in the log.
    struct Entry: Sendable {
        var hit: Hit
        var record: RequestRecord
    }

    private struct State {
        var entries: [Digest: Entry] = [:]
        var bytes = 0
        var isOpen: Bool
        /// Tells answers that were under way when something was arranged from those after it.
        var era = 0
    }

    /// About how many bytes of answers are kept.
    private static let limit = 16 << 20
    private let isOpenAtStart: Bool
    private let state: Mutex<State>

    /// Makes an empty memo; one that is not open never keeps anything.
    init(isOpen: Bool) {
        isOpenAtStart = isOpen
        state = Mutex(State(isOpen: isOpen))
    }

    /// The answer to a request of these bytes.
    func entry(_ wire: Digest) -> Entry? { state.withLock { $0.entries[wire] } }

    /// Names the time since the last change.
    var era: Int { state.withLock { $0.era } }

    /// Keeps an answer that was begun in an era; when there are too many, all older ones go.
    func keep(_ wire: Digest, _ entry: Entry, era: Int) {
        state.withLock { state in
            guard state.isOpen, state.era == era, entry.hit.body.count < Self.limit / 16 else { return }
            if state.bytes > Self.limit { (state.entries, state.bytes) = ([:], 0) }
            state.entries[wire] = entry
            state.bytes += entry.hit.body.count + 1024
        }
    }

    /// Forgets everything and keeps nothing more.
    func close() { state.withLock { $0 = State(isOpen: false, era: $0.era + 1) } }

    /// Begins anew.
    func reset() { state.withLock { $0 = State(isOpen: isOpenAtStart, era: $0.era + 1) } }
}

extension MockGemini: HitSource {
    public var remembersRequests: Bool { true }

    public func hit(method: HTTPRequest.Method, path: String, fields: HTTPFields, body: RawSpan) -> Hit? { nil }

    public func hit(wire: Digest) -> Hit? {
        guard let entry = memo.entry(wire) else { return nil }
        var record = entry.record
        record.time = clock.now
        record.facts.came = clock.base.now
        (record.answered, record.ended, record.ending) = (0, nil, .open)
        log.close(log.open(record), .whole, milliseconds: 0)
        return entry.hit
    }
}

extension Request {
    /// Whether nothing but this request decides its answer, once it is known that the mock has nothing arranged.
    func decidesAlone(_ route: Route) -> Bool {
        guard route.api == .developer, case .bytes(let body) = body else { return false }
        switch route.operation {
        case .generateContent, .countTokens, .embedContent, .batchEmbedContents: break
        default: return false
        }
        for field in head.headerFields where field.name.canonicalName.hasPrefix("x-mock-") || field.name == .acceptEncoding { return false }
        return !Self.stateful.contains { body.contains($0) }
    }

    /// Names of members that point at files and caches.
    private static let stateful = ["file", "cached", "\\"].map { Array($0.utf8) }
}

extension [UInt8] {
    fileprivate func contains(_ word: [UInt8]) -> Bool {
        guard count >= word.count else { return false }
        for start in 0...(count - word.count) where self[start] == word[0] {
            if self[start..<start + word.count].elementsEqual(word) { return true }
        }
        return false
    }
}
