internal import GemCore

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// The values of members that name files, found without reading the rest of a body.
enum FileURIs {
    /// What names a file in a part.
    static let inParts = ["fileUri", "file_uri"]

    /// The texts that stand as values of these members.
    static func values(of members: [String], in body: [UInt8]) -> Set<String> {
        Set(places(of: members, in: body).compactMap { text(of: $0, in: body) })
    }

    /// The body with other texts for those values for which `other` has one; what is the user's own stays as it is.
    static func replacing(_ members: [String] = inParts, in body: [UInt8], _ other: (String) -> String?) -> [UInt8] {
        var out: [UInt8] = []
        var copied = 0
        var enclosure = Enclosure()
        for value in places(of: members, in: body) {
            enclosure.read(body, to: value.lowerBound)
            guard !enclosure.isUsers, let uri = text(of: value, in: body), let text = other(uri) else { continue }
            out += body[copied..<value.lowerBound]
            out += JSON.string(text).bytes()
            copied = value.upperBound
        }
        return copied == 0 ? body : out + body[copied...]
    }

    private static func text(of value: Range<Int>, in body: [UInt8]) -> String? {
        (try? JSON(parsing: Array(body[value]), .lenient))?.string
    }

    /// Where the string values of the members are, quotes included, in order.
    private static func places(of members: [String], in body: [UInt8]) -> [Range<Int>] {
        members.flatMap { places(of: Array("\"\($0)\"".utf8), in: body) }.sorted { $0.lowerBound < $1.lowerBound }
    }

    private static func places(of name: [UInt8], in body: [UInt8]) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var start = 0
        while let place = find(name, in: body, from: start) {
            start = place + name.count
            if let value = value(in: body, behind: start) { found.append(value) }
        }
        return found
    }

    private static func value(in body: [UInt8], behind place: Int) -> Range<Int>? {
        var index = place
        func skipSpace() { while index < body.count, [32, 9, 10, 13].contains(body[index]) { index += 1 } }
        skipSpace()
        guard index < body.count, body[index] == UInt8(ascii: ":") else { return nil }
        index += 1
        skipSpace()
        guard index < body.count, body[index] == UInt8(ascii: "\"") else { return nil }
        let start = index
        index += 1
        while index < body.count, body[index] != UInt8(ascii: "\"") { index += body[index] == UInt8(ascii: "\\") ? 2 : 1 }
        return index < body.count ? start..<index + 1 : nil
    }

    private static func find(_ needle: [UInt8], in body: [UInt8], from start: Int) -> Int? {
        guard let first = needle.first else { return nil }
        return body.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return nil }
            var index = start
            while index + needle.count <= bytes.count, let at = memchr(base + index, Int32(first), bytes.count - index) {
                index = UnsafeRawPointer(at) - base
                guard index + needle.count <= bytes.count else { return nil }
                if memcmp(base + index, needle, needle.count) == 0 { return index }
                index += 1
            }
            return nil
        }
    }
}
