internal import GemCore
internal import HTTPTypes

/// A live request, read for matching and recording.
struct Inquiry: Sendable {
    /// The form in which it would be recorded.
    var request: RecordedRequest
    /// What it is matched by.
    var reading: Reading
    /// What it needed to know about files to be read.
    let table: ResolverTable
    /// Masks the caller's credential.
    let redaction: Redaction

    /// Bodies above this are not read into memory.
    static let largestBody = 256 << 20

    /// Reads `request`, whose body becomes bytes where it was a stream that had to be read.
    ///
    /// `upload` gives the name that stands for an upload id. With `isRecording`, the bytes of an upload that come as a stream are left to be hashed on their way.
    init(
        _ request: inout Request, table: ResolverTable, resolver: any MediaResolver, isRecording: Bool = false,
        upload: (String) -> String?
    ) async throws(GemError) {
        redaction = Redaction(request)
        let route = request.route
        let id = Redaction.uploadID(in: request.path)
        var options = RequestOptions()
        options.sample = request.options.sample
        options.namespace = request.options.namespace
        let isUpload = route.operation == .uploadFile || id != nil
        let address = isUpload ? request.path : request.wholeAddress
        var recorded = RecordedRequest(
            method: request.head.method,
            path: redaction.mask(Redaction.url(address, upload: upload)),
            attachments: request.attachments.map { attachment in
                var attachment = attachment
                attachment.path = ""
                return attachment
            }, options: options)
        if isUpload {
            for name in UploadHeaders.request {
                recorded.headers[name] = request.head.headerFields[name].map { [redaction] in redaction.mask($0) }
            }
        }
        let tracing = TracingResolver(request.attachments, table: table, resolver: resolver, isTableFirst: false)
        if isUpload, !Self.startsUpload(request) {
            let boundary = Self.boundary(request.head.headerFields[.contentType])
            recorded.body = try await Self.hash(&request.body, boundary: boundary, isRecording: isRecording)
            if boundary != nil { recorded.headers[.contentType] = "multipart/related" }
            reading = Reading(recorded, resolver: tracing)
        } else {
            let sent = try await request.body.collect(upTo: Self.largestBody)
            if case .stream = request.body { request.body = .bytes(sent) }
            let bytes = redaction.mask(sent)
            recorded.body = RecordedBody(request: bytes)
            reading = Reading(recorded, body: bytes, resolver: tracing)
            if Reading(recorded, resolver: tracing).identity != reading.identity {
                recorded.body = RecordedBody(verbatim: bytes)
                reading = Reading(recorded, body: bytes, resolver: tracing)
            }
        }
        self.request = recorded
        self.table = tracing.trace
    }

    /// Takes the hash of an upload's bytes that passed as a stream.
    mutating func take(_ body: RecordedBody) {
        request.body = body
        reading = Reading(request, resolver: NoResolver())
    }

    private static func startsUpload(_ request: Request) -> Bool {
        guard let name = UploadHeaders.command, let command = request.head.headerFields[name] else { return false }
        return command.contains("start")
    }

    /// The boundary of a multipart body, which clients draw anew for each request.
    private static func boundary(_ type: String?) -> [UInt8]? {
        guard let type, type.hasPrefix("multipart/") else { return nil }
        let items = type.split(separator: ";").map { $0.drop { $0 == " " } }
        guard let value = items.first(where: { $0.hasPrefix("boundary=") })?.dropFirst(9).filter({ $0 != "\"" }) else { return nil }
        return value.isEmpty ? nil : Array(value.utf8)
    }

    private static func hash(_ body: inout Body, boundary: [UInt8]?, isRecording: Bool) async throws(GemError) -> RecordedBody {
        if case .file(let slice) = body, boundary == nil { return try hash(slice) }
        if case .stream = body, boundary == nil, isRecording { return .none }
        let bytes = try await body.collect(upTo: largestBody)
        if case .stream = body { body = .bytes(bytes) }
        guard !bytes.isEmpty else { return .none }
        let told = boundary.map { bytes.removing($0) } ?? bytes
        return .digest(Digest(of: told), length: Int64(told.count))
    }

    private static func hash(_ slice: FileSlice) throws(GemError) -> RecordedBody {
        var hasher = Digest.Hasher()
        var offset: Int64 = 0
        while offset < slice.length {
            let count = min(1 << 20, slice.length - offset)
            hasher.update(try FileSlice(path: slice.path, offset: slice.offset + offset, length: count).read())
            offset += count
        }
        return .digest(hasher.digest(), length: slice.length)
    }
}

extension [UInt8] {
    /// The bytes without any occurrence of `part`.
    fileprivate func removing(_ part: [UInt8]) -> [UInt8] {
        var kept: [UInt8] = []
        kept.reserveCapacity(count)
        var index = 0
        while index < count {
            if self[index] == part.first, self[index...].starts(with: part) {
                index += part.count
            } else {
                kept.append(self[index])
                index += 1
            }
        }
        return kept
    }
}

extension Request {
    /// The path; with scheme and host where the request names its own, as for what is fetched from elsewhere: two hosts' paths are two things.
    fileprivate var wholeAddress: String {
        guard let authority = head.authority else { return path }
        return "\(head.scheme ?? "https")://\(authority)\(path)"
    }
}
