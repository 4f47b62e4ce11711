internal import GemCache
internal import GemCore

/// The parts a list of media becomes, and the local files they stand for.
struct MediaParts: Sendable {
    var parts: [Part] = []
    var attachments: [Attachment] = []
    private var inlineBytes: Int64 = 0
    private let limits: MediaLimits
    private let isVertex: Bool

    private init(limits: MediaLimits, isVertex: Bool) {
        self.limits = limits
        self.isVertex = isVertex
    }

    /// Reads the files among `media`, and fetches what is to be fetched by `web`; off the caller's actor, since that blocks.
    @concurrent
    static func reading(
        _ media: [Media], limits: MediaLimits, isVertex: Bool, web: WebMedia? = nil
    ) async throws(GemError) -> MediaParts {
        var result = MediaParts(limits: limits, isVertex: isVertex)
        for item in media { try result.add(try await item.fetched(by: web)) }
        return result
    }

    private mutating func add(_ media: Media) throws(GemError) {
        switch media {
        case .viewed(let inner, let view):
            try add(inner)
            guard let part = parts.popLast() else { return }
            parts.append(try view.apply(to: part))
        case .fetched(let url, _): throw GemError(.badInput, "\(url) is not fetched here; give it as a file or as a URL.")
        case .text(let text): parts.append(.text(text))
        case .uploaded(let file): parts.append(.fileData(file.uri, mimeType: file.mimeType))
        case .url(let url, let mimeType): parts.append(try address(url, mimeType))
        case .data(let bytes, let mimeType):
            let type = mimeType ?? MIMEType.sniff(bytes: Array(bytes.prefix(MIMEType.window)), name: "")
            guard !bytes.isEmpty else { throw GemError(.badInput, "The \(mimeType.map { "\($0) " } ?? "")data is empty.") }
            guard mimeType != nil || type != Self.unknown else {
                throw GemError(.badInput, "The data's first bytes do not tell what it is; give its mimeType.")
            }
            inlineBytes += Int64(bytes.count)
            guard inlineBytes <= limits.inlineBytes else { throw tooLarge("The \(type) data") }
            parts.append(.inlineData(bytes, mimeType: type))
        case .file(let path, let mimeType): try file(path, mimeType)
        }
    }

    private mutating func file(_ path: String, _ mimeType: String?) throws(GemError) {
        let attachment = try describing(path, mimeType)
        guard mimeType != nil || attachment.mimeType != Self.unknown else {
            let start = attachment.length < 2 ? [] : try FileSlice(path: path, length: 2).read()
            guard start != [0xFF, 0xFE], start != [0xFE, 0xFF] else {
                throw GemError(
                    .badInput, "\(path) is text in UTF-16, which the API does not take; convert it, such as with iconv -f UTF-16 -t UTF-8.")
            }
            guard MIMEType.guess(name: path)?.hasPrefix("text/") != true else {
                throw GemError(
                    .badInput,
                    "\(path) is no UTF-8 text, which is all the API takes; convert it, such as with iconv -f WINDOWS-1252 -t UTF-8.")
            }
            throw GemError(
                .badInput,
                "Neither the content nor the name of \(path) tells what it is; give its mimeType (“FILE;type=audio/mpeg” at the command line), or convert it, such as to PDF."
            )
        }
        let wantsUpload = limits.uploadsVideo && MIMEType.isVideo(attachment.mimeType)
        let fits = inlineBytes + attachment.length <= limits.inlineBytes
        if fits, isVertex || !wantsUpload {
            inlineBytes += attachment.length
            parts.append(.inlineData(try FileSlice(path: path, length: attachment.length).read(), mimeType: attachment.mimeType))
        } else if isVertex {
            throw tooLarge(path)
        } else {
            if !attachments.contains(where: { $0.digest == attachment.digest }) { attachments.append(attachment) }
            parts.append(.fileData(attachment.uri, mimeType: attachment.mimeType))
        }
    }

    private func describing(_ path: String, _ mimeType: String?) throws(GemError) -> Attachment {
        do { return try Attachment.describing(path: path, mimeType: mimeType, atMost: limits.fileBytes) } catch {
            guard let mark = path.firstRange(of: "://"), path[..<mark.lowerBound].allSatisfy(\.isLetter) else { throw error }
            throw GemError(
                .badInput, "\(path) is no address that can be looked at: give one with https://, http:// or gs://, or the file itself.",
                cause: error)
        }
    }

    /// Vertex AI wants a media type with every address.
    private func address(_ url: String, _ mimeType: String?) throws(GemError) -> Part {
        guard isVertex || !url.lowercased().hasPrefix("gs://") else {
            throw GemError(
                .badInput, "\(url) can be read by Vertex AI alone; give the file itself, or ask over Vertex AI.")
        }
        guard let authority = url.firstRange(of: "://")?.upperBound, let first = url[authority...].first, !"/?#:".contains(first) else {
            throw GemError(.badInput, "\(url) is no whole address: it names no host; give one such as https://example.com/film.mp4.")
        }
        guard !url.contains(where: \.isWhitespace) || url.hasPrefix("gs://") else {
            throw GemError(.badInput, "\(url) is no address: it holds a space; write %20 in its place.")
        }
        if let video = YouTube.canonical(url) { return .fileData(video, mimeType: mimeType ?? (isVertex ? "video/mp4" : nil)) }
        guard !YouTube.isPage(url) else {
            throw GemError(
                .badInput,
                "\(url) is a page of YouTube's, not one video; give a video's address, such as https://youtu.be/ID (a playlist's one by one)."
            )
        }
        let path = url.prefix { $0 != "?" && $0 != "#" }
        let type = mimeType ?? MIMEType.guess(name: String(path))
        guard type != nil || !isVertex else {
            throw GemError(
                .badInput,
                "Vertex AI wants the media type of \(url), and its name does not tell it; give it with the address: .url(…, mimeType: \"video/mp4\"), or “ADDRESS;type=video/mp4” at the command line."
            )
        }
        return .fileData(url, mimeType: type)
    }

    /// What `MIMEType` says of bytes that nobody knows.
    private static let unknown = "application/octet-stream"

    private func tooLarge(_ what: String) -> GemError {
        let remedy = isVertex ? "put it in a bucket and give its gs:// address" : "give it as a file, which is uploaded"
        return GemError(
            .badInput, "\(what) does not fit: the media inside one request may have \(limits.inlineBytes) bytes in all; \(remedy).")
    }
}

extension Media {
    /// The media with its URL's content in place of the URL, where it is to be fetched here.
    func fetched(by web: WebMedia?) async throws(GemError) -> Media {
        switch self {
        case .viewed(let inner, let view): return .viewed(try await inner.fetched(by: web), view)
        case .fetched(let url, let mimeType):
            guard let web else { return self }
            let (bytes, type) = try await web.fetch(url, mimeType: mimeType)
            return .data(bytes, mimeType: type)
        default: return self
        }
    }
}
