internal import GemCore
internal import HTTPTypes

/// Uploads in one request: the bytes alone, or behind their description.
extension UploadIntake {
    func raw(_ request: Request) async throws(GemError) -> Response {
        let fields = request.head.headerFields
        var terms = try UploadTerms(
            [], version: request.route.version, mimeType: fields[.contentType], length: request.body.length, limit: limits.bytes)
        terms.displayName = fields[.uploadFileName] ?? ""
        let upload = try uploads.begin(terms, request)
        defer { uploads.forget(upload) }
        try await receive(request.body, upload)
        return try await finished(upload)
    }

    func multipart(_ request: Request) async throws(GemError) -> Response {
        let contentType = request.head.headerFields[.contentType] ?? ""
        var head: [UInt8] = []
        var upload: IncomingUpload?
        var end: [UInt8] = []
        defer { if let upload { uploads.forget(upload) } }
        for try await chunk in request.body.pieces {
            if let upload {
                try await receive(.bytes(chunk), upload)
                continue
            }
            head += chunk
            guard let parts = MultipartHead(head, contentType: contentType) else {
                if head.count > 1 << 20 { break }
                continue
            }
            let terms = try UploadTerms(
                parts.metadata, version: request.route.version, mimeType: parts.mimeType, length: nil, limit: limits.bytes)
            let begun = try uploads.begin(terms.withoutLength, request)
            (upload, end) = (begun, parts.contentEnd)
            try await receive(.bytes(Array(head[parts.contentStart...])), begun)
            head = []
        }
        guard let upload, try upload.cut(behind: end) else {
            throw .refusal(
                400, "INVALID_ARGUMENT", "The multipart body has not two parts between the boundaries its content type names.")
        }
        return try await finished(upload)
    }
}

extension UploadTerms {
    /// The same without the length: more bytes than the content's come.
    fileprivate var withoutLength: UploadTerms {
        var terms = self
        terms.length = nil
        return terms
    }
}
