/// Leaves out the white space between a JSON text's tokens, in whatever pieces it comes; nothing else is changed or checked.
package struct JSONCompactor: ByteFilter {
    private var isInString = false
    private var isEscaped = false

    /// Starts before the first token.
    package init() {}

    package mutating func pass(_ bytes: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        for byte in bytes {
            if isInString {
                out.append(byte)
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                }
            } else if ![32, 9, 10, 13].contains(byte) {
                out.append(byte)
                isInString = byte == UInt8(ascii: "\"")
            }
        }
        return out
    }
}
