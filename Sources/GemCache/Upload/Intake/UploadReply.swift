internal import GemCore
internal import HTTPTypes

/// The answers of the upload protocols.
enum UploadReply {
    static let ended = "Upload has already been terminated."

    /// What a start is answered with: where the bytes go.
    static func started(_ upload: IncomingUpload, granularity: Int64, base: String?) -> Response {
        var response = plain(upload)
        // Without a server between, a path is all there is to say.
        let base = "\(base ?? upload.origin ?? "")/upload/\(upload.terms.version)/files?"
        if upload.isLegacy {
            response.head.headerFields[.location] = base + "uploadType=resumable&upload_id=\(upload.id)"
            return response
        }
        let url = base + "upload_id=\(upload.id)&upload_protocol=resumable"
        response.head.headerFields[.uploadStatus] = IncomingUpload.Phase.active.rawValue
        response.head.headerFields[.uploadURL] = url
        response.head.headerFields[.uploadControlURL] = url
        response.head.headerFields[.uploadGranularity] = String(granularity)
        return response
    }

    /// Where an upload stands.
    static func standing(_ upload: IncomingUpload, granularity: Int64) -> Response {
        let now = upload.now
        if let ending = now.ending { return finished(ending, upload) }
        var response = plain(upload)
        if upload.isLegacy {
            response.head.status = HTTPResponse.Status(code: 308, reasonPhrase: "Resume Incomplete")
            if now.received > 0 { response.head.headerFields[.range] = "bytes=0-\(now.received - 1)" }
            return response
        }
        response.head.headerFields[.uploadStatus] = now.phase.rawValue
        response.head.headerFields[.uploadSizeReceived] = String(now.received)
        if now.phase == .active { response.head.headerFields[.uploadGranularity] = String(granularity) }
        return response
    }

    /// The file that came of it.
    static func finished(_ ending: IncomingUpload.Ending, _ upload: IncomingUpload) -> Response {
        var response = Response.json(.ok, JSON.members(["file": ending.file]).bytes(.pretty))
        switch ending.way {
        case .reused: response.cacheStatus = CacheStatus(.hit, detail: "live-file")
        case .sent: response.cacheStatus = CacheStatus(.miss, stored: true)
        case .kept: response.cacheStatus = CacheStatus(.hit, detail: "local-file")
        }
        response.head.headerFields[.uploadStatus] = IncomingUpload.Phase.final.rawValue
        response.head.headerFields[.uploadID] = upload.id
        return response
    }

    /// An error that still tells the upload's status, without which clients send the chunk again and again.
    static func problem(_ error: GemError, _ upload: IncomingUpload?) -> Response {
        var response = Self.error(error)
        let now = upload?.now
        response.head.headerFields[.uploadStatus] = now.map(\.phase) == .active ? "active" : "final"
        if let now { response.head.headerFields[.uploadSizeReceived] = String(now.received) }
        return response
    }

    private static func error(_ error: GemError) -> Response {
        if let failure = error.upstream, (400...599).contains(failure.httpStatus) {
            return .rpcError(
                httpStatus: failure.httpStatus, status: failure.status.isEmpty ? "UNKNOWN" : failure.status, message: failure.message,
                reason: failure.reason, domain: "googleapis.com", retryDelayMilliseconds: failure.retryDelayMilliseconds)
        }
        // Messages of our own may name local files, which are no client's business.
        switch error.code {
        case .store:
            return .rpcError(
                httpStatus: 507, status: "RESOURCE_EXHAUSTED",
                message: "The bytes cannot be kept here: the disk is full or may not be written.", reason: "STORE")
        case .badInput:
            return .rpcError(
                httpStatus: 400, status: "INVALID_ARGUMENT", message: "The file's description is larger than 1 MiB, or cannot be read.")
        case .cut:
            return .rpcError(
                httpStatus: 502, status: "UNAVAILABLE", message: "The connection to the API was lost during the upload; finalize it again.",
                reason: "CUT")
        case .timeout:
            return .rpcError(
                httpStatus: 504, status: "DEADLINE_EXCEEDED", message: "The API did not answer during the upload; finalize it again.")
        case .cancelled: return .rpcError(httpStatus: 499, status: "CANCELLED", message: "The upload was cancelled.")
        case .upstream:
            return .rpcError(httpStatus: 502, status: "UNAVAILABLE", message: "The API's answer to the upload makes no sense.")
        default: return .rpcError(httpStatus: 500, status: "INTERNAL", message: "The upload failed.")
        }
    }

    private static func plain(_ upload: IncomingUpload) -> Response {
        var response = Response(HTTPResponse(status: .ok), cacheStatus: CacheStatus(.hit, detail: "upload"))
        response.head.headerFields[.contentType] = "text/plain; charset=utf-8"
        response.head.headerFields[.uploadID] = upload.id
        return response
    }
}

extension HTTPField.Name {
    static var uploadControlURL: Self { .init("X-Goog-Upload-Control-URL") ?? .location }
    static var uploadID: Self { .init("X-GUploader-UploadID") ?? .location }
    static var uploadFileName: Self { .init("X-Goog-Upload-File-Name") ?? .location }
    static var legacyType: Self { .init("X-Upload-Content-Type") ?? .contentType }
    static var legacyLength: Self { .init("X-Upload-Content-Length") ?? .contentLength }
}
