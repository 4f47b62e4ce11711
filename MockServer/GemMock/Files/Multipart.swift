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
        guard let boundary = Self.boundary(contentType) else { return nil }
        let source = MediaBytes.file(FileSlice(path: path, length: length))
        let head = source.read(at: 0, count: 1 << 20)
        let mark = Array("--\(boundary)".utf8)
        guard let first = Self.find(mark, in: head, from: 0) else { return nil }
        // Some clients end their lines with a line feed alone; the first boundary tells.
        let lineEnd: [UInt8] = head[(first + mark.count)...].first == 10 ? [10] : [13, 10]
        guard let json = Self.partBody(head, from: first + mark.count, lineEnd),
            let second = Self.find(lineEnd + mark, in: head, from: json.body),
            let media = Self.partBody(head, from: second + lineEnd.count + mark.count, lineEnd)
        else { return nil }
        metadata = Array(head[json.body..<second])
        mimeType = media.fields["content-type"] ?? ""
        let tailStart = max(Int64(media.body), length - Int64(mark.count) - 64)
        let tail = source.read(at: tailStart, count: mark.count + 64)
        guard let end = Self.findLast(lineEnd + mark, in: tail) else { return nil }
        content = FileSlice(path: path, offset: Int64(media.body), length: tailStart + Int64(end) - Int64(media.body))
    }

    private static func boundary(_ contentType: String) -> String? {
        for part in contentType.split(separator: ";").dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, pair[0].filter({ $0 != " " }).lowercased() == "boundary" else { continue }
            return pair[1].filter { $0 != "\"" && $0 != " " }
        }
        return nil
    }

    /// Reads a part's header lines from behind its boundary.
    private static func partBody(_ bytes: [UInt8], from start: Int, _ lineEnd: [UInt8]) -> (fields: [String: String], body: Int)? {
        guard let end = find(lineEnd + lineEnd, in: bytes, from: start) else { return nil }
        var fields: [String: String] = [:]
        for line in String(decoding: bytes[start..<end], as: UTF8.self).split(whereSeparator: \.isNewline) {
            let pair = line.split(separator: ":", maxSplits: 1)
            if pair.count == 2 { fields[pair[0].lowercased()] = pair[1].drop { $0 == " " }.description }
        }
        return (fields, end + 2 * lineEnd.count)
    }

    private static func find(_ needle: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        guard let first = needle.first, start <= bytes.count else { return nil }
        var index = start
        while let at = bytes[index...].firstIndex(of: first), at + needle.count <= bytes.count {
            if bytes[at..<at + needle.count].elementsEqual(needle) { return at }
            index = at + 1
        }
        return nil
    }

    private static func findLast(_ needle: [UInt8], in bytes: [UInt8]) -> Int? {
        var found: Int?
        var start = 0
        while let at = find(needle, in: bytes, from: start) {
            found = at
            start = at + 1
        }
        return found
    }
}
