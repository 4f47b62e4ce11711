/// Base64 in the four spellings that requests come in.
struct Base64: Sendable, Hashable {
    /// Whether `-` and `_` stand for `+` and `/`.
    var isURLSafe = false
    /// Whether `=` fills the last group.
    var isPadded = true

    /// `base64`, `base64url`, either with ` unpadded`.
    var name: String { (isURLSafe ? "base64url" : "base64") + (isPadded ? "" : " unpadded") }

    init() {}

    init?(name: String) {
        let words = name.split(separator: " ")
        guard let first = words.first, first == "base64" || first == "base64url", words.count < 3 else { return nil }
        isURLSafe = first == "base64url"
        isPadded = words.count == 1
        guard isPadded || words[1] == "unpadded" else { return nil }
    }

    /// Decodes text that one spelling gives back exactly; nil for any other text.
    static func decode(_ text: String) -> (bytes: [UInt8], spelling: Base64)? {
        var spelling = Base64()
        var out: [UInt8] = []
        out.reserveCapacity(text.utf8.count / 4 * 3 + 3)
        var (group, count, fill) = (UInt32(0), 0, 0)
        for byte in text.utf8 {
            if byte == UInt8(ascii: "=") {
                fill += 1
                continue
            }
            guard fill == 0, let value = value(byte) else { return nil }
            if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") { spelling.isURLSafe = true }
            group = group << 6 | value
            count += 1
            if count % 4 == 0 {
                out.append(UInt8(truncatingIfNeeded: group >> 16))
                out.append(UInt8(truncatingIfNeeded: group >> 8))
                out.append(UInt8(truncatingIfNeeded: group))
            }
        }
        switch count % 4 {
        case 1: return nil
        case 2: out.append(UInt8(truncatingIfNeeded: group >> 4))
        case 3:
            out.append(UInt8(truncatingIfNeeded: group >> 10))
            out.append(UInt8(truncatingIfNeeded: group >> 2))
        default: break
        }
        spelling.isPadded = fill > 0 || count % 4 == 0
        guard spelling.encode(out).utf8.elementsEqual(text.utf8) else { return nil }
        return (out, spelling)
    }

    /// Encodes bytes.
    func encode(_ bytes: [UInt8]) -> String {
        var out: [UInt8] = []
        out.reserveCapacity((bytes.count + 2) / 3 * 4)
        var index = 0
        while index < bytes.count {
            let left = min(3, bytes.count - index)
            var group = UInt32(bytes[index]) << 16
            if left > 1 { group |= UInt32(bytes[index + 1]) << 8 }
            if left > 2 { group |= UInt32(bytes[index + 2]) }
            for place in 0...left { out.append(digit(UInt8(truncatingIfNeeded: group >> UInt32(18 - 6 * place)) & 63)) }
            if isPadded { out.append(contentsOf: repeatElement(UInt8(ascii: "="), count: 3 - left)) }
            index += 3
        }
        return String(decoding: out, as: UTF8.self)
    }

    private func digit(_ value: UInt8) -> UInt8 {
        switch value {
        case 0..<26: UInt8(ascii: "A") + value
        case 26..<52: UInt8(ascii: "a") + value - 26
        case 52..<62: UInt8(ascii: "0") + value - 52
        case 62: UInt8(ascii: isURLSafe ? "-" : "+")
        default: UInt8(ascii: isURLSafe ? "_" : "/")
        }
    }

    private static func value(_ digit: UInt8) -> UInt32? {
        switch digit {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(digit - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(digit - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(digit - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
        case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
        default: nil
        }
    }
}
