public import GemCache

/// Something to look at with a prompt: a local file, an address, bytes.
public enum Media: Sendable, Hashable {
    /// A local file; small ones travel inside the request, videos and large ones are uploaded when the question really goes upstream.
    case file(String, mimeType: String? = nil)
    /// A YouTube video, another https or `gs://` URL, or the URI of an uploaded file.
    case url(String, mimeType: String? = nil)
    /// Bytes in memory; they travel inside the request.
    case data([UInt8], mimeType: String)
    /// A file upstream already has.
    case uploaded(UploadedFile)
    /// Text between media, where the order counts.
    case text(String)

    /// Reads what a user wrote: an address becomes `url`, all else is a `file` path.
    public init(_ text: String) {
        let lower = text.lowercased()
        if ["https://", "http://", "gs://"].contains(where: { lower.hasPrefix($0) }) {
            self = .url(text)
        } else if let video = YouTube.canonical(text) {
            self = .url(video)
        } else if lower.hasPrefix("file://") {
            self = .file(String(text.dropFirst("file://".count)))
        } else {
            self = .file(text)
        }
    }
}

extension Media: ExpressibleByStringLiteral {
    public init(stringLiteral value: String) { self.init(value) }
}
