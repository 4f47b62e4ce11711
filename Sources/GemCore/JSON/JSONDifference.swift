/// Where two JSON values differ; object members are compared by name, whatever their order, and numbers by value.
public struct JSONDifference: Sendable, Hashable {
    /// Where, as in `contents[0].parts[0].text`; empty for the whole value.
    public var path: String
    /// The left value there; nil where the left has none.
    public var left: JSON?
    /// The right value there; nil where the right has none.
    public var right: JSON?

    /// Names a difference.
    public init(path: String, left: JSON?, right: JSON?) {
        self.path = path
        self.left = left
        self.right = right
    }

    /// The first difference in the left value's order (what only the right has comes last); nil where the values say the same.
    public static func first(_ left: JSON, _ right: JSON) -> JSONDifference? { all(left, right, upTo: 1).first }

    /// Up to `limit` differences in order: how far apart two values are.
    public static func all(_ left: JSON, _ right: JSON, upTo limit: Int) -> [JSONDifference] {
        var finder = Finder(limit: limit)
        finder.compare(left, right, at: "")
        return finder.found
    }
}

private struct Finder {
    let limit: Int
    var found: [JSONDifference] = []

    mutating func compare(_ left: JSON?, _ right: JSON?, at path: String) {
        guard found.count < limit else { return }
        switch (left, right) {
        case (.object(let left), .object(let right)):
            let (mine, other) = (left.byName, right.byName)
            for member in left.members { compare(member.value, other[member.name], at: path + JSONDifference.step(member.name, path)) }
            for member in right.members where mine[member.name] == nil {
                compare(nil, member.value, at: path + JSONDifference.step(member.name, path))
            }
        case (.array(let left), .array(let right)):
            for index in 0..<max(left.count, right.count) {
                guard found.count < limit else { return }
                compare(
                    index < left.count ? left[index] : nil, index < right.count ? right[index] : nil, at: path + "[\(index)]")
            }
        case (.number(let left), .number(let right)) where Self.sameNumber(left, right): return
        case (.string(let left), .string(let right)) where left.utf8.elementsEqual(right.utf8): return
        case (.bool(let left), .bool(let right)) where left == right: return
        case (.null, .null), (nil, nil): return
        default:
            found.append(JSONDifference(path: path, left: left, right: right))
        }
    }

    private static func sameNumber(_ left: String, _ right: String) -> Bool {
        if let left = Int64(left), let right = Int64(right) { return left == right }
        return Double(left) == Double(right)
    }
}

extension JSON.Object {
    fileprivate var byName: [String: JSON] { Dictionary(members.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 }) }
}

extension JSONDifference {
    /// A member's name as a step of a path.
    static func step(_ name: String, _ path: String) -> String {
        let isPlain =
            !name.isEmpty
            && name.utf8.allSatisfy { byte in
                byte | 32 >= 97 && byte | 32 <= 122 || (48...57).contains(byte) || byte == 95 || byte == 36 || byte == 64
            }
        guard isPlain else { return "[\(JSON.string(name).text())]" }
        return path.isEmpty ? name : "." + name
    }

    /// Both values on one line each, shortened to about `width` characters around the place where they part.
    public func excerpts(width: Int = 60) -> (left: String, right: String) {
        let (mine, other) = (left.map { $0.bytes() }, right.map { $0.bytes() })
        var start = 0
        if let mine, let other { start = max(0, zip(mine, other).prefix { $0 == $1 }.count - width / 3) }
        return (mine.map { Self.cut($0, from: start, width) } ?? "absent", other.map { Self.cut($0, from: start, width) } ?? "absent")
    }

    /// About `width` characters of a text that may be many megabytes long, from `start` or the beginning of the character there.
    private static func cut(_ text: [UInt8], from start: Int, _ width: Int) -> String {
        var start = start
        while start > 0, start < text.count, text[start] & 0xC0 == 0x80 { start -= 1 }
        let excerpt = String(decoding: text.dropFirst(start).prefix(width * 4), as: UTF8.self).prefix(width)
        return (start > 0 ? "…" : "") + excerpt + (start + excerpt.utf8.count < text.count ? "…" : "")
    }
}
