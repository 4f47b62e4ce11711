/// Tells what kind of media bytes are, in the spelling the Gemini API takes.
public enum MIMEType {
    /// How many bytes of a file's beginning `sniff` looks at.
    public static let window = 4096

    /// The media type of content that begins with `bytes`, from the content first and the file's name where the content does not tell.
    ///
    /// Text the API knows no type for (source code, JSON, YAML) is `text/plain`; binary content nobody knows is `application/octet-stream`.
    public static func sniff(bytes: [UInt8], name: String) -> String {
        let head = Array(bytes.prefix(window))
        let ending = self.ending(of: name)
        if let type = signature(head) ?? container(head, ending: ending) ?? audioFrame(head) { return type }
        // Readers look for a document's beginning as far as here.
        if ending == "pdf", head.prefix(1024).firstRange(of: "%PDF-".utf8) != nil { return "application/pdf" }
        guard isText(head, isWhole: bytes.count < window) else { return binaryEndings[ending] ?? "application/octet-stream" }
        return textEndings[ending] ?? markup(head) ?? "text/plain"
    }

    /// The media type a name's ending tells, for a URL whose content is not at hand; nil where it tells none.
    public static func guess(name: String) -> String? {
        let ending = self.ending(of: name)
        return mediaEndings[ending] ?? textEndings[ending]
    }

    /// Whether content of this type is moving pictures, which the API wants uploaded.
    public static func isVideo(_ type: String) -> Bool { type.hasPrefix("video/") }

    private static func ending(of name: String) -> String {
        let file = name.split(separator: "/", omittingEmptySubsequences: true).last ?? ""
        guard let dot = file.lastIndex(of: ".") else { return "" }
        return file[file.index(after: dot)...].lowercased()
    }

    /// Fixed bytes at a fixed place.
    private static func signature(_ head: [UInt8]) -> String? {
        signatures.first { $0.bytes.count + $0.offset <= head.count && head[$0.offset...].starts(with: $0.bytes) }?.type
    }

    private static let signatures: [(bytes: [UInt8], offset: Int, type: String)] = [
        ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], 0, "image/png"),
        ([0xFF, 0xD8, 0xFF], 0, "image/jpeg"),
        (Array("GIF87a".utf8), 0, "image/gif"),
        (Array("GIF89a".utf8), 0, "image/gif"),
        (Array("%PDF-".utf8), 0, "application/pdf"),
        ([0xEF, 0xBB, 0xBF] + Array("%PDF-".utf8), 0, "application/pdf"),
        (Array("fLaC".utf8), 0, "audio/flac"),
        (Array("ID3".utf8) + [2], 0, "audio/mpeg"),
        (Array("ID3".utf8) + [3], 0, "audio/mpeg"),
        (Array("ID3".utf8) + [4], 0, "audio/mpeg"),
        ([0x00, 0x00, 0x01, 0xBA], 0, "video/mpeg"),
        ([0x00, 0x00, 0x01, 0xB3], 0, "video/mpeg"),
        (Array("FLV".utf8) + [1], 0, "video/x-flv"),
        ([0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11], 0, "video/wmv"),
    ]

    /// Formats that name their content inside a common frame: RIFF, IFF, ISO media, Matroska, Ogg.
    private static func container(_ head: [UInt8], ending: String) -> String? {
        func tag(_ offset: Int) -> String {
            offset + 4 <= head.count ? String(decoding: head[offset..<offset + 4], as: UTF8.self) : ""
        }
        switch (tag(0), tag(8)) {
        case ("RIFF", "WEBP"): return "image/webp"
        case ("RIFF", "WAVE"): return "audio/wav"
        case ("RIFF", "AVI "): return "video/avi"
        case ("FORM", "AIFF"), ("FORM", "AIFC"): return "audio/aiff"
        case ("OggS", _): return ending == "ogv" ? "video/ogg" : "audio/ogg"
        default: break
        }
        // The box's length before it is small: a text may have these letters there.
        if tag(4) == "ftyp", head[0] == 0, head[1] == 0 { return brands[tag(8)] ?? (ending == "m4a" ? "audio/mp4" : "video/mp4") }
        if ["moov", "mdat", "wide"].contains(tag(4)), ["mov", "qt", "mp4"].contains(ending) { return "video/quicktime" }
        guard head.starts(with: [0x1A, 0x45, 0xDF, 0xA3]) else { return nil }
        return String(decoding: head.prefix(64), as: UTF8.self).contains("webm") ? "video/webm" : "video/x-matroska"
    }

    private static let brands = [
        "heic": "image/heic", "heix": "image/heic", "heim": "image/heic", "heis": "image/heic", "mif1": "image/heif", "msf1": "image/heif",
        "avif": "image/avif", "qt  ": "video/quicktime", "M4A ": "audio/mp4", "M4B ": "audio/mp4", "3gp4": "video/3gpp",
        "3gp5": "video/3gpp", "3gp6": "video/3gpp",
    ]

    /// MPEG audio without a tag before it: ADTS AAC has layer 0, MP3 has not.
    private static func audioFrame(_ head: [UInt8]) -> String? {
        guard head.count >= 4, head[0] == 0xFF, head[1] & 0xE0 == 0xE0 else { return nil }
        if head[1] & 0xF6 == 0xF0 { return "audio/aac" }
        let isLayer2or3 = head[1] & 0x06 == 0x02 || head[1] & 0x06 == 0x04
        guard isLayer2or3, head[1] & 0x18 != 0x08, head[2] & 0xF0 != 0xF0, head[2] & 0x0C != 0x0C else { return nil }
        return "audio/mpeg"
    }

    /// Whether bytes are UTF-8 text; a scalar cut at the window's edge is forgiven.
    private static func isText(_ head: [UInt8], isWhole: Bool) -> Bool {
        let controls = head.contains { $0 < 32 && $0 != 9 && $0 != 10 && $0 != 12 && $0 != 13 && $0 != 27 }
        guard !controls else { return false }
        for cut in 0...(isWhole ? 0 : min(3, head.count)) where String(validating: head.dropLast(cut), as: UTF8.self) != nil { return true }
        return false
    }

    private static func markup(_ head: [UInt8]) -> String? {
        let start = String(decoding: head.prefix(256).drop { [0xEF, 0xBB, 0xBF, 32, 9, 10, 13].contains($0) }, as: UTF8.self)
        if start.hasPrefix("WEBVTT") { return "text/vtt" }
        let lower = start.lowercased()
        if lower.hasPrefix("<!doctype html") || lower.hasPrefix("<html") { return "text/html" }
        return lower.hasPrefix("<?xml") ? "text/xml" : nil
    }

    private static let textEndings = [
        "vtt": "text/vtt", "md": "text/markdown", "markdown": "text/markdown", "txt": "text/plain", "csv": "text/csv",
        "html": "text/html", "htm": "text/html", "xml": "text/xml", "rtf": "text/rtf", "css": "text/css",
    ]

    private static let binaryEndings = ["mp3": "audio/mpeg", "aac": "audio/aac", "mpg": "video/mpeg", "mpeg": "video/mpeg"]

    private static let mediaEndings = [
        "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp", "heic": "image/heic",
        "heif": "image/heif", "pdf": "application/pdf", "mp4": "video/mp4", "m4v": "video/mp4", "mov": "video/quicktime",
        "webm": "video/webm", "mkv": "video/x-matroska",
        "mpg": "video/mpeg", "mpeg": "video/mpeg", "avi": "video/avi", "wmv": "video/wmv", "flv": "video/x-flv", "3gp": "video/3gpp",
        "wav": "audio/wav", "mp3": "audio/mpeg", "m4a": "audio/mp4", "aac": "audio/aac", "flac": "audio/flac", "ogg": "audio/ogg",
        "oga": "audio/ogg", "opus": "audio/ogg",
        "aiff": "audio/aiff", "aif": "audio/aiff",
    ]
}
