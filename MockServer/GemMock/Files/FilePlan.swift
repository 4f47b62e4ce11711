internal import GemCore

/// Reads what a request says about a file to come, and refuses what cannot be.
struct FilePlan: Sendable {
    let shelf: FileShelf
    /// How many bytes one file may have.
    let limit: Int64

    /// The plan of a message `{"file": {…}}`; `mimeType` is taken where the message names none.
    func plan(_ json: JSON, _ route: Route, base: String, mimeType: String) throws(APIFailure) -> FileShelf.Plan {
        let file = json.field("file") ?? .null
        var plan = FileShelf.Plan(base: base)
        if !route.version.isEmpty { plan.version = route.version }
        plan.mimeType = file.text(of: "mimeType")
        if plan.mimeType.isEmpty { plan.mimeType = mimeType }
        if plan.mimeType.isEmpty { plan.mimeType = "application/octet-stream" }
        plan.displayName = file.text(of: "displayName")
        try check(length: file.number(of: "sizeBytes") ?? 0)
        let name = file.text(of: "name")
        guard !name.isEmpty else { return plan }
        let id = name.hasPrefix("files/") ? String(name.dropFirst(6)) : name
        let isGood =
            id.utf8.count <= 40 && !id.isEmpty && !id.hasPrefix("-") && !id.hasSuffix("-")
            && id.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
        guard isGood else {
            throw .invalidField("CreateFileRequest.file.name", "File name must be up to 40 lowercase letters, digits or dashes")
        }
        plan.name = "files/" + id
        guard !shelf.isTaken(plan.name) else { throw Self.taken }
        return plan
    }

    /// Refuses a declared length that is too large for one file, or for what is left.
    func check(length: Double) throws(APIFailure) {
        guard length <= Double(limit) else {
            throw .invalid("File size \(JSON.double(length.rounded()).text()) is larger than the limit of \(limit) bytes.")
        }
        guard length > 0, shelf.isFull(with: Int64(length)) else { return }
        throw Self.full
    }

    static let taken = APIFailure(code: 409, status: "ALREADY_EXISTS", message: "Requested entity already exists")
    static let full = APIFailure(
        code: 429, status: "RESOURCE_EXHAUSTED", message: "File storage quota exceeded: delete files, or wait until they expire.")
}

/// Media types by the endings of names.
enum MediaType {
    private static let byEnding = [
        "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp", "gif": "image/gif", "heic": "image/heic",
        "mp4": "video/mp4", "mov": "video/quicktime", "webm": "video/webm", "mpeg": "video/mpeg", "mpg": "video/mpeg",
        "avi": "video/x-msvideo",
        "wav": "audio/wav", "mp3": "audio/mpeg", "flac": "audio/flac", "ogg": "audio/ogg", "m4a": "audio/mp4", "aac": "audio/aac",
        "pdf": "application/pdf", "txt": "text/plain", "md": "text/markdown", "html": "text/html", "csv": "text/csv",
        "json": "application/json", "jsonl": "application/jsonl",
    ]

    /// The type a name's ending stands for; any bytes where it is not known.
    static func guess(_ name: String) -> String {
        guard let dot = name.lastIndex(of: "."), name[dot...].allSatisfy({ $0 != "/" }) else { return "application/octet-stream" }
        return byEnding[name[name.index(after: dot)...].lowercased()] ?? "application/octet-stream"
    }
}
