internal import GemCore
internal import HTTPTypes

/// Where an upload's chunks go.
struct UploadTarget {
    /// The head of every request to it: method and absolute URL.
    let head: HTTPRequest
    /// Bytes in a chunk that is not the last.
    let chunkSize: Int64

    /// Reads an `X-Goog-Upload-URL`, absolute or a path; nil for anything else.
    init?(url: String, granularity: Int64?) {
        let step = granularity.flatMap { (1...(1 << 30)).contains($0) ? $0 : nil } ?? 1
        chunkSize = ((8 << 20) + step - 1) / step * step
        guard let colon = url.firstIndex(of: ":"), url[colon...].hasPrefix("://") else {
            guard url.hasPrefix("/") else { return nil }
            head = HTTPRequest(method: .post, scheme: nil, authority: nil, path: url)
            return
        }
        let scheme = url[..<colon].lowercased()
        let rest = url[colon...].dropFirst(3)
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        guard scheme == "https" || scheme == "http", !rest[..<slash].isEmpty else { return nil }
        head = HTTPRequest(
            method: .post, scheme: scheme, authority: String(rest[..<slash]), path: slash == rest.endIndex ? "/" : String(rest[slash...]))
    }
}

extension UploadSession {
    /// Announces the file; before anything was sent, a failure to connect is the caller's to deal with.
    func start(isFirst: Bool) async throws(GemError) -> Reply {
        let message = terms.message(length: attachment.length)
        var request = Request.json(.post, "/upload/\(terms.version)/files", message.bytes())
        request.head.headerFields[.uploadProtocol] = "resumable"
        request.head.headerFields[.uploadCommand] = "start"
        request.head.headerFields[.uploadContentLength] = String(attachment.length)
        request.head.headerFields[.uploadContentType] = attachment.mimeType
        request.credential = credential
        let response: Response
        do { response = try await uploader.transport.send(request) } catch {
            guard error.isPassing, !(isFirst && error.code == .unreachable) else { throw error }
            return .gone(error)
        }
        guard response.head.status.kind == .successful else {
            let error = await GemError.answered(response, to: "start the upload of \(attachment.path)")
            guard error.isPassing else { throw error }
            return .gone(error)
        }
        _ = try? await response.body.collect(upTo: 1 << 20)
        let fields = response.head.headerFields
        guard let url = fields[.uploadURL],
            let target = UploadTarget(url: url, granularity: fields[.uploadGranularity].flatMap { Int64($0) })
        else { throw GemError(.upstream, "Upstream started the upload of \(attachment.path) without a usable X-Goog-Upload-URL.") }
        return .started(target)
    }

    /// Sends one chunk; the last one finalises.
    func send(_ range: Range<Int64>, of content: UploadContent, to target: UploadTarget) async throws(GemError) -> Reply {
        var request = Request(target.head)
        let isLast = range.upperBound == attachment.length
        request.head.headerFields[.uploadCommand] = isLast ? "upload, finalize" : "upload"
        request.head.headerFields[.uploadOffset] = String(range.lowerBound)
        let length = range.upperBound - range.lowerBound
        request.onProgress = { progress in
            if case .uploading(_, let sent, _) = progress { report(range.lowerBound + sent) }
        }
        request.onRead = { content.take($0, at: $1) }
        if length > 0 { request.body = .file(FileSlice(path: attachment.path, offset: range.lowerBound, length: length)) }
        let reply = try await exchange(request)
        guard case .received = reply else { return reply }
        // Not every transport tells what it reads.
        try content.hash(upTo: range.upperBound)
        guard !isLast else { return .failed(GemError(.upstream, "Upstream took the last bytes of \(attachment.path) for no end.")) }
        return .received(range.upperBound)
    }

    /// Asks how much arrived.
    func query(_ target: UploadTarget) async throws(GemError) -> Reply {
        var request = Request(target.head)
        request.head.headerFields[.uploadCommand] = "query"
        return try await exchange(request)
    }

    private func exchange(_ request: Request) async throws(GemError) -> Reply {
        let response: Response
        do { response = try await uploader.transport.send(request) } catch {
            guard error.isPassing else { throw error }
            return .failed(error)
        }
        let fields = response.head.headerFields
        let status = fields[.uploadStatus]?.lowercased()
        guard response.head.status.kind == .successful else {
            let error = await GemError.answered(response, to: "upload \(attachment.path)")
            if [404, 410].contains(response.head.status.code) { return .gone(error) }
            guard error.isPassing, status != "final" else { throw error }
            return .failed(error)
        }
        let body: [UInt8]
        do { body = try await response.body.collect(upTo: 1 << 20) } catch {
            guard error.isPassing else { throw error }
            return .failed(error)
        }
        switch status {
        case "active": return .received(fields[.uploadSizeReceived].flatMap { Int64($0) } ?? 0)
        case "final":
            guard let file = (try? JSON(parsing: body))?["file"] else {
                let message = "Upstream finished the upload of \(attachment.path) without saying which file it became."
                let isQuery = request.head.headerFields[.uploadCommand] == "query"
                return isQuery ? .gone(GemError(.upstream, message)) : .failed(GemError(.upstream, message))
            }
            return .finished(try UploadedFile(file))
        case "cancelled": return .gone(GemError(.upstream, "Upstream cancelled the upload of \(attachment.path)."))
        default: return .failed(GemError(.upstream, "Upstream answered a chunk of \(attachment.path) without X-Goog-Upload-Status."))
        }
    }
}

extension HTTPField.Name {
    static var uploadProtocol: Self { named("X-Goog-Upload-Protocol") }
    static var uploadCommand: Self { named("X-Goog-Upload-Command") }
    static var uploadOffset: Self { named("X-Goog-Upload-Offset") }
    static var uploadStatus: Self { named("X-Goog-Upload-Status") }
    static var uploadURL: Self { named("X-Goog-Upload-URL") }
    static var uploadSizeReceived: Self { named("X-Goog-Upload-Size-Received") }
    static var uploadGranularity: Self { named("X-Goog-Upload-Chunk-Granularity") }
    static var uploadContentLength: Self { named("X-Goog-Upload-Header-Content-Length") }
    static var uploadContentType: Self { named("X-Goog-Upload-Header-Content-Type") }

    private static func named(_ text: String) -> Self { .init(text) ?? .contentType }
}
