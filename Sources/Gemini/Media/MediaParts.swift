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

    /// Reads the files among `media`; off the caller's actor, since that blocks.
    @concurrent
    static func reading(_ media: [Media], limits: MediaLimits, isVertex: Bool) async throws(GemError) -> MediaParts {
        var result = MediaParts(limits: limits, isVertex: isVertex)
        for item in media { try result.add(item) }
        return result
    }

    private mutating func add(_ media: Media) throws(GemError) {
        switch media {
        case .text(let text): parts.append(.text(text))
        case .uploaded(let file): parts.append(.fileData(file.uri, mimeType: file.mimeType))
        case .url(let url, let mimeType): parts.append(try address(url, mimeType))
        case .data(let bytes, let mimeType):
            guard !bytes.isEmpty else { throw GemError(.badInput, "The \(mimeType) data is empty.") }
            inlineBytes += Int64(bytes.count)
            guard inlineBytes <= limits.inlineBytes else { throw tooLarge("The \(mimeType) data") }
            parts.append(.inlineData(bytes, mimeType: mimeType))
        case .file(let path, let mimeType): try file(path, mimeType)
        }
    }

    private mutating func file(_ path: String, _ mimeType: String?) throws(GemError) {
        let attachment = try Attachment.describing(path: path, mimeType: mimeType)
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

    /// Vertex AI wants a media type with every address.
    private func address(_ url: String, _ mimeType: String?) throws(GemError) -> Part {
        if let video = YouTube.canonical(url) { return .fileData(video, mimeType: mimeType ?? (isVertex ? "video/mp4" : nil)) }
        let path = url.prefix { $0 != "?" && $0 != "#" }
        let type = mimeType ?? MIMEType.guess(name: String(path))
        guard type != nil || !isVertex else {
            throw GemError(.badInput, "Vertex AI wants the media type of \(url), and its name does not tell it; give it with the address.")
        }
        return .fileData(url, mimeType: type)
    }

    private func tooLarge(_ what: String) -> GemError {
        let remedy = isVertex ? "put it in a bucket and give its gs:// address" : "give it as a file, which is uploaded"
        return GemError(
            .badInput, "\(what) does not fit: the media inside one request may have \(limits.inlineBytes) bytes in all; \(remedy).")
    }
}
