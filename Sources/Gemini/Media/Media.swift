public import GemCache
internal import GemCore

/// Something to look at with a prompt: a local file, an address, bytes.
///
///     try await gemini.gem("What happens here?", .file("film.mp4").clip(from: 60, to: 90, fps: 5))
public enum Media: Sendable, Hashable {
    /// A local file; small ones travel inside the request, videos and large ones are uploaded when the question really goes upstream.
    case file(String, mimeType: String? = nil)
    /// A YouTube video, another https or (for Vertex AI) `gs://` URL, or the URI of an uploaded file; upstream fetches it.
    case url(String, mimeType: String? = nil)
    /// An http(s) URL fetched here, for what upstream cannot reach or what is to be known by its content; it travels inside the request.
    case fetched(String, mimeType: String? = nil)
    /// Bytes in memory; they travel inside the request. What they are is told by the bytes themselves unless given.
    case data([UInt8], mimeType: String? = nil)
    /// A file upstream already has.
    case uploaded(UploadedFile)
    /// Text between media, where the order counts.
    case text(String)
    /// Media and which of them is looked at, how finely; made by `clip` and `resolution`.
    indirect case viewed(Media, MediaView)

    /// Reads what a user wrote: an address becomes `url`, all else is a `file` path.
    public init(_ text: String) {
        let lower = text.lowercased()
        if let scheme = ["https://", "http://", "gs://"].first(where: { lower.hasPrefix($0) }) {
            self = .url(scheme + text.dropFirst(scheme.count))
        } else if let video = YouTube.canonical(text) {
            self = .url(video)
        } else if lower.hasPrefix("file://") {
            let host = lower.hasPrefix("file://localhost/") ? "localhost" : ""
            self = .file(PercentCoding.decode(text.dropFirst("file://".count + host.count)))
        } else {
            self = .file(text)
        }
    }

    /// Bytes of any kind, such as Foundation's `Data`.
    public static func bytes(_ bytes: some Sequence<UInt8>, mimeType: String? = nil) -> Media { .data(Array(bytes), mimeType: mimeType) }

    /// Only a stretch of a video, in seconds from its beginning, and how many frames of it a second are looked at (1 unless told, 24 at
    /// most).
    public func clip(from start: Double? = nil, to end: Double? = nil, fps: Double? = nil) -> Media {
        viewed { view in
            view.start = start ?? view.start
            view.end = end ?? view.end
            view.fps = fps ?? view.fps
        }
    }

    /// How finely this piece of media is looked at.
    public func resolution(_ resolution: MediaResolution) -> Media { viewed { $0.resolution = resolution } }

    private func viewed(_ change: (inout MediaView) -> Void) -> Media {
        var (media, view) = (self, MediaView())
        if case .viewed(let inner, let earlier) = self { (media, view) = (inner, earlier) }
        change(&view)
        return .viewed(media, view)
    }
}

extension Media: ExpressibleByStringLiteral {
    public init(stringLiteral value: String) { self.init(value) }
}
