/// Percent-encoding of URL parts (RFC 3986).
package enum PercentCoding {
    /// Decodes `%41` to `A`; a broken escape stays as it is. `+` is left alone.
    package static func decode(_ text: some StringProtocol) -> String {
        guard text.utf8.contains(UInt8(ascii: "%")) else { return String(text) }
        return String(decoding: bytes(of: text), as: UTF8.self)
    }

    /// Decodes all but what servers may read in different ways, so that only equal texts come out equal: `+` stays apart from `%2B`, and
    /// a broken escape from a percent sign.
    package static func decodeKeepingDoubt(_ text: some StringProtocol) -> String {
        guard text.utf8.contains(UInt8(ascii: "%")) else { return String(text) }
        return String(decoding: bytes(of: text, keepsDoubt: true), as: UTF8.self)
    }

    /// Whether a text is still one without its escapes; where it is none, decoding repairs it, and takes different bytes for the same.
    package static func standsForText(_ text: some StringProtocol) -> Bool {
        guard text.utf8.contains(UInt8(ascii: "%")) else { return true }
        return String(validating: bytes(of: text), as: UTF8.self) != nil
    }

    private static func bytes(of text: some StringProtocol, keepsDoubt: Bool = false) -> [UInt8] {
        let bytes = Array(text.utf8)
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
                let high = Hex.value(bytes[index + 1]), let low = Hex.value(bytes[index + 2])
            {
                let byte = high << 4 | low
                if keepsDoubt, byte == UInt8(ascii: "+") || byte == UInt8(ascii: "%") {
                    out += [UInt8(ascii: "%"), Hex.upper(high), Hex.upper(low)]
                } else {
                    out.append(byte)
                }
                index += 3
            } else {
                // Twice, since what follows may make an escape of it once that is decoded.
                if keepsDoubt, bytes[index] == UInt8(ascii: "%") { out.append(bytes[index]) }
                out.append(bytes[index])
                index += 1
            }
        }
        return out
    }

    /// Encodes everything but RFC 3986's unreserved characters.
    package static func encode(_ text: some StringProtocol) -> String {
        var out: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
                out.append(byte)
            default:
                out.append(UInt8(ascii: "%"))
                out.append(Hex.upper(byte >> 4))
                out.append(Hex.upper(byte & 15))
            }
        }
        return String(decoding: out, as: UTF8.self)
    }
}

/// Hexadecimal digits.
package enum Hex {
    /// The value of a digit in either case.
    package static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// The lower-case digit of a value below 16.
    package static func lower(_ value: UInt8) -> UInt8 { value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10 }

    /// The upper-case digit of a value below 16.
    package static func upper(_ value: UInt8) -> UInt8 { value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10 }

    /// Lower-case digits of bytes.
    package static func string(_ bytes: some Sequence<UInt8>) -> String {
        var out: [UInt8] = []
        for byte in bytes {
            out.append(lower(byte >> 4))
            out.append(lower(byte & 15))
        }
        return String(decoding: out, as: UTF8.self)
    }
}
