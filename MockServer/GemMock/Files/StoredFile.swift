internal import Crypto
internal import GemCore

/// One file of the Files API.
struct StoredFile: Sendable {
    /// `files/ID`.
    var name: String
    var displayName: String
    var facts: MediaFacts
    /// Where the bytes are.
    var content: FileSlice
    /// The spool file to remove with this file.
    var spool: String
    var createTime: Timestamp
    /// When it stops being PROCESSING.
    var activeTime: Timestamp
    var expirationTime: Timestamp
    /// 64 lower-case hexadecimal digits.
    var sha256: String
    var digest: GemCore.Digest
    var uri: String

    /// The part of the name after `files/`.
    var id: String { String(name.dropFirst(6)) }

    func isActive(at now: Timestamp) -> Bool { now >= activeTime }

    /// The resource as the API prints it at a time.
    func json(at now: Timestamp) -> JSON {
        let isActive = isActive(at: now)
        let isVideo = facts.modality == .video
        return .members([
            "name": .string(name), "displayName": displayName.isEmpty ? nil : .string(displayName), "mimeType": .string(facts.mimeType),
            "sizeBytes": .string(String(facts.length)), "createTime": .string(createTime.description),
            "updateTime": .string((isActive ? activeTime : createTime).description),
            "expirationTime": .string(String(expirationTime.description.dropLast()) + "302Z"),
            "sha256Hash": .string(Base64Coding.encode(Array(sha256.utf8))), "uri": .string(uri),
            "state": isActive ? "ACTIVE" : "PROCESSING",
            "source": "UPLOADED",
            "videoMetadata": isVideo && isActive
                ? facts.seconds.map { ["videoDuration": .string("\($0.rounded(.up).whole(0...1_000_000_000))s")] } : nil,
        ])
    }

    /// Hashes a file's content in one pass, a piece at a time.
    static func hashes(of content: FileSlice) throws(GemError) -> (sha256: String, digest: GemCore.Digest) {
        var sha = SHA256()
        var hasher = GemCore.Digest.Hasher()
        var offset: Int64 = 0
        while offset < content.length {
            let piece = FileSlice(path: content.path, offset: content.offset + offset, length: min(1 << 20, content.length - offset))
            let bytes = try piece.read()
            sha.update(data: bytes)
            hasher.update(bytes)
            offset += Int64(bytes.count)
        }
        return (Hex.string(sha.finalize()), hasher.digest())
    }
}
