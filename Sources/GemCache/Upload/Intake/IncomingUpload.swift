internal import Crypto
internal import GemCore
internal import GemStore
internal import Synchronization

/// One upload that a client sends here: how many bytes have come, and how it ended.
///
/// The bytes go to a spool file, hashed as they come. The credential of the start stays in memory, since clients show none with the bytes.
final class IncomingUpload: Sendable {
    /// Where an upload stands, as `X-Goog-Upload-Status` tells it.
    enum Phase: String, Sendable { case active, final, cancelled }

    struct State: Sendable {
        var phase = Phase.active
        var received: Int64 = 0
        /// Where the last data request began.
        var lastStart: Int64 = 0
        /// Whether the file could not be made for now.
        var hasFailed = false
        var isBusy = false
        var used: Timestamp
        var finishing: Task<Result<Ending, GemError>, Never>?
        var ending: Ending?
    }

    /// What became of it: the `File` message, and how it came to be.
    struct Ending: Sendable {
        enum Way: Sendable { case reused, sent, kept }
        var file: JSON
        var way: Way
    }

    private struct Content: ~Copyable {
        var spool: UploadSpool?
        var hasher = GemCore.Digest.Hasher()
        var sha = SHA256()
        /// How many of the bytes are hashed.
        var hashed: Int64 = 0

        init(_ spool: UploadSpool) { self.spool = spool }

        mutating func hash(_ bytes: [UInt8]) {
            hasher.update(bytes)
            sha.update(data: bytes)
            hashed += Int64(bytes.count)
        }

        mutating func hashAnew() {
            hasher = GemCore.Digest.Hasher()
            sha = SHA256()
            hashed = 0
        }
    }

    let id: String
    let terms: UploadTerms
    let credential: Credential?
    /// How the client addressed the server.
    let origin: String?
    /// Whether it speaks the older protocol.
    let isLegacy: Bool
    /// Whether a copy that is up already will not do.
    let isFresh: Bool
    private let state: Mutex<State>
    private let content: Mutex<Content>

    init(_ id: String, _ terms: UploadTerms, _ request: Request, _ spool: UploadSpool, isLegacy: Bool, now: Timestamp) {
        self.id = id
        self.terms = terms
        credential = request.credential
        origin = request.origin
        isFresh = request.options.cache == .refresh
        self.isLegacy = isLegacy
        state = Mutex(State(used: now))
        content = Mutex(Content(spool))
    }

    var now: State { state.withLock { $0 } }

    /// Takes the upload for one data request, if it is active and no other has it.
    func claim(at now: Timestamp) -> Bool {
        state.withLock { state in
            guard state.phase == .active, !state.isBusy, state.finishing == nil else { return false }
            (state.isBusy, state.used) = (true, now)
            return true
        }
    }

    func release(at now: Timestamp) { state.withLock { ($0.isBusy, $0.used) = (false, now) } }

    /// Takes bytes in behind those that have come; only for who has claimed it.
    func append(_ bytes: [UInt8], at now: Timestamp) throws(GemError) {
        let place = state.withLock { $0.received }
        let failure = content.withLock { content -> GemError? in
            guard let spool = content.spool else { return .refusal(400, "INVALID_ARGUMENT", UploadReply.ended) }
            do throws(GemError) { try spool.write(bytes, at: place) } catch { return error }
            if content.hashed == place { content.hash(bytes) }
            return nil
        }
        if let failure { throw failure }
        state.withLock { ($0.received, $0.used) = (place + Int64(bytes.count), now) }
    }

    /// Where a data request at `offset` may begin: behind what has come, or, where the end failed, at the last request's beginning, since clients send
    /// that one again. False for any other place.
    func begin(at offset: Int64) -> Bool {
        let state = now
        guard offset != state.received else {
            self.state.withLock { $0.lastStart = offset }
            return true
        }
        guard state.hasFailed, offset == state.lastStart else { return false }
        rewind(to: offset)
        return true
    }

    /// Gives up the bytes behind `length`; the rest is hashed anew at the end.
    func rewind(to length: Int64) {
        state.withLock { $0.received = min($0.received, length) }
        content.withLock { if $0.hashed > length { $0.hashAnew() } }
    }

    /// Cuts what follows the last `end` off, if it is among the last bytes; false where it is not.
    func cut(behind end: [UInt8]) throws(GemError) -> Bool {
        let received = state.withLock { $0.received }
        let start = max(0, received - Int64(end.count) - 64)
        let place = try spool { (spool) throws(GemError) in
            try spool.read(at: start, count: Int(received - start)).lastPlace(of: end)
        }
        guard let place else { return false }
        rewind(to: start + Int64(place))
        return true
    }

    /// The whole content: where it is, and its hashes.
    func whole() throws(GemError) -> (path: String, length: Int64, digest: GemCore.Digest, sha256: [UInt8]) {
        let length = state.withLock { $0.received }
        let result = content.withLock { content -> Result<(String, GemCore.Digest, [UInt8]), GemError> in
            guard let spool = content.spool else { return .failure(.refusal(400, "INVALID_ARGUMENT", UploadReply.ended)) }
            do throws(GemError) {
                try spool.truncate(to: length)
                if content.hashed > length { content.hashAnew() }
                while content.hashed < length {
                    let piece = try spool.read(at: content.hashed, count: Int(min(1 << 20, length - content.hashed)))
                    guard !piece.isEmpty else {
                        throw GemError(.store, "The bytes of an upload are gone from \(spool.path); send it again.")
                    }
                    content.hash(piece)
                }
                return .success((spool.path, content.hasher.digest(), Array(content.sha.finalize())))
            } catch {
                return .failure(error)
            }
        }
        let (path, digest, sha256) = try result.get()
        return (path, length, digest, sha256)
    }

    /// Has the spool looked at.
    func spool<R>(_ body: (UploadSpool) throws(GemError) -> R) throws(GemError) -> R {
        guard let spool = content.withLock({ $0.spool }) else { throw .refusal(400, "INVALID_ARGUMENT", UploadReply.ended) }
        return try body(spool)
    }

    /// Runs `body` to make the file, once however many ask for it; a failure lets it be tried again. It goes on when the client leaves.
    func finish(_ body: @escaping @Sendable () async -> Result<Ending, GemError>) -> Task<Result<Ending, GemError>, Never> {
        state.withLock { state in
            if let task = state.finishing { return task }
            let task = Task {
                let result = await body()
                self.land(result)
                return result
            }
            state.finishing = task
            return task
        }
    }

    private func land(_ result: Result<Ending, GemError>) {
        switch result {
        case .success(let ending):
            state.withLock { ($0.phase, $0.ending, $0.finishing) = (.final, ending, nil) }
            content.withLock { $0.spool = nil }
        case .failure(let error):
            state.withLock { ($0.finishing, $0.hasFailed) = (nil, true) }
            if !error.isPassing, error.code != .cancelled { _ = cancel() }
        }
    }

    /// Ends the upload without a file, unless it has ended; true where it did.
    @discardableResult
    func cancel() -> Bool {
        let isOurs = state.withLock { state in
            guard state.phase == .active, state.finishing == nil else { return false }
            state.phase = .cancelled
            return true
        }
        if isOurs { content.withLock { $0.spool = nil } }
        return isOurs
    }
}
