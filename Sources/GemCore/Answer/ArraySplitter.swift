/// Splits the elements out of a JSON array that arrives in any pieces, as `streamGenerateContent` without `alt=sse` sends it.
public struct ArraySplitter: Sendable {
    private enum Place { case before, between, inside, after }

    private var place = Place.before
    private var depth = 0
    private var inString = false
    private var escaped = false
    private var element: [UInt8] = []
    /// Whether something stood where none may: not an array of objects, or bytes after its end.
    public private(set) var isBroken = false

    /// Starts before the array.
    public init() {}

    /// Whether the closing bracket has come.
    public var isComplete: Bool { place == .after && !isBroken }

    /// Takes the next bytes and gives the elements they complete, without the white space around them.
    public mutating func feed(_ bytes: [UInt8]) -> [[UInt8]] {
        var elements: [[UInt8]] = []
        for byte in bytes {
            if place == .inside {
                element.append(byte)
                if step(byte) {
                    elements.append(element)
                    element = []
                    place = .between
                }
            } else {
                outside(byte)
            }
        }
        return elements
    }

    /// Follows one byte inside an element; true when it closes the element.
    private mutating func step(_ byte: UInt8) -> Bool {
        if inString {
            if escaped {
                escaped = false
            } else if byte == UInt8(ascii: "\\") {
                escaped = true
            } else if byte == UInt8(ascii: "\"") {
                inString = false
            }
            return false
        }
        switch byte {
        case UInt8(ascii: "\""): inString = true
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            depth -= 1
            return depth == 0
        default: break
        }
        return false
    }

    private mutating func outside(_ byte: UInt8) {
        switch (byte, place) {
        case (32, _), (9, _), (10, _), (13, _): break
        case (UInt8(ascii: "["), .before): place = .between
        case (UInt8(ascii: ","), .between): break
        case (UInt8(ascii: "]"), .between): place = .after
        case (UInt8(ascii: "{"), .between):
            place = .inside
            depth = 1
            element = [byte]
        default: isBroken = true
        }
    }
}
