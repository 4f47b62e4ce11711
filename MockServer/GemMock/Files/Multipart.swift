internal import GemCore

/// The two parts of a `multipart/related` upload, found in its spool file without holding the content.
struct Multipart {
    /// The first part: the file's JSON.
    var metadata: [UInt8]
    /// The second part's content type.
    var mimeType: String
    /// Where the second part's bytes are.
    var content: FileSlice

    /// Finds the parts; nil where the body is not what its content type says.
    init?(path: String, length: Int64, contentType: String) {
        let source = MediaBytes.file(FileSlice(path: path, length: length))
        guard let head = MultipartHead(source.read(at: 0, count: 1 << 20), contentType: contentType) else { return nil }
        (metadata, mimeType) = (head.metadata, head.mimeType)
        let start = Int64(head.contentStart)
        let tailStart = max(start, length - Int64(head.contentEnd.count) - 64)
        let tail = source.read(at: tailStart, count: head.contentEnd.count + 64)
        guard let end = tail.lastPlace(of: head.contentEnd) else { return nil }
        content = FileSlice(path: path, offset: start, length: tailStart + Int64(end) - start)
    }
}
