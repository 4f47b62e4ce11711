internal import GemCore
internal import Synchronization

/// One resumable upload: how many bytes have come, and how it ended.
final class UploadSession: Sendable {
    /// Where an upload stands, as `X-Goog-Upload-Status` tells it.
    enum Phase: String, Sendable {
        case active, final, cancelled
    }

    struct State: Sendable {
        var phase = Phase.active
        var received: Int64 = 0
        var isBusy = false
        var file: StoredFile?
    }

    let id: String
    let plan: FileShelf.Plan
    /// The spool file.
    let path: String
    /// Whether it speaks the older protocol.
    let isLegacy: Bool
    private let state = Mutex(State())

    init(id: String, plan: FileShelf.Plan, path: String, isLegacy: Bool) {
        self.isLegacy = isLegacy
        self.id = id
        self.plan = plan
        self.path = path
    }

    var now: State { state.withLock { $0 } }

    /// Takes the session for one data request, if it is active and no other has it.
    func claim() -> Bool {
        state.withLock { state in
            guard state.phase == .active, !state.isBusy else { return false }
            state.isBusy = true
            return true
        }
    }

    func release() { state.withLock { $0.isBusy = false } }

    func advance(to received: Int64) { state.withLock { $0.received = received } }

    func finish(with file: StoredFile) {
        state.withLock { state in
            state.phase = .final
            state.file = file
        }
    }

    /// Ends the upload without a file, unless it has one already; true where it did.
    func cancel() -> Bool {
        state.withLock { state in
            guard state.phase == .active else { return false }
            state.phase = .cancelled
            return true
        }
    }
}
