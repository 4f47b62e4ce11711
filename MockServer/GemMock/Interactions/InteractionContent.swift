internal import GemCore

/// Turns the contents of steps into parts.
enum InteractionContent {
    private static let standardTypes = ["image": "image/jpeg", "audio": "audio/wav", "video": "video/mp4", "document": "application/pdf"]

    /// A part; throws where the content cannot be read, with its place.
    static func part(_ item: JSON, _ path: String) throws(APIFailure) -> JSON {
        guard let type = item["type"]?.string else { throw .missingParameter("type", at: path) }
        if type == "text" {
            guard let text = item["text"]?.string else { throw .missingParameter("text", at: path) }
            return ["text": .string(text)]
        }
        guard let standard = standardTypes[type] else {
            throw .unsupported(type, for: "type", at: path, supported: ["text", "image", "audio", "document", "video"])
        }
        let mimeType = item.field("mime_type")
        let video = type == "video" ? videoMetadata(item.field("processing") ?? .null) : nil
        if let data = item.field("data") {
            guard let text = data.string, Base64Coding.decode(text) != nil else { throw .wrongType("\(path).data", expected: "base64") }
            return .members(["inlineData": ["mimeType": mimeType ?? .string(standard), "data": data], "videoMetadata": video])
        }
        guard let uri = item.field("uri")?.string, !uri.isEmpty else { throw .missingParameter("data' or 'uri", at: path) }
        // A file of the Files API has its own type.
        let fileType = FileShelf.name(in: uri) == nil ? mimeType ?? .string(standard) : mimeType
        return .members(["fileData": .members(["mimeType": fileType, "fileUri": .string(uri)]), "videoMetadata": video])
    }

    private static func videoMetadata(_ processing: JSON) -> JSON? {
        let value = JSON.members([
            "startOffset": processing.field("start_offset"), "endOffset": processing.field("end_offset"), "fps": processing.field("fps"),
        ])
        return value.object?.isEmpty == true ? nil : value
    }
}
