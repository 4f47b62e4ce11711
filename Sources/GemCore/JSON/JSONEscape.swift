/// The escapes of a JSON string that stand for one byte.
enum JSONEscape {
    /// The byte that a letter behind a backslash stands for; nil for `u` and for what is no escape.
    @inline(__always) static func byte(for letter: UInt8) -> UInt8? {
        switch letter {
        case UInt8(ascii: "n"): 10
        case UInt8(ascii: "t"): 9
        case UInt8(ascii: "r"): 13
        case UInt8(ascii: "b"): 8
        case UInt8(ascii: "f"): 12
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): letter
        default: nil
        }
    }
}
