internal import GemCore
internal import Synchronization

/// The files and unfinished uploads of one mock.
final class FileShelf: Sendable {
    /// What an upload says about its file before the bytes have come.
    struct Plan: Sendable {
        var mimeType = ""
        var displayName = ""
        /// `files/ID` where the caller chose one.
        var name = ""
        /// The API version of the request, which the file's URI repeats.
        var version = "v1beta"
        /// Scheme and authority the file's URI begins with.
        var base: String
        var source = StoredFile.Source.uploaded
    }

    private struct State {
        var files: [String: StoredFile] = [:]
        var order: [String] = []
        /// Files that live on for cached contents, by names nobody is told.
        var kept: [String: StoredFile] = [:]
        var uploads: [String: UploadSession] = [:]
        var count: UInt64 = 0
    }

    let spool = SpoolFolder()
    private let time: any TimeSource
    private let seed: UInt64
    private let processingSeconds: Double
    /// How many bytes all files may have together.
    private let limit: Int64
    private let state = Mutex(State())

    init(time: any TimeSource, seed: UInt64, processingSeconds: Double, limit: Int64 = .max) {
        self.time = time
        self.seed = seed
        self.processingSeconds = processingSeconds
        self.limit = limit
    }

    /// Starts an upload.
    func begin(_ plan: Plan, isLegacy: Bool = false) throws(GemError) -> UploadSession {
        let path = try spool.newFile()
        let now = time.now
        return state.withLock { state in
            state.count += 1
            var dice = Dice(seed ^ state.count &* 0x1_0000_0001 ^ UInt64(bitPattern: now.microseconds))
            let id = "AJ" + Base64Coding.encode(dice.bytes(72), urlSafe: true)
            let session = UploadSession(id: id, plan: plan, path: path, isLegacy: isLegacy)
            state.uploads[id] = session
            return session
        }
    }

    func session(_ id: String) -> UploadSession? { state.withLock { $0.uploads[id] } }

    /// Makes a file of bytes that have all come.
    func add(_ content: FileSlice, spool path: String, plan: Plan) throws(GemError) -> StoredFile {
        let (sha256, digest) = try StoredFile.hashes(of: content)
        let facts = MediaFacts.reckoned(.file(content), mimeType: plan.mimeType)
        let now = time.now
        let problem = MediaTrouble.problem(content, facts, displayName: plan.displayName)
        let wait = facts.modality == .video || problem != nil ? processingSeconds : 0
        return state.withLock { state in
            state.count += 1
            var dice = Dice(digest, seed: seed &+ state.count)
            let name = plan.name.isEmpty ? "files/" + dice.name(12) : plan.name
            var file = StoredFile(
                number: state.count, name: name, displayName: plan.displayName, facts: facts, content: content, spool: path,
                createTime: now,
                activeTime: now.adding(seconds: wait), expirationTime: now.adding(seconds: 48 * 3600 - 0.5), sha256: sha256, digest: digest,
                uri: "\(plan.base)/\(plan.version)/\(name)", source: plan.source, problem: problem)
            if plan.source == .generated { file.downloadURI = "\(plan.base)/download/\(plan.version)/\(name):download?alt=media" }
            state.files[name] = file
            state.order.append(name)
            return file
        }
    }

    /// Whether so many more bytes would be too many for all files together.
    func isFull(with count: Int64) -> Bool {
        let now = time.now
        let held = state.withLock { state in
            state.files.values.reduce(Int64(0)) { $0 + ($1.expirationTime > now ? $1.facts.length : 0) }
        }
        return count > limit - min(held, limit)
    }

    /// Whether a name is taken by a file that lives.
    func isTaken(_ name: String) -> Bool { file(name) != nil }

    /// A file by its name; nil where it is unknown or expired.
    func file(_ name: String) -> StoredFile? {
        sweep()
        let now = time.now
        return state.withLock { $0.kept[name] ?? $0.files[name].flatMap { $0.expirationTime > now ? $0 : nil } }
    }

    /// Keeps a file's bytes past the file's own end; gives the name under which they are found, nil where there is no such file.
    func keep(_ name: String) throws(GemError) -> String? {
        guard var file = file(name) else { return nil }
        if !file.spool.isEmpty {
            file.spool = try spool.link(to: file.content.path)
            file.content.path = file.spool
        }
        return state.withLock { state in
            state.count += 1
            var dice = Dice(file.digest, seed: seed &+ state.count)
            file.name = "files/kept-" + dice.name(60)
            state.kept[file.name] = file
            return file.name
        }
    }

    /// Ends what `keep` began.
    func release(_ names: [String]) {
        for name in names {
            if let file = state.withLock({ $0.kept.removeValue(forKey: name) }) { SpoolFolder.remove(file.spool) }
        }
    }

    /// All files that live, newest first.
    var files: [StoredFile] {
        sweep()
        let now = time.now
        return state.withLock { state in state.order.reversed().compactMap { state.files[$0] } }.filter { $0.expirationTime > now }
    }

    /// Removes a file; false where there is none.
    func remove(_ name: String) -> Bool {
        guard
            let file = state.withLock({ state in
                state.order.removeAll { $0 == name }
                return state.files.removeValue(forKey: name)
            })
        else { return false }
        SpoolFolder.remove(file.spool)
        return true
    }

    /// Forgets all files and uploads.
    func reset() {
        let paths = state.withLock { state in
            defer { state = State() }
            return state.files.values.map(\.spool) + state.kept.values.map(\.spool) + state.uploads.values.map(\.path)
        }
        for path in paths { SpoolFolder.remove(path) }
    }

    /// Removes what has expired; a request with a time of its own removes nothing.
    private func sweep() {
        guard MockClock.own == nil else { return }
        let now = time.now
        let dead = state.withLock { state in state.files.values.filter { $0.expirationTime <= now }.map(\.name) }
        for name in dead { _ = remove(name) }
    }

    /// The name of the file a URI names: `files/ID` alone or at the end of a versioned path; nil for other URIs.
    static func name(in uri: String) -> String? {
        let segments = uri.split(separator: "/").map(String.init)
        guard segments.count >= 2, segments[segments.count - 2] == "files", let id = segments.last?.split(separator: "?").first,
            id.utf8.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) || $0 == 45 })
        else { return nil }
        let isBare = segments.count == 2 && uri.hasPrefix("files/")
        guard isBare || ["v1", "v1beta", "v1alpha"].contains(segments[segments.count - 3]) else { return nil }
        return "files/" + id
    }

    /// What the file behind a URI holds; nil where the mock has none of that name.
    func content(ofFile uri: String) -> MediaContent? {
        guard let name = Self.name(in: uri), let file = file(name) else { return nil }
        return MediaContent(mimeType: file.facts.mimeType, length: file.facts.length, identity: .digest(file.digest))
    }
}
