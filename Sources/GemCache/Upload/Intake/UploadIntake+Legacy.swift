internal import GemCore
internal import HTTPTypes

/// The older resumable protocol: `uploadType=resumable`, a `Location`, then `PUT` with `Content-Range`.
extension UploadIntake {
    func legacyStart(_ request: Request) async throws(GemError) -> Response {
        let fields = request.head.headerFields
        let terms = try UploadTerms(
            try await request.body.collect(upTo: 1 << 20), version: request.route.version, mimeType: fields[.legacyType],
            length: fields[.legacyLength].flatMap { Int64($0) }, limit: limits.bytes)
        return UploadReply.started(try uploads.begin(terms, request, isLegacy: true), granularity: limits.granularity, base: base)
    }

    /// Takes `bytes 0-73/74`, `bytes */74` (a query) or a whole body without a range.
    func legacyData(_ request: Request, _ upload: IncomingUpload) async throws(GemError) -> Response {
        if upload.now.ending != nil || upload.now.finishing != nil { return try await finished(upload) }
        guard let range = ContentRange(request.head.headerFields[.contentRange] ?? "bytes 0-/*") else {
            throw .refusal(400, "INVALID_ARGUMENT", "Content-Range is not what it should be: bytes FIRST-LAST/TOTAL.")
        }
        guard let first = range.first else { return UploadReply.standing(upload, granularity: limits.granularity) }
        guard upload.claim(at: time.now) else {
            let isActive = upload.now.phase == .active
            throw .refusal(400, "INVALID_ARGUMENT", isActive ? "Another request is sending data for this upload." : UploadReply.ended)
        }
        defer { upload.release(at: time.now) }
        guard upload.begin(at: first) else {
            throw .refusal(
                400, "INVALID_ARGUMENT", "The upload offset \(first) is not the number of bytes received, \(upload.now.received).")
        }
        try await receive(request.body, upload)
        guard range.last == nil || range.total == range.last.map({ $0 &+ 1 }) else {
            return UploadReply.standing(upload, granularity: limits.granularity)
        }
        return try await finished(upload)
    }
}
