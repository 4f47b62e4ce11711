public import GemCache
public import GemCore
internal import HTTPTypes

extension Gemini {
    /// Uploads a local file and waits until it can be used.
    public func upload(
        _ path: String, mimeType: String? = nil, displayName: String? = nil, onProgress: (@Sendable (Progress) -> Void)? = nil
    ) async throws(GemError) -> UploadedFile {
        try needsDeveloperAPI("Uploading files")
        var attachment = try await Self.describe(path, mimeType, atMost: mediaLimits.fileBytes)
        if let displayName { attachment.displayName = displayName }
        return try await FileUploader(transport: transport, time: time).upload(attachment, credential: credential, onProgress: onProgress)
    }

    /// All files upstream holds for this key, newest first.
    public func files() async throws(GemError) -> [UploadedFile] {
        try needsDeveloperAPI("Listing files")
        var files: [UploadedFile] = []
        for json in try await pages("/v1beta/files", size: 100, member: "files", RequestOptions()) { files.append(try UploadedFile(json)) }
        return files
    }

    /// One file by its name, `files/ID` or `ID`.
    public func file(_ name: String) async throws(GemError) -> UploadedFile {
        try needsDeveloperAPI("Looking up files")
        return try UploadedFile(try await call(.get(try filePath(name)), to: "look up \(name)").json)
    }

    /// Deletes a file upstream.
    public func deleteFile(_ name: String) async throws(GemError) {
        try needsDeveloperAPI("Deleting files")
        var request = Request.get(try filePath(name))
        request.head.method = .delete
        _ = try await answer(request, to: "delete \(name)")
    }

    /// Waits until a file can be used; throws `upstream` with the API's reason where it could not prepare it, `timeout` after fifteen minutes.
    public func whenActive(_ file: UploadedFile, onProgress: (@Sendable (Progress) -> Void)? = nil) async throws(GemError) -> UploadedFile {
        try needsDeveloperAPI("Waiting for files")
        return try await FileUploader(transport: transport, time: time).whenActive(file, credential: credential, onProgress: onProgress)
    }

    func filePath(_ name: String) throws(GemError) -> String {
        let id = name.hasPrefix("files/") ? name.dropFirst("files/".count) : name[...]
        guard !id.isEmpty, !id.contains("/") else { throw GemError(.badInput, "“\(name)” names no file; a name is files/ID.") }
        return "/v1beta/files/" + PercentCoding.encode(id)
    }

    /// Reads and hashes a file, off the caller's actor.
    @concurrent
    private static func describe(_ path: String, _ mimeType: String?, atMost limit: Int64) async throws(GemError) -> Attachment {
        try Attachment.describing(path: path, mimeType: mimeType, atMost: limit)
    }
}
