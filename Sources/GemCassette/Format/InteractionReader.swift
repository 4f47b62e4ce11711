internal import GemCore
internal import HTTPTypes

/// Reads what stands in a cassette's file, with every blob it names.
struct InteractionReader {
    let file: String
    let folder: BlobFolder

    init(file: String) {
        self.file = file
        folder = BlobFolder(cassette: file)
    }

    /// Reads a whole file; the error names the line or the place and what to do.
    func read(_ bytes: [UInt8]) throws(GemError) -> (ResolverTable, [Interaction]) {
        let json: JSON
        do {
            json = try JSON(parsing: bytes)
        } catch {
            let line = 1 + bytes.prefix(error.offset).count { $0 == 10 }
            throw GemError(
                .badInput,
                "The cassette \(file) is not JSON: line \(line), byte \(error.offset): \(error.message) Mend it by hand or from version control, or remove the file and record again.",
                cause: error)
        }
        let root = JSONPlace(value: json, path: "", file: file)
        guard json["gemcache"]?.string == "cassette" else {
            throw GemError(.badInput, "\(file) is no gemcache cassette: it does not begin with {\"gemcache\": \"cassette\"}.")
        }
        let version = try root.required("version", "1").int()
        guard version == 1 else {
            throw GemError(
                .badInput,
                "The cassette \(file) has version \(version); this gemcache reads version 1. Use a newer gemcache, or record again.")
        }
        var table = ResolverTable()
        for entry in try root.member("resolver")?.elements() ?? [] { table.add(try self.entry(entry)) }
        var interactions: [Interaction] = []
        for place in try root.required("interactions", "the recorded requests").elements() {
            interactions.append(try interaction(place))
        }
        return (table, interactions)
    }

    private func entry(_ place: JSONPlace) throws(GemError) -> ResolverTable.Entry {
        if let name = place.member("cachedContent") {
            let canonical = try place.required("canonical", "base64 or a file")
            guard let text = canonical.value.string else { return .cachedContent(try name.string(), try blob(canonical)) }
            guard let bytes = Base64.decode(text)?.bytes else { throw canonical.complaint("base64") }
            return .cachedContent(try name.string(), bytes)
        }
        let identity: MediaContent.Identity
        if let digest = place.member("xxh3") {
            identity = .digest(try digest.digest())
        } else {
            let digits = try place.required("sha256", "64 hexadecimal digits")
            guard let bytes = Hex.bytes(try digits.string()), bytes.count == 32 else { throw digits.complaint("64 hexadecimal digits") }
            identity = .sha256(bytes)
        }
        return .file(
            try place.required("uri", "a file's URI").string(),
            MediaContent(
                mimeType: try place.required("mimeType", "a media type").string(),
                length: try place.required("length", "bytes").int(), identity: identity))
    }

    private func interaction(_ place: JSONPlace) throws(GemError) -> Interaction {
        let time = try place.required("recordedAt", "a time")
        guard let recordedAt = Timestamp(try time.string()) else { throw time.complaint("a time such as 2026-07-28T02:24:45Z") }
        return Interaction(
            request: try request(place.required("request", "what was asked")),
            response: try response(place.required("response", "what came back")), recordedAt: recordedAt)
    }

    private func request(_ place: JSONPlace) throws(GemError) -> RecordedRequest {
        let name = try place.required("method", "such as POST")
        guard let method = HTTPRequest.Method(try name.string()) else { throw name.complaint("an HTTP method") }
        var options = RequestOptions()
        if let place = place.member("options") {
            options.sample = UInt32(clamping: try place.member("sample")?.int() ?? 0)
            options.namespace = try place.member("namespace")?.string() ?? ""
        }
        var attachments: [Attachment] = []
        for item in try place.member("attachments")?.elements() ?? [] { attachments.append(try attachment(item)) }
        return RecordedRequest(
            method: method, path: try place.required("path", "such as /v1beta/models").string(),
            headers: try headers(place.member("headers")), body: try body(place, "body", usual: .unary), attachments: attachments,
            options: options)
    }

    private func attachment(_ place: JSONPlace) throws(GemError) -> Attachment {
        Attachment(
            mimeType: try place.required("mimeType", "a media type").string(), length: try place.required("length", "bytes").int(),
            digest: try place.required("xxh3", "a hash").digest(), path: "", displayName: try place.member("displayName")?.string() ?? "")
    }

    private func response(_ place: JSONPlace) throws(GemError) -> RecordedResponse {
        let status = try place.required("status", "an HTTP status")
        guard case let code = try status.int(), (100...999).contains(code) else { throw status.complaint("an HTTP status") }
        let content: RecordedResponse.Content =
            if let framing = place.member("framing") {
                .stream(try stream(place, framing))
            } else {
                .body(try body(place, "body", usual: .unary))
            }
        return RecordedResponse(
            status: Int(code), headers: try headers(place.member("headers")), content: content,
            isCut: place.member("cut")?.value.bool ?? false, after: try place.member("after")?.int() ?? 0)
    }

    private func stream(_ place: JSONPlace, _ name: JSONPlace) throws(GemError) -> RecordedStream {
        guard let framing = RecordedStream.Framing(rawValue: try name.string()) else { throw name.complaint("\"sse\" or \"array\"") }
        var stream = RecordedStream(framing)
        if place.member("newline")?.value.string == "lf" { stream.newline = "\n" }
        if let layout = place.member("layout") { stream.layout = try self.layout(layout) }
        stream.trailing = try place.member("trailing")?.string()
        for event in try place.required("events", "an array").elements() {
            let isRaw = event.member("raw") != nil
            stream.events.append(
                .init(
                    name: try event.member("event")?.string() ?? "",
                    data: try body(event, isRaw ? "raw" : "data", usual: stream.layout), isRaw: isRaw,
                    after: try event.member("after")?.int() ?? 0))
        }
        return stream
    }

    private func body(_ place: JSONPlace, _ name: String, usual: JSONLayout) throws(GemError) -> RecordedBody {
        let layout = place.member("layout")
        guard let body = place.member(name) else { return .none }
        switch layout?.value.string {
        case "raw": return .text(try body.string())
        case "file": return .bytes(try blob(body))
        case "digest":
            return .digest(try body.required("xxh3", "a hash").digest(), length: try body.required("length", "bytes").int())
        default:
            let value = try body.value.restoringBlobs(at: "\(file): \(body.path)") { name, length, place throws(GemError) in
                try folder.read(name, length: length, at: place)
            }
            return .json(value, try layout.map { place throws(GemError) in try self.layout(place) } ?? usual)
        }
    }

    private func layout(_ place: JSONPlace) throws(GemError) -> JSONLayout {
        guard let layout = JSONLayout(try place.string()) else {
            throw place.complaint("a layout: pretty, compact, line, raw, file or digest")
        }
        return layout
    }

    private func blob(_ place: JSONPlace) throws(GemError) -> [UInt8] {
        try folder.read(
            place.required("file", "a blob's name").string(), length: place.value["length"]?.int, at: "\(file): \(place.path)")
    }

    private func headers(_ place: JSONPlace?) throws(GemError) -> HTTPFields {
        var fields = HTTPFields()
        for member in place?.value.object?.members ?? [] {
            guard let place = place?.member(member.name) else { continue }
            guard let name = HTTPField.Name(member.name) else { throw place.complaint("under a header's name") }
            fields[name] = try place.string()
        }
        return fields
    }
}

extension Hex {
    /// Reads pairs of digits; nil for anything else.
    static func bytes(_ text: String) -> [UInt8]? {
        let digits = text.utf8.map { value($0) }
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = digits[index], let low = digits[index + 1] else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }
}
