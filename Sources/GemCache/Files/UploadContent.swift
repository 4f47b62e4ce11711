internal import Crypto
internal import GemCore

/// The bytes of a file on their way up, hashed as they go.
struct UploadContent: ~Copyable {
    private let attachment: Attachment
    private let reader: ContentReader
    private var sha = SHA256()
    private var hasher = Digest.Hasher()
    private var hashed: Int64 = 0

    private init(_ attachment: Attachment, reader: consuming ContentReader) {
        self.attachment = attachment
        self.reader = reader
    }

    /// Opens the attachment's file; throws `badInput` where its length is no longer the described one.
    static func opening(_ attachment: Attachment) throws(GemError) -> UploadContent {
        let reader = try ContentReader(path: attachment.path)
        guard reader.length == attachment.length else { throw changed(attachment.path) }
        return UploadContent(attachment, reader: reader)
    }

    /// Takes in the bytes before `end` that were not yet; throws `badInput` where the whole is not the described content.
    mutating func hash(upTo end: Int64) throws(GemError) {
        while hashed < end {
            let piece = try reader.piece(of: hashed..<end)
            sha.update(data: piece)
            hasher.update(piece)
            hashed += Int64(piece.count)
        }
        if end == attachment.length, hasher.digest() != attachment.digest { throw Self.changed(attachment.path) }
    }

    /// The SHA-256 of the bytes hashed so far.
    var sha256: [UInt8] { Array(sha.finalize()) }

    private static func changed(_ path: String) -> GemError {
        GemError(.badInput, "\(path) changed after it was looked at; ask again to use its present content.")
    }
}
