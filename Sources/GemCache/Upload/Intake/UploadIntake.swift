package import GemCore
package import GemStore
internal import HTTPTypes

/// Takes uploads in itself, whatever the protocol, and sends on only what upstream has not: the bytes are spooled and hashed as they come, and at the
/// end either a live copy is named, or they are sent up, or, where upstream cannot be reached, they are kept under a local name.
///
/// Local names stand for their content in every request that comes by here.
package struct UploadIntake: Layer {
    /// How much is taken in.
    package struct Limits: Sendable {
        /// Bytes of one file.
        package var bytes: Int64 = 2 << 30
        /// What chunks but the last should be a multiple of; told, not asked for.
        package var granularity: Int64 = 8 << 20
        /// Seconds after which an upload nobody goes on with is forgotten.
        package var idle = 3600.0
        /// Uploads at a time.
        package var uploads = 4096
        /// Bytes of files upstream has, or had, that are held, so that one it has no longer can be sent again; 0 for none.
        package var held: Int64 = 1 << 30

        /// The API's own, and an hour.
        package init() {}
    }

    let store: Store
    let desk: UploadDesk
    let limits: Limits
    let uploads: IncomingUploads
    let local: LocalFiles
    let time: any TimeSource
    /// Where finished uploads go: the stack below its upload layer.
    let sender: any Transport
    /// What the URLs of uploads begin with; nil for how the client addressed the server.
    let base: String?

    /// Takes in for `store`; what upstream lacks goes there through `sender`.
    package init(
        store: Store, desk: UploadDesk, sender: any Transport, time: any TimeSource, limits: Limits = Limits(), base: String? = nil
    ) {
        self.base = base
        self.store = store
        self.desk = desk
        self.limits = limits
        self.sender = sender
        self.time = time
        uploads = IncomingUploads(store: store, time: time, limits: limits)
        local = LocalFiles(store: store, time: time)
    }

    package func send(_ request: Request, next: any Transport) async throws(GemError) -> Response {
        switch request.route.operation {
        case .uploadFile: return try await upload(request, next)
        case .getFile: return try await local.get(request, next)
        case .listFiles: return try await local.list(request, next)
        case .deleteFile: return try await local.delete(request, next)
        default: break
        }
        var swapped = try await local.swapped(try await sent(request))
        var response = try await next.send(swapped)
        guard Self.namesFiles(request.route.operation) else { return response }
        // A copy that a client was told of has gone, before its time or at its end: where its bytes are here they are sent again, once; else with its next upload.
        while let complaint = try await FileComplaint.reading(&response), await lose(complaint, swapped), swapped.body.isInMemory {
            let again = try await local.swapped(swapped)
            guard again.attachments.count > swapped.attachments.count else { break }
            swapped = again
            response = try await next.send(again)
        }
        return response
    }

    /// Whether a request of this kind does nothing where upstream lacks a file it names, so that it can be sent again.
    private static func namesFiles(_ operation: Route.Operation) -> Bool { operation.isQuestion || operation == .createCachedContent }

    /// Forgets the copy a complaint is about, or every one the body names where it does not say; tells whether there are bytes to send again.
    private func lose(_ complaint: FileComplaint, _ request: Request) async -> Bool {
        if let id = complaint.id { return await desk.lose("files/" + id, request.credential) }
        guard request.body.isInMemory, let body = try? await request.body.collect(upTo: .max) else { return false }
        var isHeld = false
        for name in FileURIs.values(of: FileURIs.inParts, in: body) {
            if let name = FileURI.name(name), await desk.lose(name, request.credential) { isHeld = true }
        }
        return isHeld
    }

    /// Waits until every upload whose bytes have all come has become a file, or has failed.
    package func drain() async { await uploads.drain() }

    private func upload(_ request: Request, _ next: any Transport) async throws(GemError) -> Response {
        let fields = request.head.headerFields
        if let id = request.route.queryValue("upload_id") {
            guard IncomingUploads.isOurs(id) else { return try await next.send(request) }
            guard let upload = uploads.upload(id) else {
                return UploadReply.problem(.refusal(404, "NOT_FOUND", "Upload not found."), nil)
            }
            do throws(GemError) { return upload.isLegacy ? try await legacyData(request, upload) : try await data(request, upload) } catch {
                return UploadReply.problem(error, upload)
            }
        }
        // Who wants nothing kept deals with upstream alone.
        guard request.options.cache != .bypass else { return try await next.send(request) }
        do throws(GemError) {
            let type = fields[.contentType]?.lowercased() ?? ""
            let query = request.route.queryValue("uploadType")?.lowercased()
            switch (fields[.uploadProtocol]?.lowercased(), query) {
            case ("resumable", _): return try await start(request)
            case (nil, "resumable"): return try await legacyStart(request)
            case ("multipart", _), (nil, "multipart"): return try await multipart(request)
            case (nil, nil) where type.hasPrefix("multipart/"): return try await multipart(request)
            case ("raw", _), (nil, "media"), (nil, nil): return try await raw(request)
            case (let name, let query):
                throw .refusal(400, "INVALID_ARGUMENT", "Upload protocol \(name ?? query ?? "") is not known.")
            }
        } catch {
            return UploadReply.problem(error, nil)
        }
    }

    /// Takes a data request's bytes in, from where those before it ended.
    func receive(_ body: Body, _ upload: IncomingUpload) async throws(GemError) {
        let start = upload.now.received
        let most = min(limits.bytes, upload.terms.length ?? .max)
        var isRefused = false
        do throws(GemError) {
            for try await chunk in body.pieces {
                let end = upload.now.received + Int64(chunk.count)
                guard end <= most else {
                    isRefused = true
                    if most < limits.bytes {
                        throw .refusal(400, "INVALID_ARGUMENT", "More bytes came than the \(most) that were announced for this upload.")
                    }
                    throw .refusal(400, "INVALID_ARGUMENT", "The file is larger than the limit of \(limits.bytes) bytes.")
                }
                try upload.append(chunk, at: time.now)
            }
        } catch {
            // What a broken request leaves is kept in whole granules, as the service does; of a refused one nothing is.
            let kept = isRefused ? 0 : (upload.now.received - start) / limits.granularity * limits.granularity
            upload.rewind(to: start + kept)
            throw error
        }
    }

    /// Makes the file of an upload whose bytes have all come; it goes on when the client leaves.
    func finish(_ upload: IncomingUpload) async throws(GemError) -> IncomingUpload.Ending {
        let received = upload.now.received
        if let length = upload.terms.length, received < length {
            throw .refusal(
                400, "INVALID_ARGUMENT", "The upload cannot be finalized: \(received) of the \(length) bytes announced have come.")
        }
        let task = upload.finish { await conclude(upload) }
        return try await task.value.get()
    }

    /// Keeps the bytes of an upload for as long as its copy lives; a disk that takes no more costs a later upload, never this answer.
    private func hold(_ upload: IncomingUpload, _ attachment: Attachment) async {
        guard attachment.length <= limits.held else { return }
        do throws(GemError) {
            try upload.spool { (spool) throws(GemError) in
                try store.adopt(spool, digest: attachment.digest, length: attachment.length)
            }
        } catch { return store.note(failure: error) }
        await desk.hold(attachment, upload.credential, within: limits.held)
    }

    private func conclude(_ upload: IncomingUpload) async -> Result<IncomingUpload.Ending, GemError> {
        do throws(GemError) {
            let whole = try upload.whole()
            let attachment = Attachment(
                mimeType: upload.terms.mimeType, length: whole.length, digest: whole.digest, path: whole.path,
                displayName: upload.terms.displayName)
            do throws(GemError) {
                let copy = try await desk.copy(attachment, upload.terms, isFresh: upload.isFresh, upload.credential, sender)
                await hold(upload, attachment)
                return .success(.init(file: copy.file.raw, way: copy.wasLive ? .reused : .sent))
            } catch {
                guard error.code == .unreachable || error.code == .offline else { throw error }
                let file = try await local.keep(upload, digest: whole.digest, length: whole.length, sha256: whole.sha256)
                return .success(.init(file: file, way: .kept))
            }
        } catch {
            return .failure(error)
        }
    }
}
