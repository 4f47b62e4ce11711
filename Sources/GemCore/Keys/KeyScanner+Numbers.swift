extension KeyScanner {
    static func isNumberStart(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "-") || (48...57).contains(byte) }

    /// Reads a number's spelling.
    mutating func scanNumberText() throws(GemError) -> Range<Int> {
        skipSpace()
        let start = index
        guard let end = Self.numberEnd(input, from: start) else { throw failure("A number is misspelt") }
        index = end
        return start..<end
    }

    /// Whether bytes spell a number, and nothing else.
    static func isNumber(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool { numberEnd(bytes, from: 0) == bytes.count }

    /// Reads a numeric field: a number, or a string that spells one, as proto-JSON lets it.
    mutating func scanNumber(_ kind: KeySchema.Kind) throws(GemError) -> Bool {
        let start = out.count
        let text: Text
        if Self.isQuote(peek()) {
            text = try scanText()
            guard withBytes(of: text, Self.isNumber) else {
                append(string: text)
                return true
            }
        } else if Self.isNumberStart(peek()) {
            text = Text(range: try scanNumberText())
        } else {
            try scanData()
            return true
        }
        append(decimal: text)
        if kind == .float { roundToFloat(text, from: start) }
        guard kind == .dimension, let size = context.defaultDimension else { return true }
        return smallInteger(out[start...]) != size
    }

    /// Writes a number by its value: digits without leading and trailing zeros, then the power of ten. `1`, `1.0` and `1e0` are one; no digit is lost.
    mutating func append(decimal text: Text) {
        if let decoded = text.decoded { return decoded.withUnsafeBufferPointer { append(decimal: $0) } }
        append(decimal: UnsafeBufferPointer(rebasing: input[text.range]))
    }

    mutating func append(decimal text: UnsafeBufferPointer<UInt8>) {
        let start = out.count
        out.append(UInt8(ascii: "#"))
        var position = 0
        if text.first == UInt8(ascii: "-") {
            out.append(UInt8(ascii: "-"))
            position = 1
        }
        let firstDigit = out.count
        var power = 0
        var isFraction = false
        while position < text.count {
            let byte = text[position]
            if byte == UInt8(ascii: ".") {
                isFraction = true
            } else if (48...57).contains(byte) {
                if isFraction { power -= 1 }
                if byte != 48 || out.count > firstDigit { out.append(byte) }
            } else {
                break
            }
            position += 1
        }
        guard out.count > firstDigit else {
            out.replaceSubrange(start..., with: "#0;".utf8)
            return
        }
        while out.last == 48 {
            out.removeLast()
            power += 1
        }
        if position < text.count {
            guard let exponent = Self.exponent(text, from: position + 1) else {
                // Beyond any number there is: kept as it is spelled.
                out.replaceSubrange(start..., with: [UInt8(ascii: "#")] + Array(text) + [UInt8(ascii: ";")])
                return
            }
            power += exponent
        }
        if power != 0 {
            out.append(UInt8(ascii: "e"))
            append(integer: power)
        }
        out.append(UInt8(ascii: ";"))
    }

    /// The value of a whole number below 10⁶ that was just written; nil for all else.
    func smallInteger(_ text: ArraySlice<UInt8>) -> Int? {
        guard text.first == UInt8(ascii: "#"), text.count <= 12 else { return nil }
        var value = 0
        var power = 0
        var isPower = false
        for byte in text.dropFirst().dropLast() {
            if byte == UInt8(ascii: "e") {
                isPower = true
            } else if (48...57).contains(byte) {
                if isPower { power = power * 10 + Int(byte - 48) } else { value = value * 10 + Int(byte - 48) }
            } else {
                return nil
            }
        }
        guard power <= 6 else { return nil }
        for _ in 0..<power { value *= 10 }
        return value < 1_000_000 ? value : nil
    }

    /// A float field holds 32 bits: spellings that read as the same float are one. Up to six digits that is so already.
    private mutating func roundToFloat(_ text: Text, from start: Int) {
        guard out.count - start > 8, let value = Float(string(of: text)), value.isFinite else { return }
        out.removeSubrange(start...)
        Array("\(value)".utf8).withUnsafeBufferPointer { append(decimal: $0) }
    }

    private static func numberEnd(_ input: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        let limit = input.count
        var place = start
        func digits() -> Int {
            let first = place
            while place < limit, (48...57).contains(input[place]) { place += 1 }
            return place - first
        }
        if place < limit, input[place] == UInt8(ascii: "-") { place += 1 }
        let first = place
        let whole = digits()
        guard whole > 0, whole == 1 || input[first] != 48 else { return nil }
        if place < limit, input[place] == UInt8(ascii: ".") {
            place += 1
            guard digits() > 0 else { return nil }
        }
        if place < limit, input[place] == UInt8(ascii: "e") || input[place] == UInt8(ascii: "E") {
            place += 1
            if place < limit, input[place] == UInt8(ascii: "+") || input[place] == UInt8(ascii: "-") { place += 1 }
            guard digits() > 0 else { return nil }
        }
        return place
    }

    private static func exponent(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var value = 0
        var isNegative = false
        for byte in text[start...] {
            if byte == UInt8(ascii: "-") { isNegative = true }
            guard (48...57).contains(byte) else { continue }
            value = value * 10 + Int(byte - 48)
            if value > 1_000_000_000 { return nil }
        }
        return isNegative ? -value : value
    }
}
