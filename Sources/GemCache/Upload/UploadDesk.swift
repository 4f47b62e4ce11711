package import GemCore
package import GemStore

/// Knows which files are up and live, and uploads the others: one upload for all who need the same content at once.
package final class UploadDesk: Sendable {
    /// A content that upstream has.
    package struct Copy: Sendable {
        /// The file as upstream last told it.
        package var file: UploadedFile
        /// Whether it was there before.
        package var wasLive: Bool
    }

    private struct Identity: Hashable {
        var scope: CredentialScope
        var digest: Digest
        var mimeType: ExactText
        var displayName: ExactText
        var terms: UploadTerms?
    }

    /// A file counts as live while it has at least this long to live, in seconds.
    private static let margin = 60.0
    /// For so long, in seconds, a client is told of a file that upstream has without asking whether it still is there.
    private static let trust = 3600.0

    private let store: Store
    let time: any TimeSource
    private let limits: FileUploader.Limits
    /// For so many seconds after its upload a file is used again, if it lives so long; nil for as long as it lives.
    private let lifetime: Double?
    private let uploads = SharedWork<Identity, UploadedFile>()
    private let polls = SharedWork<String, UploadedFile>()

    /// Keeps its records in `store`; uploads are as patient as `limits`.
    package init(store: Store, time: any TimeSource, limits: FileUploader.Limits = .init(), lifetime: Double? = nil) {
        self.store = store
        self.lifetime = lifetime
        self.time = time
        self.limits = limits
    }

    /// A copy that can be used: prepared upstream, and uploaded only where there is none.
    package func usable(
        _ attachment: Attachment, _ credential: Credential?, _ transport: any Transport, _ onProgress: (@Sendable (Progress) -> Void)?
    ) async throws(GemError) -> Copy {
        let scope = CredentialScope(credential, salt: store.salt)
        if let live = live(attachment, scope) {
            countReuse(attachment)
            return Copy(file: try await active(live, attachment, credential, scope, transport, onProgress), wasLive: true)
        }
        let file = try await upload(attachment, nil, credential, scope, transport, onProgress)
        return Copy(file: try await active(file, attachment, credential, scope, transport, onProgress), wasLive: false)
    }

    /// A copy as a client asked for it, in whatever state upstream says; always a new one where it chose the name, or where `isFresh`.
    package func copy(
        _ attachment: Attachment, _ terms: UploadTerms, isFresh: Bool, _ credential: Credential?, _ transport: any Transport
    ) async throws(GemError) -> Copy {
        let scope = CredentialScope(credential, salt: store.salt)
        if terms.name.isEmpty, !isFresh, let live = live(attachment, scope),
            terms.displayName.isEmpty || live.displayName == terms.displayName,
            let file = await confirmed(live, attachment, credential, scope, transport)
        {
            countReuse(attachment)
            return Copy(file: file, wasLive: true)
        }
        return Copy(file: try await upload(attachment, terms, credential, scope, transport, nil), wasLive: false)
    }

    /// Forgets the upload of a content, so that it is uploaded again; with a name only that one, and none that has taken its place since.
    package func forget(_ attachment: Attachment, _ credential: Credential?, named name: String? = nil) async {
        let scope = CredentialScope(credential, salt: store.salt)
        try? await store.write { (transaction: inout Transaction) throws(GemError) in
            let known = transaction.snapshot.file(scope, attachment.digest, mimeType: attachment.mimeType)
            guard name == nil || known == nil || known?.name == name else { return }
            _ = try transaction.forgetFile(scope, attachment.digest, mimeType: attachment.mimeType)
        }
    }

    /// Forgets an upload of this credential that upstream says it does not have; what its name stood for stays known.
    ///
    /// Where its bytes are held, the name stands for them as a local file's does from now on; tells whether it does. So does the name of an
    /// earlier file of the same bytes, whose place another has taken.
    package func lose(_ name: String, _ credential: Credential?) async -> Bool {
        let scope = CredentialScope(credential, salt: store.salt)
        let isLocal = try? await store.write { (transaction: inout Transaction) throws(GemError) in
            try transaction.loseFile(named: name, of: scope)
        }
        return isLocal ?? false
    }

    /// Has the bytes of a copy a client was told of held while its name is known, so that it can be sent again when upstream has it no longer; they must be a blob.
    package func hold(_ attachment: Attachment, _ credential: Credential?, within limit: Int64) async {
        guard let record = record(attachment, CredentialScope(credential, salt: store.salt)) else { return }
        do throws(GemError) {
            try await store.write { (transaction: inout Transaction) throws(GemError) in
                _ = try transaction.holdFile(record, within: limit)
            }
        } catch { store.note(failure: error) }
    }

    private func countReuse(_ attachment: Attachment) {
        store.count("uploads.reused")
        store.count("uploads.bytesSaved", attachment.length)
    }

    private func record(_ attachment: Attachment, _ scope: CredentialScope) -> FileRecord? {
        try? store.read { (snapshot: borrowing Snapshot) throws(GemError) in
            snapshot.file(scope, attachment.digest, mimeType: attachment.mimeType)
        }
    }

    private func live(_ attachment: Attachment, _ scope: CredentialScope) -> UploadedFile? {
        guard let record = record(attachment, scope), record.state != UploadedFile.State.failed.rawValue, let expires = record.expires,
            expires > time.now.adding(seconds: Self.margin)
        else { return nil }
        let file = UploadedFile(record)
        if let lifetime {
            // The API keeps files for 48 hours: where it has not told when one was made, its end tells.
            let made = file.raw["createTime"]?.string.flatMap { Timestamp($0) } ?? expires.adding(seconds: -48 * 3600)
            guard time.now.seconds(since: made) < lifetime else { return nil }
        }
        return file
    }

    /// The file as upstream tells it now, or as it did not long ago; nil where it is gone or useless.
    private func confirmed(
        _ live: UploadedFile, _ attachment: Attachment, _ credential: Credential?, _ scope: CredentialScope, _ transport: any Transport
    ) async -> UploadedFile? {
        let checked = record(attachment, scope)?.checked
        if live.state == .active, let checked, time.now.seconds(since: checked) < Self.trust { return live }
        do throws(GemError) {
            let file = try await FileUploader(transport: transport, time: time, limits: limits).look(live.name, credential: credential)
            guard file.state != .failed else {
                await forget(attachment, credential)
                return nil
            }
            await note(file, attachment, scope)
            return file
        } catch {
            // Who cannot be asked has not said that it is gone.
            guard let status = error.upstream?.httpStatus, [403, 404].contains(status) else { return live }
            await forget(attachment, credential)
            return nil
        }
    }

    private func upload(
        _ attachment: Attachment, _ terms: UploadTerms?, _ credential: Credential?, _ scope: CredentialScope, _ transport: any Transport,
        _ onProgress: (@Sendable (Progress) -> Void)?
    ) async throws(GemError) -> UploadedFile {
        var asked = terms ?? UploadTerms()
        asked.length = nil
        let isPlain = asked.name.isEmpty && asked.displayName.isEmpty && asked.others.isEmpty
        let identity = Identity(
            scope: scope, digest: attachment.digest, mimeType: ExactText(attachment.mimeType), displayName: ExactText(asked.displayName),
            terms: isPlain ? nil : asked)
        return try await uploads.value(of: identity) {
            do throws(GemError) {
                let uploader = FileUploader(transport: transport, time: self.time, limits: self.limits)
                let file = try await uploader.send(attachment, terms, credential: credential, onProgress: onProgress)
                self.store.count("uploads")
                await self.note(file, attachment, scope)
                return .success(file)
            } catch {
                return .failure(error)
            }
        }
    }

    /// Waits until upstream has prepared a file; once for all who wait.
    private func active(
        _ file: UploadedFile, _ attachment: Attachment, _ credential: Credential?, _ scope: CredentialScope, _ transport: any Transport,
        _ onProgress: (@Sendable (Progress) -> Void)?
    ) async throws(GemError) -> UploadedFile {
        let name = attachment.displayName.isEmpty ? attachment.path : attachment.displayName
        guard file.state != .active else {
            onProgress?(.active(name: name))
            return file
        }
        return try await polls.value(of: scope.text + " " + file.name) {
            do throws(GemError) {
                let uploader = FileUploader(transport: transport, time: self.time, limits: self.limits)
                let active = try await uploader.whenActive(file, named: name, credential: credential, onProgress: onProgress)
                await self.note(active, attachment, scope)
                return .success(active)
            } catch {
                // What upstream could not prepare, or has lost, is worth another upload.
                if error.code == .upstream || error.code == .refused { await self.forget(attachment, credential) }
                return .failure(error)
            }
        }
    }

    /// Keeps what upstream told; a store that fails costs another upload later, never this one.
    private func note(_ file: UploadedFile, _ attachment: Attachment, _ scope: CredentialScope) async {
        var record = FileRecord(
            scope: scope, digest: attachment.digest, mimeType: attachment.mimeType, length: attachment.length, uri: file.uri,
            name: file.name, sha256: file.sha256, expires: file.expires ?? time.now.adding(seconds: 47 * 3600),
            state: file.state.rawValue)
        (record.resource, record.checked) = (file.raw.text(), time.now)
        let noted = record
        do throws(GemError) {
            try await store.write { (transaction: inout Transaction) throws(GemError) in
                var record = noted
                let known = transaction.snapshot.file(scope, record.digest, mimeType: record.mimeType)
                record.isHeld = known?.name == record.name && known?.isHeld == true
                try transaction.putFile(record)
            }
        } catch { store.note(failure: error) }
    }
}

extension UploadedFile {
    /// The file a record tells of.
    init(_ record: FileRecord) {
        if let json = try? JSON(parsing: record.resource), json["name"]?.string == record.name {
            self.init(unchecked: json)
            return
        }
        self.init(
            unchecked: .members([
                "name": .string(record.name), "mimeType": .string(record.mimeType), "sizeBytes": .string(String(record.length)),
                "expirationTime": record.expires.map { .string($0.description) },
                "sha256Hash": record.sha256.isEmpty ? nil : .string(UploadedFile.hashText(record.sha256)), "uri": .string(record.uri),
                "state": .string(record.state), "source": "UPLOADED",
            ]))
    }

    /// A SHA-256 as the API writes it: base64 of its hex digits.
    static func hashText(_ sha256: [UInt8]) -> String { Base64Coding.encode(Array(Hex.string(sha256).utf8)) }
}
