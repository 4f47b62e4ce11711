internal import Crypto
internal import GemCore

/// One file of the Files API.
struct StoredFile: Sendable {
    /// Where a file's bytes come from.
    enum Source: String, Sendable {
        case uploaded = "UPLOADED"
        case generated = "GENERATED"
        case registered = "REGISTERED"
    }

    /// Grows with each file made.
    var number: UInt64
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
    var source = Source.uploaded
    /// Where a generated file's bytes are.
    var downloadURI: String?
    /// Why it cannot be used once it has been processed.
    var problem: String?

    /// The part of the name after `files/`.
    var id: String { String(name.dropFirst(6)) }

    func isActive(at now: Timestamp) -> Bool { now >= activeTime && problem == nil }

    /// The resource as the API prints it at a time.
    func json(at now: Timestamp) -> JSON {
        let isProcessed = now >= activeTime
        let isActive = isProcessed && problem == nil
        let isRegistered = source == .registered
        let isVideo = facts.modality == .video
        return .members([
            "name": .string(name), "displayName": displayName.isEmpty ? nil : .string(displayName), "mimeType": .string(facts.mimeType),
            "sizeBytes": isRegistered ? nil : .string(String(facts.length)), "createTime": .string(createTime.description),
            "updateTime": .string((isProcessed ? activeTime : createTime).description),
            "expirationTime": .string(expirationTime.precise(302)),
            "sha256Hash": isRegistered ? nil : .string(Base64Coding.encode(Array(sha256.utf8))), "uri": .string(uri),
            "downloadUri": downloadURI.map { .string($0) },
            "state": isActive ? "ACTIVE" : isProcessed ? "FAILED" : "PROCESSING", "source": .string(source.rawValue),
            "error": isProcessed ? problem.map { ["code": 3, "message": .string($0)] } : nil,
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
