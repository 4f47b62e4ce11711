internal import GemCore
internal import HTTPTypes

/// The API's own resumable protocol: `X-Goog-Upload-Command` start, upload, query, finalize, cancel.
extension UploadIntake {
    func start(_ request: Request) async throws(GemError) -> Response {
        let fields = request.head.headerFields
        let command = fields[.uploadCommand]?.lowercased() ?? "start"
        guard command.split(separator: ",").first?.contains("start") == true else {
            throw .refusal(
                400, "INVALID_ARGUMENT", "X-Goog-Upload-Command: \(command) needs the upload URL that the start was answered with.")
        }
        let terms = try UploadTerms(
            try await request.body.collect(upTo: 1 << 20), version: request.route.version, mimeType: fields[.uploadContentType],
            length: fields[.uploadContentLength].flatMap { Int64($0) }, limit: limits.bytes)
        return UploadReply.started(try uploads.begin(terms, request), granularity: limits.granularity, base: base)
    }

    func data(_ request: Request, _ upload: IncomingUpload) async throws(GemError) -> Response {
        let fields = request.head.headerFields
        let commands = Set((fields[.uploadCommand] ?? "").lowercased().split(separator: ",").map { $0.filter { $0 != " " } })
        switch commands {
        case ["query"]: break
        case ["cancel"]: upload.cancel()
        case ["upload"], ["finalize"], ["upload", "finalize"]:
            // Who lost the answer to the end asks for it again.
            if upload.now.ending != nil || upload.now.finishing != nil, commands.contains("finalize") {
                return try await finished(upload)
            }
            guard upload.claim(at: time.now) else {
                let isActive = upload.now.phase == .active
                throw .refusal(
                    400, "INVALID_ARGUMENT", isActive ? "Another request is sending data for this upload." : UploadReply.ended)
            }
            defer { upload.release(at: time.now) }
            if commands.contains("upload") {
                let offset = fields[.uploadOffset] ?? "0"
                guard let place = Int64(offset), upload.begin(at: place) else {
                    throw .refusal(
                        400, "INVALID_ARGUMENT", "The upload offset \(offset) is not the number of bytes received, \(upload.now.received).")
                }
                try await receive(request.body, upload)
            }
            if commands.contains("finalize") { return try await finished(upload) }
        default:
            throw .refusal(400, "INVALID_ARGUMENT", "X-Goog-Upload-Command is missing or not known.")
        }
        return UploadReply.standing(upload, granularity: limits.granularity)
    }

    func finished(_ upload: IncomingUpload) async throws(GemError) -> Response {
        if let ending = upload.now.ending { return UploadReply.finished(ending, upload) }
        return UploadReply.finished(try await finish(upload), upload)
    }
}
