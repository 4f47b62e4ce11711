/// Reads the objects of a PDF file out of its bytes; what is malformed reads as nothing, and reading goes on behind it.
struct PDFReader {
    /// An object, as far as counting pages needs it.
    enum Value {
        case number(Int)
        case name(String)
        case reference(Int)
        case array([Value])
        case dictionary([String: Value])
        /// Strings, fractions, keywords.
        case other

        subscript(name: String) -> Value? {
            guard case .dictionary(let members) = self else { return nil }
            return members[name]
        }
        var number: Int? { if case .number(let value) = self { value } else { nil } }
        var name: String? { if case .name(let text) = self { text } else { nil } }
        var reference: Int? { if case .reference(let number) = self { number } else { nil } }
        var array: [Value]? { if case .array(let values) = self { values } else { nil } }
    }

    let bytes: [UInt8]
    var index: Int

    private static let deepest = 32

    /// The object that begins here; nil at the end, or at the end of what holds it.
    mutating func value(depth: Int = 0) -> Value? {
        skipSpace()
        guard index < bytes.count, depth < Self.deepest else { return nil }
        switch bytes[index] {
        case UInt8(ascii: "/"): return .name(name())
        case UInt8(ascii: "["):
            index += 1
            var values: [Value] = []
            while let value = value(depth: depth + 1) { values.append(value) }
            skip(UInt8(ascii: "]"))
            return .array(values)
        case UInt8(ascii: "<"):
            guard index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "<") else {
                skipTo(UInt8(ascii: ">"))
                return .other
            }
            index += 2
            return .dictionary(members(depth))
        case UInt8(ascii: "("):
            skipString()
            return .other
        case UInt8(ascii: "]"), UInt8(ascii: ">"), UInt8(ascii: ")"), UInt8(ascii: "{"), UInt8(ascii: "}"): return nil
        default: return word()
        }
    }

    private mutating func members(_ depth: Int) -> [String: Value] {
        var members: [String: Value] = [:]
        while true {
            skipSpace()
            guard index < bytes.count, bytes[index] == UInt8(ascii: "/") else { break }
            let name = name()
            guard let value = value(depth: depth + 1) else { break }
            members[name] = value
        }
        skip(UInt8(ascii: ">"))
        skip(UInt8(ascii: ">"))
        return members
    }

    /// A number, a reference (`12 0 R`) or a keyword.
    private mutating func word() -> Value {
        guard let first = integer() else {
            let start = index
            while index < bytes.count, Self.isRegular(bytes[index]) { index += 1 }
            if index == start { index += 1 }
            return .other
        }
        let mark = index
        skipSpace()
        if integer() != nil {
            skipSpace()
            if index < bytes.count, bytes[index] == UInt8(ascii: "R"), index + 1 == bytes.count || !Self.isRegular(bytes[index + 1]) {
                index += 1
                return .reference(first)
            }
        }
        index = mark
        return .number(first)
    }

    /// A whole number without a sign; nothing is read where there is none.
    mutating func integer() -> Int? {
        var at = index
        var value = 0
        while at < bytes.count, (48...57).contains(bytes[at]), at - index < 15 {
            value = value * 10 + Int(bytes[at] - 48)
            at += 1
        }
        guard at > index, at == bytes.count || !Self.isRegular(bytes[at]) else { return nil }
        index = at
        return value
    }

    private mutating func name() -> String {
        index += 1
        var text: [UInt8] = []
        while index < bytes.count, Self.isRegular(bytes[index]) {
            if bytes[index] == UInt8(ascii: "#"), index + 2 < bytes.count, let high = Hex.value(bytes[index + 1]),
                let low = Hex.value(bytes[index + 2])
            {
                text.append(high << 4 | low)
                index += 3
            } else {
                text.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private mutating func skipString() {
        var open = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += byte == UInt8(ascii: "\\") ? 2 : 1
            if byte == UInt8(ascii: "(") { open += 1 }
            if byte == UInt8(ascii: ")") { open -= 1 }
            if open == 0 { break }
        }
        index = min(index, bytes.count)
    }

    private mutating func skip(_ byte: UInt8) {
        if index < bytes.count, bytes[index] == byte { index += 1 }
    }

    private mutating func skipTo(_ byte: UInt8) {
        while index < bytes.count, bytes[index] != byte { index += 1 }
        skip(byte)
    }

    /// Steps over white space and comments.
    mutating func skipSpace() {
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%") {
                while index < bytes.count, bytes[index] != 10, bytes[index] != 13 { index += 1 }
            } else if Self.isSpace(bytes[index]) {
                index += 1
            } else {
                return
            }
        }
    }

    /// Whether these bytes stand at an offset.
    func stands(_ text: StaticString, at offset: Int) -> Bool {
        let count = text.utf8CodeUnitCount
        guard offset >= 0, count <= bytes.count - offset else { return false }
        for place in 0..<count where bytes[offset + place] != text.utf8Start[place] { return false }
        return true
    }

    static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || byte == 10 || byte == 13 || byte == 9 || byte == 0 || byte == 12 }

    private static func isRegular(_ byte: UInt8) -> Bool {
        guard !isSpace(byte) else { return false }
        switch byte {
        case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "["), UInt8(ascii: "]"),
            UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "/"), UInt8(ascii: "%"):
            return false
        default: return true
        }
    }
}
