internal import GemCore

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// The values of the `fileUri` members of a body, found without reading the rest of it.
enum FileURIs {
    private static let names = ["\"fileUri\"", "\"file_uri\""].map { Array($0.utf8) }

    /// The body with other texts for those values for which `other` has one.
    static func replacing(in body: [UInt8], _ other: (String) -> String?) -> [UInt8] {
        let values = names.flatMap { places(of: $0, in: body) }.sorted { $0.lowerBound < $1.lowerBound }
        var out: [UInt8] = []
        var copied = 0
        for value in values {
            guard let uri = (try? JSON(parsing: Array(body[value]), .lenient))?.string, let text = other(uri) else { continue }
            out += body[copied..<value.lowerBound]
            out += JSON.string(text).bytes()
            copied = value.upperBound
        }
        return copied == 0 ? body : out + body[copied...]
    }

    /// Where the string values of the members of a name are, quotes included.
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
