internal import GemCore

/// Turns the pieces of a message's content into parts.
enum ChatPart {
    /// A part; throws where the piece cannot be read, with its place.
    static func part(_ item: JSON, _ path: String) throws(APIFailure) -> JSON {
        switch item.text(of: "type") {
        case "text", "input_text", "output_text": return ["text": .string(item.text(of: "text"))]
        case "refusal": return ["text": .string(item.text(of: "refusal"))]
        case "image_url", "input_image":
            let image = item.field("image_url") ?? .null
            return try media(image.string ?? image.text(of: "url"), "\(path).image_url.url", standard: "image/jpeg")
        case "input_audio":
            let audio = item.field("input_audio") ?? .null
            let format = audio.text(of: "format")
            return try inline(audio.text(of: "data"), "audio/" + (format.isEmpty ? "wav" : format), "\(path).input_audio.data")
        case "file", "input_file": return try file(item.field("file") ?? item, "\(path).file")
        default:
            throw .badRequest(
                "Invalid value at '\(path).type', \(String((item.field("type") ?? .null).text().prefix(100))): use text, image_url, input_audio or file.",
                field: "\(path).type")
        }
    }

    private static func file(_ file: JSON, _ path: String) throws(APIFailure) -> JSON {
        let name = file.text(of: "filename")
        if let id = file.field("file_id")?.string { return ["fileData": ["fileUri": .string(id)]] }
        guard let data = file.field("file_data")?.string else {
            throw .badRequest("\(path).file_data or file_id is not specified", field: path)
        }
        if data.hasPrefix("data:") || data.contains("://") { return try media(data, "\(path).file_data", standard: mimeType(of: name)) }
        return try inline(data, mimeType(of: name) ?? "application/pdf", "\(path).file_data")
    }

    /// Media behind a URL: the bytes of a `data:` URL, else a reference the model follows.
    private static func media(_ url: String, _ path: String, standard: String?) throws(APIFailure) -> JSON {
        guard url.hasPrefix("data:") else {
            guard !url.isEmpty else { throw .badRequest("\(path) is not specified", field: path) }
            // A file of the Files API has its own type.
            let type = FileShelf.name(in: url) == nil ? mimeType(of: url) ?? standard : nil
            return ["fileData": .members(["mimeType": type.map { .string($0) }, "fileUri": .string(url)])]
        }
        guard let comma = url.firstIndex(of: ",") else { throw .value(.string(url), at: path, type: "data URL") }
        let words = url[..<comma].dropFirst("data:".count).split(separator: ";", omittingEmptySubsequences: false)
        let type = words.first.map(String.init) ?? ""
        let data = PercentCoding.decode(url[url.index(after: comma)...])
        let isBase64 = words.last?.lowercased() == "base64"
        return try inline(isBase64 ? data : Base64Coding.encode(Array(data.utf8)), type.isEmpty ? standard ?? "text/plain" : type, path)
    }

    private static func inline(_ data: String, _ mimeType: String, _ path: String) throws(APIFailure) -> JSON {
        guard !data.isEmpty, Base64Coding.decode(data) != nil else {
            throw .badRequest("Invalid value at '\(path)' (TYPE_BYTES), Base64 decoding failed", field: path)
        }
        return ["inlineData": ["mimeType": .string(mimeType), "data": .string(data)]]
    }

    private static let types: [String: String] = [
        "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp", "gif": "image/gif", "heic": "image/heic",
        "heif": "image/heif", "bmp": "image/bmp", "pdf": "application/pdf", "mp3": "audio/mp3", "wav": "audio/wav", "ogg": "audio/ogg",
        "flac": "audio/flac", "mp4": "video/mp4", "mov": "video/quicktime", "webm": "video/webm", "txt": "text/plain",
        "csv": "text/csv", "md": "text/markdown", "html": "text/html", "json": "application/json",
    ]

    /// The type a name's ending stands for.
    private static func mimeType(of name: String) -> String? {
        let path = name.prefix { $0 != "?" && $0 != "#" }
        guard let dot = path.lastIndex(of: ".") else { return nil }
        return types[path[path.index(after: dot)...].lowercased()]
    }
}
