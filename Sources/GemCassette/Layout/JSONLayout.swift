public import GemCore

/// How a JSON body was laid out, so that the same bytes can be made again from its value.
public struct JSONLayout: Sendable, Hashable {
    /// Indents and spaces.
    public var base: JSON.Layout
    /// Whether a newline follows the value.
    public var endsInNewline: Bool
    /// Whether `<` and `>` are spelled `\u003c` and `\u003e`, as the API does.
    public var escapesAngles: Bool

    /// Makes a layout.
    public init(_ base: JSON.Layout, endsInNewline: Bool, escapesAngles: Bool = true) {
        self.base = base
        self.endsInNewline = endsInNewline
        self.escapesAngles = escapesAngles
    }

    /// The API's whole answers.
    public static let unary = JSONLayout(.pretty, endsInNewline: true)
    /// The API's server-sent events.
    public static let event = JSONLayout(.line, endsInNewline: false)
    /// The elements of the API's streamed array.
    public static let element = JSONLayout(.pretty, endsInNewline: false)

    /// The value's bytes in this layout.
    public func bytes(_ value: JSON) -> [UInt8] {
        var bytes = value.bytes(base)
        if base == .pretty, !endsInNewline { bytes.removeLast() }
        if base != .pretty, endsInNewline { bytes.append(10) }
        guard escapesAngles, bytes.contains(where: { $0 | 2 == UInt8(ascii: ">") }) else { return bytes }
        var escaped: [UInt8] = []
        escaped.reserveCapacity(bytes.count + 64)
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "<"): escaped.append(contentsOf: #"\u003c"#.utf8)
            case UInt8(ascii: ">"): escaped.append(contentsOf: #"\u003e"#.utf8)
            default: escaped.append(byte)
            }
        }
        return escaped
    }

    /// The layout that gives exactly `bytes` for `value`, trying `preferred` first; nil where none does.
    public static func detect(_ value: JSON, _ bytes: [UInt8], preferring preferred: JSONLayout) -> JSONLayout? {
        if preferred.bytes(value) == bytes { return preferred }
        let endsInNewline = bytes.last == 10
        let hasPlainAngles = bytes.contains { $0 | 2 == UInt8(ascii: ">") }
        for base in [JSON.Layout.pretty, .compact, .line] {
            let layout = JSONLayout(base, endsInNewline: endsInNewline, escapesAngles: !hasPlainAngles)
            if layout != preferred, layout.bytes(value) == bytes { return layout }
        }
        return nil
    }
}

extension JSONLayout: LosslessStringConvertible {
    /// Reads a layout's name; nil for anything else.
    public init?(_ name: String) {
        var words = name.split(separator: " ")[...]
        switch words.popFirst() {
        case "pretty": self.init(.pretty, endsInNewline: true)
        case "compact": self.init(.compact, endsInNewline: false)
        case "line": self.init(.line, endsInNewline: false)
        default: return nil
        }
        for word in words {
            switch word {
            case "newline": endsInNewline = true
            case "no-newline": endsInNewline = false
            case "plain": escapesAngles = false
            default: return nil
            }
        }
    }

    /// `pretty`, `compact`, `line`, with `newline` or `no-newline` where that is not usual for it, and `plain` where angle brackets are not escaped.
    public var description: String {
        var name = "\(base)"
        if base == .pretty, !endsInNewline { name += " no-newline" }
        if base != .pretty, endsInNewline { name += " newline" }
        if !escapesAngles { name += " plain" }
        return name
    }
}
