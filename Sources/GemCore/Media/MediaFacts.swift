/// What is known about a piece of media from its own bytes.
package struct MediaFacts: Sendable, Hashable {
    /// How a modality's tokens are counted and reported.
    package enum Modality: String, Sendable, CaseIterable {
        case text = "TEXT"
        case image = "IMAGE"
        case video = "VIDEO"
        case audio = "AUDIO"
        case document = "DOCUMENT"
    }

    /// The media type it is given under.
    package var mimeType: String
    /// The length in bytes.
    package var length: Int64
    /// The picture's width in pixels; nil where it is not told.
    package var width: Int?
    /// The picture's height in pixels; nil where it is not told.
    package var height: Int?
    /// A document's pages; nil where they cannot be counted.
    package var pages: Int?
    /// How long a sound or a film lasts; nil where nothing in it tells.
    package var seconds: Double?
    /// Whether a video has a sound track, as far as its container tells.
    package var hasAudio = true

    /// Nothing but a type and a length.
    package init(mimeType: String, length: Int64) {
        self.mimeType = mimeType
        self.length = length
    }

    /// The modality the MIME type names.
    package var modality: Modality {
        switch mimeType.prefix(while: { $0 != "/" }).lowercased() {
        case "image": .image
        case "video": .video
        case "audio": .audio
        case "text": .text
        default: mimeType.lowercased().hasPrefix("application/pdf") ? .document : .text
        }
    }

    /// Whether the API takes this type in a prompt.
    package var isSupported: Bool {
        let type = mimeType.lowercased().prefix { $0 != ";" }
        if ["image/", "video/", "audio/", "text/"].contains(where: { type.hasPrefix($0) }) { return true }
        return [
            "application/pdf", "application/json", "application/xml", "application/javascript", "application/x-javascript",
            "application/x-python", "application/x-python-code", "application/typescript", "application/x-typescript", "application/rtf",
            "application/jsonl", "application/x-ndjson", "application/yaml", "application/x-yaml", "application/x-sh",
            "application/x-subrip", "application/x-ipynb+json",
        ].contains(String(type))
    }

    /// A line a person can check: `image/png, 1234 bytes, 64 x 48 pixels`.
    package var summary: String {
        var words = ["\(mimeType)", "\(length) bytes"]
        if let width, let height { words.append("\(width) x \(height) pixels") }
        if let pages { words.append(pages == 1 ? "1 page" : "\(pages) pages") }
        if let seconds { words.append("\((seconds * 10).rounded() / 10) seconds") }
        return words.joined(separator: ", ")
    }
}
