package import GemCore

extension Store {
    /// Copies a local file into the store, and answers the attachment that names the copy; the copy is on disk when this returns, whatever becomes of the original.
    ///
    /// Blocks while it copies. Nothing is copied where the store has the content already. A copy that no queued request names goes with the next sweep after an hour.
    package func adopt(_ attachment: Attachment) throws(GemError) -> Attachment {
        try requireWriting()
        try core.blobs.keep(fileAt: attachment.path, digest: attachment.digest, length: attachment.length)
        var adopted = attachment
        adopted.path = core.blobs.path(of: attachment.digest)
        return adopted
    }

    /// Keeps bytes in the store as an attachment; otherwise as for a file.
    package func adopt(bytes: [UInt8], mimeType: String, displayName: String = "") throws(GemError) -> Attachment {
        try requireWriting()
        let digest = try core.blobs.keep(bytes)
        return Attachment(
            mimeType: mimeType, length: Int64(bytes.count), digest: digest, path: core.blobs.path(of: digest), displayName: displayName)
    }
}
