/// The characters HTTP's grammar is made of.
enum Ascii {
    static let lineFeed: UInt8 = 10
    static let carriageReturn: UInt8 = 13
    static let space: UInt8 = 32

    /// Whether a byte may stand in a method or a field name (RFC 9110's `tchar`).
    @inline(__always)
    static func isToken(_ byte: UInt8) -> Bool {
        // One bit a character: below 64 the digits and !#$%&'*+-. — from 64 the letters and ^_`|~
        let low: UInt64 = 0x03ff_6cfa_0000_0000
        let high: UInt64 = 0x57ff_ffff_c7ff_fffe
        guard byte < 128 else { return false }
        return ((byte < 64 ? low : high) >> UInt64(byte & 63)) & 1 == 1
    }

    /// Space or tab.
    @inline(__always)
    static func isBlank(_ byte: UInt8) -> Bool { byte == space || byte == 9 }
}

extension Span where Element == UInt8 {
    /// Whether a range reads as `text`, which is lower-case, in any case.
    func matches(_ range: Range<Int>, _ text: StaticString) -> Bool {
        guard range.count == text.utf8CodeUnitCount else { return false }
        return text.withUTF8Buffer { wanted in
            for offset in 0..<wanted.count {
                let byte = self[range.lowerBound + offset]
                let isUpper = byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z")
                if (isUpper ? byte | 0x20 : byte) != wanted[offset] { return false }
            }
            return true
        }
    }

    /// Whether a range is sound UTF-8.
    func isUTF8(_ range: Range<Int>) -> Bool {
        guard range.contains(where: { self[$0] >= 0x80 }) else { return true }
        return String(validating: range.map { self[$0] }, as: UTF8.self) != nil
    }

    /// Whether a comma-separated list has `word`, which is lower-case, in any case.
    func lists(_ range: Range<Int>, _ word: StaticString) -> Bool {
        var start = range.lowerBound
        while start <= range.upperBound {
            var end = start
            while end < range.upperBound, self[end] != UInt8(ascii: ",") { end += 1 }
            var item = start..<end
            while !item.isEmpty, Ascii.isBlank(self[item.lowerBound]) { item = item.lowerBound + 1..<item.upperBound }
            while !item.isEmpty, Ascii.isBlank(self[item.upperBound - 1]) { item = item.lowerBound..<item.upperBound - 1 }
            if matches(item, word) { return true }
            start = end + 1
        }
        return false
    }
}
