internal import GemCore

/// Foundation's `Decimal` between its JSON, a number, and the form in which it reads and writes itself.
struct DecimalForm {
    private var digits: UInt128 = 0
    private var exponent = 0
    private var isNegative = false

    /// Reads a number as spelled; nil for what is none, or has more digits or a larger exponent than a `Decimal` holds.
    init?(_ json: JSON) {
        guard case .number(let text) = json else { return nil }
        var isBehindPoint = false
        var rest = text[...]
        while let sign = rest.popFirst() {
            switch sign {
            case "-": isNegative = true
            case ".": isBehindPoint = true
            case "e", "E":
                guard let power = Int(rest), (-1000...1000).contains(power) else { return nil }
                exponent += power
                rest = ""
            default:
                guard let digit = sign.wholeNumberValue, let more = Self.adding(digit, to: digits) else { return nil }
                digits = more
                if isBehindPoint { exponent -= 1 }
            }
        }
        while digits > 0, exponent < 0, digits % 10 == 0 { (digits, exponent) = (digits / 10, exponent + 1) }
        if digits == 0 { (exponent, isNegative) = (0, false) }
        while exponent > 127, let more = Self.adding(0, to: digits) { (digits, exponent) = (more, exponent - 1) }
        guard (-128...127).contains(exponent) else { return nil }
    }

    private static func adding(_ digit: Int, to digits: UInt128) -> UInt128? {
        let (tenfold, isOver) = digits.multipliedReportingOverflow(by: 10)
        let (sum, isFull) = tenfold.addingReportingOverflow(UInt128(digit))
        return isOver || isFull ? nil : sum
    }

    /// Reads what a `Decimal` wrote of itself; nil for what is no number.
    init?(own: JSON) {
        guard let exponent = own["exponent"]?.int, let words = own["mantissa"]?.array?.compactMap({ UInt16(json: $0) }), words.count == 8,
            let length = own["length"]?.int, let isNegative = own["isNegative"]?.bool, length > 0 || !isNegative
        else { return nil }
        digits = words.prefix(max(0, length)).reversed().reduce(0) { $0 << 16 | UInt128($1) }
        (self.exponent, self.isNegative) = (exponent, isNegative)
    }

    /// The form in which a `Decimal` reads itself.
    var own: JSON {
        let words = (0..<8).map { UInt16(truncatingIfNeeded: digits >> (16 * $0)) }
        let length = (words.lastIndex { $0 > 0 } ?? -1) + 1
        return [
            "exponent": .int(exponent), "length": .int(length), "isNegative": .bool(isNegative), "isCompact": true,
            "mantissa": .array(words.map { .int($0) }),
        ]
    }

    /// The number as one writes it.
    var json: JSON {
        guard digits > 0 else { return .number("0") }
        var text = "\(digits)"
        if exponent > 0 {
            text += exponent > 20 ? "e\(exponent)" : String(repeating: "0", count: exponent)
        } else if exponent < 0 {
            text = String(repeating: "0", count: max(0, 1 - exponent - text.count)) + text
            text.insert(".", at: text.index(text.endIndex, offsetBy: exponent))
        }
        return .number((isNegative ? "-" : "") + text)
    }
}
