internal import GemCore
internal import GemStore
internal import Synchronization

/// The uploads clients send here, by ids nobody can guess.
final class IncomingUploads: Sendable {
    /// What begins every id of ours; all others are upstream's.
    static let prefix = "gemcache-"

    private let store: Store
    private let time: any TimeSource
    private let limits: UploadIntake.Limits
    private let uploads = Mutex<[String: IncomingUpload]>([:])

    init(store: Store, time: any TimeSource, limits: UploadIntake.Limits) {
        self.store = store
        self.time = time
        self.limits = limits
    }

    /// Whether an id was given out here, by this process or an earlier one.
    static func isOurs(_ id: String) -> Bool { id.hasPrefix(prefix) }

    /// Starts an upload; throws where too many are under way.
    func begin(_ terms: UploadTerms, _ request: Request, isLegacy: Bool = false) throws(GemError) -> IncomingUpload {
        let spool = try store.newSpool()
        var generator = SystemRandomNumberGenerator()
        let id = Self.prefix + Base64Coding.encode((0..<48).map { _ in .random(in: 0...255, using: &generator) }, urlSafe: true)
        let now = time.now
        let upload = IncomingUpload(id, terms, request, spool, isLegacy: isLegacy, now: now)
        let hasRoom = uploads.withLock { uploads in
            sweep(&uploads, now)
            guard uploads.count < limits.uploads else { return false }
            uploads[id] = upload
            return true
        }
        guard hasRoom else {
            throw .refusal(429, "RESOURCE_EXHAUSTED", "\(limits.uploads) uploads are under way here; finish or cancel some, or wait.")
        }
        return upload
    }

    /// An upload by its id; nil where there is none, or where it was left alone for too long.
    func upload(_ id: String) -> IncomingUpload? {
        let now = time.now
        return uploads.withLock { uploads in
            sweep(&uploads, now)
            return uploads[id]
        }
    }

    /// Forgets an upload that nobody will ask for again.
    func forget(_ upload: IncomingUpload) { uploads.withLock { $0[upload.id] = nil } }

    /// Waits until every upload whose bytes have all come has become a file, or has failed.
    func drain() async {
        while let task = uploads.withLock({ $0.values.lazy.compactMap { $0.now.finishing }.first }) { _ = await task.value }
    }

    private func sweep(_ uploads: inout [String: IncomingUpload], _ now: Timestamp) {
        for (id, upload) in uploads {
            let state = upload.now
            guard !state.isBusy, state.finishing == nil, now.seconds(since: state.used) >= limits.idle else { continue }
            uploads[id] = nil
        }
    }
}
