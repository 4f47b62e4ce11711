extension KeyScanner {
    /// A string of the input: its bytes there, or apart from it where escapes had to be undone.
    struct Text {
        var range: Range<Int>
        var decoded: [UInt8]?
    }

    static func isQuote(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") }

    func withBytes<Result>(of text: Text, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        if let decoded = text.decoded { return decoded.withUnsafeBufferPointer(body) }
        return body(UnsafeBufferPointer(rebasing: input[text.range]))
    }

    func string(of text: Text) -> String { withBytes(of: text) { String(decoding: $0, as: UTF8.self) } }

    /// Reads a quoted string. Control characters pass, as the API lets them; bytes that are no UTF-8 do not.
    mutating func scanText() throws(GemError) -> Text {
        let quote = input[index]
        index += 1
        let start = index
        var isASCII = true
        skipPlain(quote, &isASCII)
        guard index < input.count else { throw failure("A string has no closing quote") }
        var text = Text(range: start..<index)
        if input[index] != quote { text.decoded = try decode(from: start, quote, &isASCII) }
        if !isASCII, !withBytes(of: text, UTF8Check.isValid) { throw failure("A string before it is no UTF-8") }
        index += 1
        return text
    }

    /// Goes to the next quote or backslash, eight bytes at a time.
    private mutating func skipPlain(_ quote: UInt8, _ isASCII: inout Bool) {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let tops: UInt64 = 0x8080_8080_8080_8080
        let quotes = ones &* UInt64(quote)
        let backslashes = ones &* UInt64(UInt8(ascii: "\\"))
        var high: UInt64 = 0
        if let base = UnsafeRawPointer(input.baseAddress) {
            while index + 8 <= input.count {
                let word = UInt64(littleEndian: base.loadUnaligned(fromByteOffset: index, as: UInt64.self))
                let first = word ^ quotes
                let second = word ^ backslashes
                let hit = (((first &- ones) & ~first) | ((second &- ones) & ~second)) & tops
                high |= word & tops
                if hit != 0 {
                    index += hit.trailingZeroBitCount / 8
                    isASCII = isASCII && high == 0
                    return
                }
                index += 8
            }
        }
        while index < input.count, input[index] != quote, input[index] != UInt8(ascii: "\\") {
            high |= UInt64(input[index]) & 0x80
            index += 1
        }
        isASCII = isASCII && high == 0
    }

    /// Undoes the escapes of a string whose first one stands at the current byte.
    private mutating func decode(from start: Int, _ quote: UInt8, _ isASCII: inout Bool) throws(GemError) -> [UInt8] {
        var text = Array(input[start..<index])
        while index < input.count, input[index] != quote {
            try decodeEscape(into: &text, &isASCII)
            let run = index
            skipPlain(quote, &isASCII)
            text.append(contentsOf: input[run..<index])
        }
        guard index < input.count else { throw failure("A string has no closing quote") }
        return text
    }

    private mutating func decodeEscape(into text: inout [UInt8], _ isASCII: inout Bool) throws(GemError) {
        guard index + 1 < input.count else { throw failure("A string has no closing quote") }
        let byte = input[index + 1]
        index += 2
        if let plain = JSONEscape.byte(for: byte) { return text.append(plain) }
        switch byte {
        case UInt8(ascii: "'"): text.append(byte)
        case UInt8(ascii: "u"):
            var scalar = try scanUnit()
            if (0xD800..<0xDC00).contains(scalar), index + 1 < input.count, input[index] == 92, input[index + 1] == 117 {
                let back = index
                index += 2
                let low = try scanUnit()
                if (0xDC00..<0xE000).contains(low) {
                    scalar = 0x10000 + (scalar - 0xD800) << 10 + (low - 0xDC00)
                } else {
                    index = back
                }
            }
            UTF8Check.append(scalar, to: &text)
        default: throw failure("A string has an escape that is none")
        }
    }

    private mutating func scanUnit() throws(GemError) -> UInt32 {
        guard index + 4 <= input.count else { throw failure("A \\u escape needs four hexadecimal digits") }
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = Hex.value(input[index]) else { throw failure("A \\u escape needs four hexadecimal digits") }
            value = value << 4 | UInt32(digit)
            index += 1
        }
        return value
    }

    /// Writes a string with its length before it; gives the place of its bytes.
    @discardableResult
    mutating func append(string text: Text) -> Range<Int> {
        out.append(UInt8(ascii: "\""))
        if let decoded = text.decoded {
            append(length: decoded.count)
            out.append(contentsOf: decoded)
            return out.count - decoded.count..<out.count
        }
        append(length: text.range.count)
        out.append(contentsOf: UnsafeBufferPointer(rebasing: input[text.range]))
        return out.count - text.range.count..<out.count
    }

    mutating func append(string text: String) {
        out.append(UInt8(ascii: "\""))
        append(length: text.utf8.count)
        out.append(contentsOf: text.utf8)
    }

    mutating func append(name: StaticString) {
        out.append(UInt8(ascii: "."))
        out.append(contentsOf: KeySchema.bytes(name))
        out.append(UInt8(ascii: " "))
    }

    /// Writes a count and a colon.
    mutating func append(length: Int) {
        append(integer: length)
        out.append(UInt8(ascii: ":"))
    }

    mutating func append(integer value: Int) {
        if value < 0 { out.append(UInt8(ascii: "-")) }
        let start = out.count
        var rest = value.magnitude
        repeat {
            out.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        } while rest > 0
        if out.count - start > 1 { out[start...].reverse() }
    }
}

/// UTF-8, with lone surrogates from `\u` escapes written as three bytes so that they stay apart from all else.
enum UTF8Check {
    /// Writes a code point.
    static func append(_ scalar: UInt32, to text: inout [UInt8]) {
        func tail(_ shift: UInt32) -> UInt8 { UInt8(0x80 | scalar >> shift & 0x3F) }
        switch scalar {
        case 0..<0x80: text.append(UInt8(scalar))
        case 0..<0x800: text += [UInt8(0xC0 | scalar >> 6), tail(0)]
        case 0..<0x10000: text += [UInt8(0xE0 | scalar >> 12), tail(6), tail(0)]
        default: text += [UInt8(0xF0 | scalar >> 18), tail(12), tail(6), tail(0)]
        }
    }

    /// Whether bytes are well-formed UTF-8, surrogates let pass.
    static func isValid(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            guard byte >= 0x80 else {
                // Most of most texts: eight at a time.
                while index + 8 <= bytes.count, isASCII(bytes, at: index) { index += 8 }
                continue
            }
            let (count, first): (Int, ClosedRange<UInt8>) =
                switch byte {
                case 0xC2...0xDF: (1, 0x80...0xBF)
                case 0xE0: (2, 0xA0...0xBF)
                case 0xE1...0xEF: (2, 0x80...0xBF)
                case 0xF0: (3, 0x90...0xBF)
                case 0xF1...0xF3: (3, 0x80...0xBF)
                case 0xF4: (3, 0x80...0x8F)
                default: (0, 0...0)
                }
            guard count > 0, index + count <= bytes.count, first.contains(bytes[index]) else { return false }
            for offset in 1..<max(count, 1) where bytes[index + offset] & 0xC0 != 0x80 { return false }
            index += count
        }
        return true
    }

    @inline(__always)
    private static func isASCII(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        guard let base = UnsafeRawPointer(bytes.baseAddress) else { return false }
        return base.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
    }
}
