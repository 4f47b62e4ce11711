internal import Crypto
internal import GemCore
internal import Synchronization

/// The bytes of a file on their way up, hashed as they go: where they are read to be sent, if whoever sends them tells, else by reading them once more.
final class UploadContent: Sendable {
    /// Its hashes hold memory of their own, which nobody else has: it may be used from any thread, one at a time.
    private struct State: ~Copyable, @unchecked Sendable {
        var sha = SHA256()
        var hasher = Digest.Hasher()
        var hashed: Int64 = 0

        mutating func update(_ bytes: UnsafeRawBufferPointer) {
            sha.update(bufferPointer: bytes)
            hasher.update(bytes)
            hashed += Int64(bytes.count)
        }
    }

    private let attachment: Attachment
    private let reader: ContentReader
    private let state = Mutex(State())

    /// Opens the attachment's file; throws `badInput` where its length is no longer the described one.
    init(_ attachment: Attachment) throws(GemError) {
        self.attachment = attachment
        reader = try ContentReader(path: attachment.path)
        guard reader.length == attachment.length else { throw Self.changed(attachment.path) }
    }

    /// Takes in bytes that are sent, from any place of the file and any thread; those that were taken in before, or lie beyond the next ones, are passed over.
    func take(_ bytes: UnsafeRawBufferPointer, at offset: Int64) {
        state.withLock { state in
            let known = state.hashed - offset
            guard known >= 0, known < bytes.count else { return }
            state.update(UnsafeRawBufferPointer(rebasing: bytes[Int(known)...]))
        }
    }

    /// Takes in the bytes before `end` that were not yet; throws `badInput` where the whole is not the described content.
    func hash(upTo end: Int64) throws(GemError) {
        var position = state.withLock { $0.hashed }
        if position < end {
            try reader.read(position..<end) { piece in
                take(piece, at: position)
                position += Int64(piece.count)
            }
        }
        guard end == attachment.length else { return }
        guard state.withLock({ $0.hasher.digest() }) == attachment.digest else { throw Self.changed(attachment.path) }
    }

    /// The SHA-256 of the bytes hashed so far.
    var sha256: [UInt8] { state.withLock { Array($0.sha.finalize()) } }

    private static func changed(_ path: String) -> GemError {
        GemError(.badInput, "\(path) changed after it was looked at; ask again to use its present content.", path: path)
    }
}
