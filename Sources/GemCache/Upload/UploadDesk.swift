package import GemCore
package import GemStore
internal import Synchronization

/// Knows which files are up and live, and uploads the others: one upload for all who need the same content at once.
package final class UploadDesk: Sendable {
    private struct Identity: Hashable {
        var scope: CredentialScope
        var digest: Digest
        var mimeType: String
    }

    /// A file counts as live while it has at least this long to live, in seconds.
    private static let margin = 60.0

    private let store: Store
    private let time: any TimeSource
    private let uploads = Mutex<[Identity: Shared]>([:])

    /// An upload under way, and how many wait for it.
    private struct Shared {
        var task: Task<Result<String, GemError>, Never>
        var number: Int
        var waiting: Int
    }

    private let numbers = Counter()

    /// Keeps its records in `store`.
    package init(store: Store, time: any TimeSource) {
        self.store = store
        self.time = time
    }

    /// A live URI for the content, and whether it was known before.
    package func uri(
        of attachment: Attachment, _ credential: Credential?, _ transport: any Transport, _ onProgress: (@Sendable (Progress) -> Void)?
    ) async throws(GemError) -> (uri: String, wasLive: Bool) {
        let scope = CredentialScope(credential, salt: store.salt)
        if let live = live(attachment, scope) {
            store.count("uploads.reused")
            store.count("uploads.bytesSaved", attachment.length)
            return (live.uri, true)
        }
        let identity = Identity(scope: scope, digest: attachment.digest, mimeType: attachment.mimeType)
        let (task, number) = uploads.withLock { uploads in
            if let shared = uploads[identity] {
                uploads[identity]?.waiting += 1
                return (shared.task, shared.number)
            }
            let number = numbers.next()
            let task = Task {
                let result = await self.upload(attachment, credential, scope, transport, onProgress)
                self.uploads.withLock { if $0[identity]?.number == number { $0[identity] = nil } }
                return result
            }
            uploads[identity] = Shared(task: task, number: number, waiting: 1)
            return (task, number)
        }
        let result = await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            leave(identity, number)
        }
        return (try result.get(), false)
    }

    /// One of those who wait gives up; the last one ends the upload.
    private func leave(_ identity: Identity, _ number: Int) {
        let abandoned = uploads.withLock { uploads -> Task<Result<String, GemError>, Never>? in
            guard var shared = uploads[identity], shared.number == number else { return nil }
            shared.waiting -= 1
            uploads[identity] = shared.waiting > 0 ? shared : nil
            return shared.waiting > 0 ? nil : shared.task
        }
        abandoned?.cancel()
    }

    /// Forgets a file, so that it is uploaded again.
    package func forget(_ attachment: Attachment, _ credential: Credential?) async {
        let scope = CredentialScope(credential, salt: store.salt)
        try? await store.write { (transaction: inout Transaction) throws(GemError) in
            _ = try transaction.forgetFile(scope, attachment.digest, mimeType: attachment.mimeType)
        }
    }

    private func live(_ attachment: Attachment, _ scope: CredentialScope) -> FileRecord? {
        let record = try? store.read { (snapshot: borrowing Snapshot) throws(GemError) in
            snapshot.file(scope, attachment.digest, mimeType: attachment.mimeType)
        }
        guard let file = record, file.state == "ACTIVE", let expires = file.expires,
            expires > time.now.adding(seconds: Self.margin)
        else { return nil }
        return file
    }

    private func upload(
        _ attachment: Attachment, _ credential: Credential?, _ scope: CredentialScope, _ transport: any Transport,
        _ onProgress: (@Sendable (Progress) -> Void)?
    ) async -> Result<String, GemError> {
        do throws(GemError) {
            let file = try await FileUploader(transport: transport, time: time)
                .upload(attachment, credential: credential, onProgress: onProgress)
            let record = FileRecord(
                scope: scope, digest: attachment.digest, mimeType: attachment.mimeType, length: attachment.length, uri: file.uri,
                name: file.name, sha256: file.sha256, expires: file.expires ?? time.now.adding(seconds: 47 * 3600),
                state: file.state.rawValue)
            store.count("uploads")
            // A store that fails costs another upload later, never this one.
            do throws(GemError) {
                try await store.write { (transaction: inout Transaction) throws(GemError) in try transaction.putFile(record) }
            } catch { store.count("store.failures") }
            return .success(file.uri)
        } catch {
            return .failure(error)
        }
    }
}
