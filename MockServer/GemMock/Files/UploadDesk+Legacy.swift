internal import GemCore
internal import HTTPTypes

/// The older resumable protocol: `uploadType=resumable`, a `Location`, then `PUT` with `content-range`.
extension UploadDesk {
    func legacyStart(_ call: Call) async throws -> Reply {
        let json = try Transcoder.message(try await call.body.collect(upTo: 1 << 20), call.route)
        let plan = try plan(call, json: json, mimeType: call.fields[text: "X-Upload-Content-Type"] ?? "")
        let session = try shelf.begin(plan, isLegacy: true)
        let key = call.queryKey.map { "&key=\(PercentCoding.encode($0))" } ?? ""
        var reply = Reply(status: 200, fields: serverFields(session), content: .bytes([]))
        reply.fields[.location] = "\(call.base)/upload/\(plan.version)/files?uploadType=resumable&upload_id=\(session.id)\(key)"
        reply.fields[.contentType] = "text/plain; charset=utf-8"
        return reply
    }

    /// Takes `bytes 0-73/74`, `bytes */74` (a query) or a whole body without a range.
    func legacyData(_ call: Call, _ session: UploadSession) async throws -> Reply {
        if session.now.file != nil { return try finished(session) }
        guard let range = ContentRange(call.fields[text: "Content-Range"] ?? "bytes 0-/*") else {
            return problem(400, "INVALID_ARGUMENT", "Content-Range is not what it should be: bytes FIRST-LAST/TOTAL.", .active, session)
        }
        guard let first = range.first else { return incomplete(session) }
        guard session.claim() else {
            return problem(400, "INVALID_ARGUMENT", "Another request is sending data for this upload.", .active, session)
        }
        defer { session.release() }
        let isLast = range.last == nil || range.total.map { $0 - 1 == range.last } ?? false
        if let refused = try await receive(call, session, at: String(first), isLast: isLast) { return refused }
        guard isLast else { return incomplete(session) }
        _ = try finish(session)
        return try finished(session)
    }

    /// The old API answers with the resource in the same wrapper.
    private func finished(_ session: UploadSession) throws -> Reply {
        guard let file = session.now.file else { throw APIFailure.standard(500) }
        var reply = Reply.json(["file": file.json(at: time.now)])
        reply.fields[.server] = "UploadServer"
        return reply
    }

    /// 308, with the range that has come.
    private func incomplete(_ session: UploadSession) -> Reply {
        var reply = Reply(status: 308, fields: serverFields(session), content: .bytes([]))
        let received = session.now.received
        if received > 0 { reply.fields[.range] = "bytes=0-\(received - 1)" }
        return reply
    }
}
