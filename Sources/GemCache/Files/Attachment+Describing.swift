public import GemCore

extension Attachment {
    /// Describes a local file: its length and hash by reading it once, its media type by its content unless given.
    ///
    /// Throws `badInput` for a file that is missing, unreadable, empty or a directory, and, before it is read, for one of more than `limit` bytes. Reads in small
    /// pieces and blocks meanwhile.
    public static func describing(path: String, mimeType: String? = nil, atMost limit: Int64 = .max) throws(GemError) -> Attachment {
        let reader = try ContentReader(path: path)
        guard reader.length > 0 else { throw GemError(.badInput, "\(path) is empty; the API takes no empty media.", path: path) }
        guard reader.length <= limit else {
            throw GemError(.badInput, "\(path) has \(reader.length) bytes; a file may have \(limit). Cut it into smaller ones.", path: path)
        }
        var hasher = Digest.Hasher()
        var head: [UInt8] = []
        try reader.read(0..<reader.length) { piece in
            if head.isEmpty { head = Array(piece.prefix(MIMEType.window)) }
            hasher.update(piece)
        }
        let name = path.split(separator: "/").last.map(String.init) ?? path
        return Attachment(
            mimeType: mimeType ?? MIMEType.sniff(bytes: head, name: name), length: reader.length, digest: hasher.digest(), path: path,
            displayName: name)
    }
}
