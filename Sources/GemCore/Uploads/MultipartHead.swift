/// The beginning of a `multipart/related` upload: the file's description, and where its content begins.
package struct MultipartHead: Sendable, Hashable {
    /// The first part: the file's JSON.
    package var metadata: [UInt8]
    /// The second part's content type; empty where it tells none.
    package var mimeType: String
    /// Where the second part's bytes begin.
    package var contentStart: Int
    /// What follows the second part's bytes; the last one counts, since the bytes may hold the same.
    package var contentEnd: [UInt8]

    /// Finds the parts in a body's first bytes; nil where they are not whole, or not what the content type says.
    package init?(_ head: [UInt8], contentType: String) {
        guard let boundary = Self.boundary(contentType) else { return nil }
        let mark = Array("--\(boundary)".utf8)
        guard let first = head.firstPlace(of: mark, from: 0) else { return nil }
        // Some clients end their lines with a line feed alone; the first boundary tells.
        let lineEnd: [UInt8] = head[(first + mark.count)...].first == 10 ? [10] : [13, 10]
        guard let json = Self.partBody(head, from: first + mark.count, lineEnd),
            let second = head.firstPlace(of: lineEnd + mark, from: json.body),
            let media = Self.partBody(head, from: second + lineEnd.count + mark.count, lineEnd)
        else { return nil }
        metadata = Array(head[json.body..<second])
        mimeType = media.fields["content-type"] ?? ""
        contentStart = media.body
        contentEnd = lineEnd + mark
    }

    private static func boundary(_ contentType: String) -> String? {
        for part in contentType.split(separator: ";").dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, pair[0].filter({ $0 != " " }).lowercased() == "boundary" else { continue }
            let boundary = pair[1].filter { $0 != "\"" && $0 != " " }
            return boundary.isEmpty ? nil : boundary
        }
        return nil
    }

    /// Reads a part's header lines from behind its boundary.
    private static func partBody(_ bytes: [UInt8], from start: Int, _ lineEnd: [UInt8]) -> (fields: [String: String], body: Int)? {
        guard let end = bytes.firstPlace(of: lineEnd + lineEnd, from: start) else { return nil }
        var fields: [String: String] = [:]
        for line in String(decoding: bytes[start..<end], as: UTF8.self).split(whereSeparator: \.isNewline) {
            let pair = line.split(separator: ":", maxSplits: 1)
            if pair.count == 2 { fields[pair[0].lowercased()] = pair[1].drop { $0 == " " }.description }
        }
        return (fields, end + 2 * lineEnd.count)
    }
}

extension [UInt8] {
    /// Where `needle` first stands at or behind `start`.
    package func firstPlace(of needle: [UInt8], from start: Int) -> Int? {
        guard let first = needle.first, start <= count else { return nil }
        var index = start
        while let at = self[index...].firstIndex(of: first), at + needle.count <= count {
            if self[at..<at + needle.count].elementsEqual(needle) { return at }
            index = at + 1
        }
        return nil
    }

    /// Where `needle` last stands.
    package func lastPlace(of needle: [UInt8]) -> Int? {
        var found: Int?
        var start = 0
        while let at = firstPlace(of: needle, from: start) {
            found = at
            start = at + 1
        }
        return found
    }
}
