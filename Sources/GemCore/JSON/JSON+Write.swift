extension JSON {
    /// How a value is laid out.
    public enum Layout: Sendable, Hashable {
        /// No white space at all.
        case compact
        /// One line as the API's stream events have it: a space after `:`, none after `,`, and `<` and `>` escaped.
        case line
        /// Two spaces an indent and a final newline, as the API's unary answers have it, with `<` and `>` escaped.
        case pretty
        /// As `pretty`, but with nothing escaped that need not be: for people.
        case readable
    }

    /// The value's UTF-8 text.
    public func bytes(_ layout: Layout = .compact) -> [UInt8] {
        var writer = JSONWriter(layout: layout)
        writer.write(self, depth: 0)
        if layout == .pretty || layout == .readable { writer.out.append(10) }
        return writer.out
    }

    /// The value's text.
    public func text(_ layout: Layout = .compact) -> String { String(decoding: bytes(layout), as: UTF8.self) }
}

private struct JSONWriter {
    let layout: JSON.Layout
    var out: [UInt8] = []

    mutating func write(_ value: JSON, depth: Int) {
        switch value {
        case .null: append("null")
        case .bool(let flag): append(flag ? "true" : "false")
        case .number(let text): out.append(contentsOf: text.utf8)
        case .string(let text): string(text)
        case .array(let elements):
            guard !elements.isEmpty else { return append("[]") }
            out.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { out.append(UInt8(ascii: ",")) }
                newline(depth + 1)
                write(element, depth: depth + 1)
            }
            newline(depth)
            out.append(UInt8(ascii: "]"))
        case .object(let object):
            guard !object.isEmpty else { return append("{}") }
            out.append(UInt8(ascii: "{"))
            for (index, member) in object.members.enumerated() {
                if index > 0 { out.append(UInt8(ascii: ",")) }
                newline(depth + 1)
                string(member.name)
                append(layout == .compact ? ":" : ": ")
                write(member.value, depth: depth + 1)
            }
            newline(depth)
            out.append(UInt8(ascii: "}"))
        }
    }

    private var escapesAngles: Bool { layout == .line || layout == .pretty }

    private mutating func append(_ text: String) { out.append(contentsOf: text.utf8) }

    private mutating func newline(_ depth: Int) {
        guard layout == .pretty || layout == .readable else { return }
        out.append(10)
        out.append(contentsOf: repeatElement(32, count: depth * 2))
    }

    private mutating func string(_ text: String) {
        out.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): append("\\\"")
            case UInt8(ascii: "\\"): append("\\\\")
            case 10: append("\\n")
            case 13: append("\\r")
            case 9: append("\\t")
            case 8: append("\\b")
            case 12: append("\\f")
            case UInt8(ascii: "<") where escapesAngles: append("\\u003c")
            case UInt8(ascii: ">") where escapesAngles: append("\\u003e")
            case 0..<32:
                append("\\u00")
                out.append(Hex.lower(byte >> 4))
                out.append(Hex.lower(byte & 15))
            default: out.append(byte)
            }
        }
        out.append(UInt8(ascii: "\""))
    }
}
