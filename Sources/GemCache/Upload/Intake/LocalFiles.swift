internal import GemCore
internal import GemStore
internal import HTTPTypes

/// Files that were taken in while upstream could not be reached: their bytes are in the store, and their names stand for them here alone.
struct LocalFiles: Sendable {
    let store: Store
    let time: any TimeSource
    /// Seconds a local file lives, as the API's own do.
    private static let lifetime = 48 * 3600.0
    /// What the names of local files begin with, unless the client chose one.
    private static let prefix = "files/local-"
    /// The longest body that is searched for local names.
    private static let bodyLimit: Int64 = 256 << 20

    /// Keeps an upload's bytes under a local name; gives the `File` the API would have told.
    func keep(
        _ upload: IncomingUpload, digest: Digest, length: Int64, sha256: [UInt8]
    ) async throws(GemError) -> JSON {
        let (terms, now) = (upload.terms, time.now)
        let scope = CredentialScope(upload.credential, salt: store.salt)
        // The name tells the content, the type and whose it is, so that the same upload gives the same file.
        let told = [terms.mimeType, terms.displayName, scope.text].joined(separator: "\0")
        let name = terms.name.isEmpty ? Self.prefix + Digest(of: digest.bytes + Array(told.utf8)).description : terms.name
        let uri = "\(upload.origin ?? "https://generativelanguage.googleapis.com")/\(terms.version)/\(name)"
        let expires = now.adding(seconds: Self.lifetime)
        let file = JSON.members([
            "name": .string(name), "displayName": terms.displayName.isEmpty ? nil : .string(terms.displayName),
            "mimeType": .string(terms.mimeType), "sizeBytes": .string(String(length)), "createTime": .string(now.description),
            "updateTime": .string(now.description), "expirationTime": .string(expires.description),
            "sha256Hash": .string(UploadedFile.hashText(sha256)), "uri": .string(uri), "state": "ACTIVE", "source": "UPLOADED",
        ])
        var record = FileRecord(
            scope: scope, digest: digest, mimeType: terms.mimeType, length: length, uri: uri, name: name, sha256: sha256,
            expires: expires, state: FileRecord.local)
        (record.resource, record.checked) = (file.text(), now)
        let noted = record
        try upload.spool { (spool) throws(GemError) in try store.adopt(spool, digest: digest, length: length) }
        try await store.write { (transaction: inout Transaction) throws(GemError) in try transaction.putFile(noted) }
        store.count("uploads.kept")
        return file
    }

    /// Answers a look at a local file, or, where upstream cannot be reached, at one that it had not long ago.
    func get(_ request: Request, _ next: any Transport) async throws(GemError) -> Response {
        let known = record(request.route.resource, request.credential)
        if let known, known.isLocal { return Self.answer(UploadedFile(known).raw) }
        if Self.isLost(request, known) { return Self.unknown(request) }
        do throws(GemError) { return try await next.send(request) } catch {
            guard Self.meansNobody(error), let known else { throw error }
            return Self.answer(UploadedFile(known).raw)
        }
    }

    /// Forgets a local file.
    func delete(_ request: Request, _ next: any Transport) async throws(GemError) -> Response {
        let known = record(request.route.resource, request.credential)
        if Self.isLost(request, known) { return Self.unknown(request) }
        guard let known, known.isLocal else { return try await next.send(request) }
        try await store.write { (transaction: inout Transaction) throws(GemError) in _ = try transaction.forgetFile(named: known.name) }
        return Self.answer(.object(JSON.Object()))
    }

    /// Puts the local files before those upstream lists; where it cannot be reached, those known of it come behind.
    func list(_ request: Request, _ next: any Transport) async throws(GemError) -> Response {
        let files = records(of: request.credential)
        let isFirst = request.route.queryValue("pageToken")?.isEmpty != false
        do throws(GemError) {
            var response = try await next.send(request)
            let local = files.filter(\.isLocal)
            guard isFirst, !local.isEmpty, response.head.status.code == 200 else { return response }
            let bytes = try await response.body.collect(upTo: 16 << 20)
            response.body = .bytes(bytes)
            guard var json = try? JSON(parsing: bytes), json.object != nil else { return response }
            json["files"] = .array(local.map { UploadedFile($0).raw } + (json["files"]?.array ?? []))
            response.body = .bytes(json.bytes(.pretty))
            response.head.headerFields[.contentLength] = nil
            return response
        } catch {
            guard Self.meansNobody(error), isFirst, !files.isEmpty else { throw error }
            let all = files.filter(\.isLocal) + files.filter { !$0.isLocal }
            return Self.answer(.members(["files": .array(all.map { UploadedFile($0).raw })]))
        }
    }

    /// The request with local names swapped for their content, which the layers below know how to send.
    func swapped(_ request: Request) async throws(GemError) -> Request {
        guard request.head.method == .post || request.head.method == .patch, hasLocalFiles else { return request }
        let isSmall = request.body.isInMemory || (Asked.mayAnswer(request.route.operation) && (request.body.length ?? 0) <= Self.bodyLimit)
        guard isSmall else { return request }
        var request = request
        let body = try await request.body.collect(upTo: Int(Self.bodyLimit))
        request.body = body.isEmpty ? .empty : .bytes(body)
        return swapped(request, body) { $0.isLocal }
    }

    /// The request with the names of all files whose bytes are here swapped for their content: it can be sent when upstream has lost them.
    func detached(_ request: Request, _ body: [UInt8]) -> Request { swapped(request, body) { $0.isLocal || $0.isHeld } }

    private func swapped(_ request: Request, _ body: [UInt8], _ isHere: (FileRecord) -> Bool) -> Request {
        var attachments: [String: Attachment] = [:]
        let swapped = FileURIs.replacing(in: body) { uri in
            guard let file = known(uri, request.credential), isHere(file), file.isHeld || lives(file) else { return nil }
            let attachment = attachment(of: file)
            attachments[attachment.uri] = attachment
            return attachment.uri
        }
        guard !attachments.isEmpty else { return request }
        var request = request
        request.body = .bytes(swapped)
        request.attachments += attachments.values.sorted { $0.uri < $1.uri }
        return request
    }

    /// The content that a local name of this credential stands for; nil for every other name.
    func attachment(named uri: String, _ credential: Credential?) -> Attachment? {
        guard let file = record(uri, credential), file.isLocal else { return nil }
        return attachment(of: file)
    }

    var hasLocalFiles: Bool {
        (try? store.read { (snapshot: borrowing Snapshot) throws(GemError) in snapshot.hasLocalFiles }) ?? false
    }

    private func attachment(of file: FileRecord) -> Attachment {
        Attachment(
            mimeType: file.mimeType, length: file.length, digest: file.digest, path: store.blobPath(of: file.digest),
            displayName: UploadedFile(file).displayName)
    }

    /// A file of this credential that has not expired, by name or URI.
    private func record(_ uri: String, _ credential: Credential?) -> FileRecord? {
        guard let found = known(uri, credential), lives(found) else { return nil }
        return found
    }

    private func known(_ uri: String, _ credential: Credential?) -> FileRecord? {
        let scope = CredentialScope(credential, salt: store.salt)
        let found = try? store.read { (snapshot: borrowing Snapshot) throws(GemError) in snapshot.file(named: uri) }
        return found?.scope == scope ? found : nil
    }

    private func lives(_ file: FileRecord) -> Bool { file.expires.map { $0 > time.now } ?? false }

    private func records(of credential: Credential?) -> [FileRecord] {
        let scope = CredentialScope(credential, salt: store.salt)
        let found = try? store.read { (snapshot: borrowing Snapshot) throws(GemError) in snapshot.files(of: scope) }
        return (found ?? []).filter(lives)
    }

    /// Whether a request names a local file that is gone, or another credential's.
    private static func isLost(_ request: Request, _ known: FileRecord?) -> Bool {
        known == nil && request.route.resource.hasPrefix(prefix)
    }

    /// Whether nobody was there to answer.
    static func meansNobody(_ error: GemError) -> Bool { error.code == .unreachable || error.code == .offline }

    private static func unknown(_ request: Request) -> Response {
        .rpcError(
            httpStatus: 403, status: "PERMISSION_DENIED",
            message: "You do not have permission to access the File \(request.route.resource.dropFirst(6)) or it may not exist.")
    }

    private static func answer(_ json: JSON) -> Response {
        var response = Response.json(.ok, json.bytes(.pretty))
        response.cacheStatus = CacheStatus(.hit, detail: "local-file")
        return response
    }
}
