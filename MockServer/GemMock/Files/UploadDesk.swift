internal import GemCore
internal import HTTPTypes

/// Answers `/upload/…/files`: resumable, multipart and raw.
struct UploadDesk: Sendable {
    let shelf: FileShelf
    /// Chunks but the last come in multiples of this.
    let granularity: Int64
    /// How many bytes one file may have.
    var limit: Int64 = 2 << 30
    let time: any TimeSource

    /// One upload request, in the terms this desk needs.
    struct Call: Sendable {
        var route: Route
        var fields: HTTPFields
        var body: Body
        /// Scheme and authority that URLs begin with.
        var base: String
        /// The key as the query carried it, which the upload URL repeats.
        var queryKey: String?
        /// Lose the connection after so many bytes of the data.
        var cutAfter: Int?
        /// How it is lost then.
        var loss: GemError
        /// Told how many bytes came, for the log.
        var onBytes: @Sendable (Int) -> Void
    }

    /// Whether a request needs no key because its upload id is one.
    static func carriesUploadID(_ route: Route) -> Bool { route.operation == .uploadFile && route.queryValue("upload_id") != nil }

    func answer(_ call: Call) async throws -> Reply {
        if let id = call.route.queryValue("upload_id") {
            guard let session = shelf.session(id) else { return problem(404, "NOT_FOUND", "Upload not found.", .final) }
            return session.isLegacy ? try await legacyData(call, session) : try await data(call, session)
        }
        let type = call.fields[.contentType] ?? ""
        if call.fields[text: "X-Goog-Upload-Protocol"] == nil, call.route.queryValue("uploadType") == "resumable" {
            return try await legacyStart(call)
        }
        switch call.fields[text: "X-Goog-Upload-Protocol"]?.lowercased() ?? call.route.queryValue("uploadType")?.lowercased() ?? "" {
        case "resumable": return try await start(call)
        case "multipart": return try await multipart(call, contentType: type)
        case "" where type.lowercased().hasPrefix("multipart/"): return try await multipart(call, contentType: type)
        case "raw", "media", "": return try await raw(call, mimeType: type)
        case let name: throw APIFailure.invalid("Upload protocol \(name) is not known.")
        }
    }

    /// The plan of a start request: JSON body first, headers for what it leaves open.
    func plan(_ call: Call, json: JSON, mimeType: String) throws(APIFailure) -> FileShelf.Plan {
        try rules.plan(json, call.route, base: call.base, mimeType: mimeType)
    }

    private var rules: FilePlan { FilePlan(shelf: shelf, limit: limit) }

    private func start(_ call: Call) async throws -> Reply {
        let command = call.fields[text: "X-Goog-Upload-Command"]?.lowercased() ?? "start"
        guard command.split(separator: ",").first?.contains("start") == true else {
            throw APIFailure.invalid("X-Goog-Upload-Command: \(command) needs the upload URL that the start was answered with.")
        }
        let json = try Transcoder.message(try await call.body.collect(upTo: 1 << 20), call.route)
        try rules.check(length: call.fields[text: "X-Goog-Upload-Header-Content-Length"].flatMap { Double($0) } ?? 0)
        let plan = try plan(call, json: json, mimeType: call.fields[text: "X-Goog-Upload-Header-Content-Type"] ?? "")
        let session = try shelf.begin(plan)
        let key = call.queryKey.map { "&key=\(PercentCoding.encode($0))" } ?? ""
        let url = "\(call.base)/upload/\(plan.version)/files?upload_id=\(session.id)&upload_protocol=resumable\(key)"
        var reply = Reply(status: 200, fields: serverFields(session), content: .bytes([]))
        reply.fields[.contentType] = "text/plain; charset=utf-8"
        reply.fields[text: "X-Goog-Upload-Status"] = "active"
        reply.fields[text: "X-Goog-Upload-URL"] = url
        reply.fields[text: "X-Goog-Upload-Control-URL"] = url
        reply.fields[text: "X-Goog-Upload-Chunk-Granularity"] = String(granularity)
        reply.fields[text: "X-Goog-Upload-Header-Content-Type"] = "application/json; charset=UTF-8"
        reply.fields[text: "X-Goog-Upload-Header-Vary"] = "Origin, X-Origin, Referer"
        return reply
    }

    private func data(_ call: Call, _ session: UploadSession) async throws -> Reply {
        let commands = Set(
            (call.fields[text: "X-Goog-Upload-Command"] ?? "").lowercased().split(separator: ",").map { $0.filter { $0 != " " } })
        if commands == ["query"] { return status(session) }
        if commands == ["cancel"] {
            if session.cancel(), !session.now.isBusy { SpoolFolder.remove(session.path) }
            return status(session)
        }
        guard commands.isSubset(of: ["upload", "finalize"]), !commands.isEmpty else {
            return problem(400, "INVALID_ARGUMENT", "X-Goog-Upload-Command is missing or not known.", session.now.phase, session)
        }
        guard session.claim() else {
            let now = session.now
            let text = now.phase == .active ? "Another request is sending data for this upload." : "Upload has already been terminated."
            return problem(400, "INVALID_ARGUMENT", text, now.phase, session)
        }
        defer { session.release() }
        if commands.contains("upload") {
            let offset = call.fields[text: "X-Goog-Upload-Offset"] ?? "0"
            if let refused = try await receive(call, session, at: offset, isLast: commands.contains("finalize")) { return refused }
        }
        return commands.contains("finalize") ? try finish(session) : status(session)
    }

    /// Makes the file of an upload whose bytes have all come.
    func finish(_ session: UploadSession) throws -> Reply {
        guard session.now.phase == .active else {
            SpoolFolder.remove(session.path)
            return problem(400, "INVALID_ARGUMENT", "Upload has already been terminated.", session.now.phase, session)
        }
        let (content, plan) = (FileSlice(path: session.path, length: session.now.received), session.plan)
        if !plan.name.isEmpty, shelf.isTaken(plan.name) { return refused(FilePlan.taken, session) }
        if shelf.isFull(with: content.length) { return refused(FilePlan.full, session) }
        let file = try shelf.add(content, spool: session.path, plan: plan)
        session.finish(with: file)
        return finished(file, session)
    }

    /// Ends an upload whose file cannot be made.
    private func refused(_ failure: APIFailure, _ session: UploadSession) -> Reply {
        _ = session.cancel()
        SpoolFolder.remove(session.path)
        return problem(failure.code, failure.status, failure.message, .final, session)
    }

    /// Writes a chunk to the spool; gives an answer only where the chunk is refused.
    func receive(_ call: Call, _ session: UploadSession, at offset: String, isLast: Bool) async throws -> Reply? {
        let start = session.now.received
        guard Int64(offset) == start else {
            let text = "The upload offset \(offset) is not the number of bytes received, \(start)."
            return problem(400, "INVALID_ARGUMENT", text, .active, session)
        }
        var end = start
        do {
            for try await chunk in call.body.pieces {
                guard end + Int64(chunk.count) <= limit else { throw Self.tooLarge(limit) }
                let kept = call.cutAfter.map { Array(chunk.prefix(max(0, $0 - Int(end - start)))) } ?? chunk
                try SpoolFolder.write(kept, to: session.path, at: end)
                call.onBytes(kept.count)
                end += Int64(kept.count)
                guard kept.count == chunk.count else { throw call.loss }
            }
        } catch {
            // What a broken chunk leaves is kept in whole granules, as the service does.
            session.advance(to: start + (end - start) / granularity * granularity)
            throw error
        }
        guard isLast || (end - start) % granularity == 0 else {
            let text = "Chunks but the last must be multiples of \(granularity) bytes; this one has \(end - start)."
            return problem(400, "INVALID_ARGUMENT", text, .active, session)
        }
        session.advance(to: end)
        return nil
    }

    private func raw(_ call: Call, mimeType: String) async throws -> Reply {
        var plan = try plan(call, json: .null, mimeType: mimeType)
        plan.displayName = call.fields[text: "X-Goog-Upload-File-Name"] ?? ""
        let (path, length) = try await spool(call)
        return finished(try shelf.add(FileSlice(path: path, length: length), spool: path, plan: plan), nil)
    }

    private func multipart(_ call: Call, contentType: String) async throws -> Reply {
        let (path, length) = try await spool(call)
        guard let parts = Multipart(path: path, length: length, contentType: contentType) else {
            SpoolFolder.remove(path)
            throw APIFailure.invalid("The multipart body has not two parts between the boundaries its content type names.")
        }
        let plan = try plan(call, json: try Transcoder.message(parts.metadata, call.route), mimeType: parts.mimeType)
        return finished(try shelf.add(parts.content, spool: path, plan: plan), nil)
    }

    private func spool(_ call: Call) async throws -> (String, Int64) {
        let path = try shelf.spool.newFile()
        var length: Int64 = 0
        do {
            for try await chunk in call.body.pieces {
                if let limit = call.cutAfter, Int(length) + chunk.count > limit { throw call.loss }
                guard length + Int64(chunk.count) <= limit else { throw Self.tooLarge(limit) }
                try SpoolFolder.write(chunk, to: path, at: length)
                call.onBytes(chunk.count)
                length += Int64(chunk.count)
            }
            if shelf.isFull(with: length) { throw FilePlan.full }
        } catch {
            SpoolFolder.remove(path)
            throw error
        }
        return (path, length)
    }

    private static func tooLarge(_ limit: Int64) -> APIFailure { .invalid("The file is larger than the limit of \(limit) bytes.") }

    private func finished(_ file: StoredFile, _ session: UploadSession?) -> Reply {
        var reply = Reply.json(["file": file.json(at: time.now)])
        reply.fields[.server] = "UploadServer"
        reply.fields[text: "X-Goog-Upload-Status"] = "final"
        reply.fields[text: "X-GUploader-UploadID"] = session?.id
        return reply
    }

    /// Where the upload stands: no body, unless it has ended well.
    private func status(_ session: UploadSession) -> Reply {
        let now = session.now
        if let file = now.file { return finished(file, session) }
        var reply = Reply(status: 200, fields: serverFields(session), content: .bytes([]))
        reply.fields[.contentType] = "text/plain; charset=utf-8"
        reply.fields[text: "X-Goog-Upload-Status"] = now.phase.rawValue
        reply.fields[text: "X-Goog-Upload-Size-Received"] = String(now.received)
        if now.phase == .active { reply.fields[text: "X-Goog-Upload-Chunk-Granularity"] = String(granularity) }
        return reply
    }

    /// An error that still tells the upload's status, without which clients send the chunk again and again.
    func problem(
        _ code: Int, _ status: String, _ message: String, _ phase: UploadSession.Phase, _ session: UploadSession? = nil
    ) -> Reply {
        var reply = Reply.json(APIFailure(code: code, status: status, message: message).json, status: code)
        reply.fields[.server] = "UploadServer"
        reply.fields[text: "X-Goog-Upload-Status"] = phase.rawValue
        if let session { reply.fields[text: "X-Goog-Upload-Size-Received"] = String(session.now.received) }
        return reply
    }

    func serverFields(_ session: UploadSession) -> HTTPFields {
        var fields = HTTPFields()
        fields[.server] = "UploadServer"
        fields[text: "X-GUploader-UploadID"] = session.id
        return fields
    }
}
