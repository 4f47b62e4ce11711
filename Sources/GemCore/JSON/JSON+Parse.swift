/// Why bytes are not JSON.
public struct JSONFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was found, in the words of the API's own transcoder where it has some.
    public var message: String
    /// The offset of the offending byte.
    public var offset: Int

    public var description: String { "\(message.hasSuffix(".") ? String(message.dropLast()) : message) at byte \(offset)" }
}

extension JSON {
    /// How strict reading is.
    public enum Dialect: Sendable, Hashable {
        /// RFC 8259.
        case strict
        /// What the API's transcoder accepts besides: single-quoted strings, unquoted names, trailing commas, line breaks in strings,
        /// a backslash before any character.
        case lenient
    }

    /// Reads one JSON text; throws `JSONFailure` at the first offending byte.
    public init(parsing bytes: [UInt8], _ dialect: Dialect = .strict) throws(JSONFailure) {
        var reader = JSONReader(bytes: bytes, isLenient: dialect == .lenient)
        self = try reader.document()
    }

    /// Reads one JSON text.
    public init(parsing text: String, _ dialect: Dialect = .strict) throws(JSONFailure) {
        try self.init(parsing: Array(text.utf8), dialect)
    }
}

/// Reads values by recursive descent, to 200 levels.
private struct JSONReader {
    let bytes: [UInt8]
    let isLenient: Bool
    var index = 0

    init(bytes: [UInt8], isLenient: Bool) {
        self.bytes = bytes
        self.isLenient = isLenient
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
    }

    mutating func document() throws(JSONFailure) -> JSON {
        let value = try self.value(depth: 0)
        skipSpace()
        guard index == bytes.count else { throw failure("Parsing terminated before end of input.") }
        return value
    }

    private func failure(_ message: String) -> JSONFailure { JSONFailure(message: message, offset: index) }

    /// What should have stood here, or that the text ended instead.
    private func wanted(_ what: String) -> JSONFailure { failure(index < bytes.count ? what : "Unexpected end of string. " + what) }

    private mutating func skipSpace() {
        while index < bytes.count, bytes[index] == 32 || bytes[index] == 10 || bytes[index] == 13 || bytes[index] == 9 { index += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard index < bytes.count, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    private mutating func value(depth: Int, orElse place: String = "Expected a value.") throws(JSONFailure) -> JSON {
        guard depth < 200 else { throw failure("Message too deep. Max recursion depth reached.") }
        skipSpace()
        guard index < bytes.count else { throw wanted(place) }
        switch bytes[index] {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string(quote: UInt8(ascii: "\"")))
        case UInt8(ascii: "'") where isLenient: return .string(try string(quote: UInt8(ascii: "'")))
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        default:
            if word("true") { return .bool(true) }
            if word("false") { return .bool(false) }
            if word("null") { return .null }
            // What could begin a token elsewhere is one too many here; what can begin none is a value missed.
            throw failure(Self.isTokenStart(bytes[index]) ? "Unexpected token." : place)
        }
    }

    private mutating func word(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard index + count <= bytes.count else { return false }
        for offset in 0..<count where bytes[index + offset] != text.utf8Start[offset] { return false }
        if index + count < bytes.count, Self.isWord(bytes[index + count]) { return false }
        index += count
        return true
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        byte == 95 || (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }

    private static func isTokenStart(_ byte: UInt8) -> Bool {
        (isWord(byte) && !(48...57).contains(byte)) || byte == UInt8(ascii: "$") || byte == UInt8(ascii: "'") || "}]:,".utf8.contains(byte)
    }

    private mutating func object(depth: Int) throws(JSONFailure) -> JSON {
        index += 1
        var members: [JSON.Object.Member] = []
        var places: [ExactText: Int] = [:]
        skipSpace()
        if take(UInt8(ascii: "}")) { return .object(JSON.Object()) }
        while true {
            skipSpace()
            let name = try self.name()
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw wanted("Expected : between key:value pair.") }
            let value = try self.value(depth: depth + 1)
            if let place = places[ExactText(name)] {
                members[place].value = value
            } else {
                places[ExactText(name)] = members.count
                members.append(.init(name, value))
            }
            skipSpace()
            if take(UInt8(ascii: "}")) { return .object(JSON.Object(members)) }
            guard take(UInt8(ascii: ",")) else { throw wanted("Expected , or } after key:value pair.") }
            skipSpace()
            if isLenient, take(UInt8(ascii: "}")) { return .object(JSON.Object(members)) }
        }
    }

    private mutating func name() throws(JSONFailure) -> String {
        guard index < bytes.count else { throw wanted("Expected an object key or }.") }
        if bytes[index] == UInt8(ascii: "\"") { return try string(quote: UInt8(ascii: "\"")) }
        if isLenient, bytes[index] == UInt8(ascii: "'") { return try string(quote: UInt8(ascii: "'")) }
        func isKey(_ byte: UInt8) -> Bool { Self.isWord(byte) || byte == UInt8(ascii: "$") }
        guard isLenient, isKey(bytes[index]), !(48...57).contains(bytes[index]) else {
            throw failure("Expected an object key or }.")
        }
        let start = index
        while index < bytes.count, isKey(bytes[index]) { index += 1 }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    private mutating func array(depth: Int) throws(JSONFailure) -> JSON {
        index += 1
        var elements: [JSON] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return .array([]) }
        while true {
            elements.append(try value(depth: depth + 1, orElse: "Expected a value or ] within an array."))
            skipSpace()
            if take(UInt8(ascii: "]")) { return .array(elements) }
            guard take(UInt8(ascii: ",")) else { throw wanted("Expected , or ] after array value.") }
            skipSpace()
            if isLenient, take(UInt8(ascii: "]")) { return .array(elements) }
        }
    }

    private mutating func number() throws(JSONFailure) -> String {
        let start = index
        _ = take(UInt8(ascii: "-"))
        let integer = digits()
        guard integer == 1 || integer == 0 || bytes[index - integer] != UInt8(ascii: "0") else {
            index = start
            throw failure("Octal/hex numbers are not valid JSON values.")
        }
        guard integer > 0 else { throw failure("Unable to parse number.") }
        if take(UInt8(ascii: ".")), digits() == 0 { throw failure("Unable to parse number.") }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            _ = take(UInt8(ascii: "+")) || take(UInt8(ascii: "-"))
            guard digits() > 0 else { throw failure("Unable to parse number.") }
        }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    private mutating func digits() -> Int {
        let start = index
        while index < bytes.count, (48...57).contains(bytes[index]) { index += 1 }
        return index - start
    }

    private mutating func string(quote: UInt8) throws(JSONFailure) -> String {
        index += 1
        let start = index
        while index < bytes.count, bytes[index] != quote, bytes[index] != UInt8(ascii: "\\"), bytes[index] >= 32 { index += 1 }
        if index < bytes.count, bytes[index] == quote {
            defer { index += 1 }
            return try text(bytes[start..<index])
        }
        var out = Array(bytes[start..<index])
        while index < bytes.count {
            let byte = bytes[index]
            if byte == quote {
                index += 1
                return try text(out[...])
            }
            if byte == UInt8(ascii: "\\") {
                try escape(into: &out)
            } else {
                guard isLenient || byte >= 32 else { throw failure("Illegal control character in a string.") }
                out.append(byte)
                index += 1
            }
        }
        throw failure("Closing quote expected in string.")
    }

    private func text(_ slice: ArraySlice<UInt8>) throws(JSONFailure) -> String {
        guard let text = String(validating: slice, as: UTF8.self) else { throw failure("Encountered non UTF-8 code points.") }
        return text
    }

    private mutating func escape(into out: inout [UInt8]) throws(JSONFailure) {
        index += 1
        guard index < bytes.count else { throw failure("Closing quote expected in string.") }
        let byte = bytes[index]
        index += 1
        if let plain = JSONEscape.byte(for: byte) { return out.append(plain) }
        switch byte {
        case UInt8(ascii: "u"):
            var unit = try hexUnit()
            if (0xD800..<0xDC00).contains(unit), index + 1 < bytes.count, bytes[index] == 92, bytes[index + 1] == 117 {
                let save = index
                index += 2
                let low = try hexUnit()
                if (0xDC00..<0xE000).contains(low) {
                    unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
                } else {
                    index = save
                }
            }
            out.append(contentsOf: String(Unicode.Scalar(unit) ?? "\u{FFFD}").utf8)
        case UInt8(ascii: "v") where isLenient: out.append(11)
        case _ where isLenient: out.append(byte)
        default: throw failure("Invalid escape sequence in string.")
        }
    }

    private mutating func hexUnit() throws(JSONFailure) -> UInt32 {
        guard index + 4 <= bytes.count else { throw failure("Illegal hex string.") }
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = Hex.value(bytes[index]) else { throw failure("Illegal hex string.") }
            value = value << 4 | UInt32(digit)
            index += 1
        }
        return value
    }
}
