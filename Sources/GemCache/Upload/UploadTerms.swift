package import GemCore

/// What is said about a file before its bytes are sent.
package struct UploadTerms: Sendable, Hashable {
    /// The API version of the upload's path, which the file's URI repeats.
    package var version = "v1beta"
    /// `files/ID` where the client chose one.
    package var name = ""
    /// The name to be shown in lists, where the client chose one.
    package var displayName = ""
    /// The IANA media type.
    package var mimeType = "application/octet-stream"
    /// How many bytes will come, where that was told.
    package var length: Int64?
    /// What else the client's `file` message holds, to be handed on as it is.
    package var others = JSON.Object()

    /// Nothing asked for.
    package init() {}

    /// What an attachment says of itself.
    init(_ attachment: Attachment) { (displayName, mimeType) = (attachment.displayName, attachment.mimeType) }

    /// Reads a start: the message `{"file": {…}}`, as leniently as the API does, and what the header says where that leaves it open.
    ///
    /// Throws the API's own refusals.
    package init(
        _ body: [UInt8], version: String, mimeType: String?, length: Int64?, limit: Int64
    ) throws(GemError) {
        let json: JSON
        do { json = body.allSatisfy({ [32, 9, 10, 13].contains($0) }) ? .null : try JSON(parsing: body, .lenient) } catch {
            throw .refusal(400, "INVALID_ARGUMENT", "Invalid JSON payload received. \(error.message)")
        }
        if !version.isEmpty { self.version = version }
        var file = json["file"]?.object ?? JSON.Object()
        func take(_ name: String, _ snake: String) -> JSON? {
            defer { (file[name], file[snake]) = (nil, nil) }
            return file[name] ?? file[snake]
        }
        name = try Self.fullName(take("name", "name")?.string ?? "")
        displayName = take("displayName", "display_name")?.string ?? ""
        let told = take("mimeType", "mime_type")?.string ?? ""
        if let type = [told, mimeType ?? ""].first(where: { !$0.isEmpty }) { self.mimeType = type }
        let size = take("sizeBytes", "size_bytes")?.int
        self.length = length ?? size.flatMap { $0 > 0 ? Int64($0) : nil }
        others = file
        try check(length: self.length ?? 0, limit)
    }

    /// Refuses a length that is too large for one file.
    package func check(length: Int64, _ limit: Int64) throws(GemError) {
        guard length <= limit else {
            throw .refusal(400, "INVALID_ARGUMENT", "File size \(length) is larger than the limit of \(limit) bytes.")
        }
    }

    /// The message that asks upstream for the same.
    package func message(length: Int64) -> JSON {
        var file = others
        if !name.isEmpty { file["name"] = .string(name) }
        if !displayName.isEmpty { file["displayName"] = .string(displayName) }
        file["mimeType"] = .string(mimeType)
        file["sizeBytes"] = .int(length)
        return ["file": .object(file)]
    }

    private static func fullName(_ name: String) throws(GemError) -> String {
        guard !name.isEmpty else { return "" }
        let id = name.hasPrefix("files/") ? String(name.dropFirst(6)) : name
        let isGood =
            id.utf8.count <= 40 && !id.isEmpty && !id.hasPrefix("-") && !id.hasSuffix("-")
            && id.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
        guard isGood else {
            throw .refusal(
                400, "INVALID_ARGUMENT",
                "* CreateFileRequest.file.name: File name must be up to 40 lowercase letters, digits or dashes, and must not begin or end with a dash.\n"
            )
        }
        return "files/" + id
    }
}

extension GemError {
    /// A refusal in the API's own terms, made here.
    static func refusal(_ httpStatus: Int, _ status: String, _ message: String) -> GemError {
        GemError(.badInput, message, upstream: UpstreamFailure(httpStatus: httpStatus, status: status, message: message))
    }
}
