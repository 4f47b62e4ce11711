/// Base64 (RFC 4648).
package enum Base64Coding {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let urlAlphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// The standard alphabet with padding, or the URL-safe one without.
    package static func encode(_ bytes: [UInt8], urlSafe: Bool = false) -> String {
        String(unsafeUninitializedCapacity: (bytes.count + 2) / 3 * 4) { out in
            (urlSafe ? urlAlphabet : alphabet).withUnsafeBufferPointer { digits in
                bytes.withUnsafeBufferPointer { input in
                    var index = 0
                    var place = 0
                    while index < input.count {
                        let left = input.count - index
                        let group =
                            UInt32(input[index]) << 16 | (left > 1 ? UInt32(input[index + 1]) << 8 : 0)
                            | (left > 2 ? UInt32(input[index + 2]) : 0)
                        out[place] = digits[Int(group >> 18)]
                        out[place + 1] = digits[Int(group >> 12 & 63)]
                        out[place + 2] = left > 1 ? digits[Int(group >> 6 & 63)] : UInt8(ascii: "=")
                        out[place + 3] = left > 2 ? digits[Int(group & 63)] : UInt8(ascii: "=")
                        index += 3
                        place += 4
                    }
                    return urlSafe ? place - (3 - bytes.count % 3) % 3 : place
                }
            }
        }
    }

    /// Reads either alphabet, padded or not; nil where a character is in neither.
    package static func decode(_ text: some StringProtocol) -> [UInt8]? {
        var out: [UInt8] = []
        out.reserveCapacity(text.utf8.count / 4 * 3)
        var group: UInt32 = 0
        var bits = 0
        var padding = 0
        for byte in text.utf8 {
            if byte == UInt8(ascii: "=") {
                padding += 1
                continue
            }
            guard padding == 0, let value = value(byte) else { return nil }
            group = group << 6 | UInt32(value)
            bits += 6
            if bits >= 8 {
                bits -= 8
                out.append(UInt8(truncatingIfNeeded: group >> UInt32(bits)))
            }
        }
        return padding <= 2 && bits < 6 ? out : nil
    }

    private static func value(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
        case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
        default: nil
        }
    }
}
