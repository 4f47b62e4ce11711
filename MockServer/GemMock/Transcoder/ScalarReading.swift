internal import GemCore

/// What a JSON scalar can be converted to, by protobuf's rules: numbers as strings, whole floats as integers, enums in any case.
struct ScalarReading {
    let value: JSON

    init(_ value: JSON) { self.value = value }

    /// Whether it is, or spells, an integer of a type.
    func isInteger<Number: FixedWidthInteger>(_ type: Number.Type) -> Bool {
        switch value {
        case .number(let text):
            if Number(text) != nil { return true }
            guard let number = Double(text), number.isFinite else { return false }
            return Number(exactly: number) != nil
        case .string(let text): return Number(text) != nil
        default: return false
        }
    }

    /// Whether it is, or spells, a number of at most a magnitude.
    func isNumber(upTo bound: Double) -> Bool {
        switch value {
        case .number(let text): return Double(text).map { abs($0) <= bound } ?? false
        case .string("NaN"), .string("Infinity"), .string("-Infinity"): return true
        case .string(let text):
            let isPlain = text.utf8.allSatisfy { (48...57).contains($0) || [43, 45, 46, 69, 101].contains($0) }
            return isPlain && Double(text).map { abs($0) <= bound } ?? false
        default: return false
        }
    }

    /// Whether it is, or means, true or false.
    var isBool: Bool {
        switch value {
        case .bool: true
        case .number(let text): Double(text).map { $0 == 0 || $0 == 1 } ?? false
        case .string(let text): ["true", "t", "yes", "y", "1", "false", "f", "no", "n", "0"].contains(text.lowercased())
        default: false
        }
    }

    /// Whether it names a value of an enum, in any case and of either service, or is an integer, declared or not.
    func isValue(of enumeration: Schema.Enumeration) -> Bool {
        switch value {
        case .string(let text):
            let name = String(text.lowercased().map { $0 == "-" ? "_" : $0 })
            if enumeration.names.contains(name) { return true }
            guard let number = Int32(text) else { return false }
            return enumeration.developer.values.contains(Int(number)) || enumeration.vertex.values.contains(Int(number))
        default: return isInteger(Int32.self)
        }
    }

    /// What is wrong with it as a `google.protobuf.Timestamp`.
    var timestampProblem: String? {
        guard case .string(let text) = value else { return "Invalid data type for timestamp, value is \(Self.text(value))" }
        return Timestamp(text) == nil ? "Invalid time format: \(text)" : nil
    }

    /// What is wrong with it as a `google.protobuf.Duration`.
    var durationProblem: String? {
        guard case .string(let text) = value else { return "Invalid data type for duration, value is \(Self.text(value))" }
        guard text.hasSuffix("s") else { return "Illegal duration format; duration must end with 's'" }
        let parts = (text.hasPrefix("-") ? text.dropFirst() : text[...]).dropLast()
            .split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let seconds = UInt64(parts[0]), parts[0].first != "+" else { return "Invalid duration format, failed to parse seconds" }
        if parts.count > 1, !parts[1].utf8.allSatisfy({ (48...57).contains($0) }) {
            return "Invalid duration format, failed to parse nano seconds"
        }
        return seconds > 315_576_000_000 ? "Duration value exceeds limits" : nil
    }

    /// Whether a text is base64 in either alphabet, padded or not.
    static func isBase64(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            var digits = 0
            var padding = 0
            var usesStandard = false
            var usesURLSafe = false
            for byte in bytes {
                switch byte {
                case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                    digits += 1
                case UInt8(ascii: "+"), UInt8(ascii: "/"):
                    digits += 1
                    usesStandard = true
                case UInt8(ascii: "-"), UInt8(ascii: "_"):
                    digits += 1
                    usesURLSafe = true
                case UInt8(ascii: "="):
                    padding += 1
                    continue
                default: return false
                }
                if padding > 0 { return false }
            }
            let wanted = (4 - digits % 4) % 4
            return digits % 4 != 1 && (padding == 0 || padding == wanted) && !(usesStandard && usesURLSafe)
        }
    }

    /// A value as the front end quotes it: strings between quotes with nothing escaped, numbers in their shortest form. The service
    /// quotes all of a text; this stops where nobody reads on.
    static func text(_ value: JSON) -> String {
        switch value {
        case .string(let text): return "\"\(text.utf8.count > 10_000 ? String(text.prefix(10_000)) : text)\""
        case .bool(let flag): return flag ? "true" : "false"
        case .number(let text):
            if let number = Int64(text) { return String(number) }
            if let number = UInt64(text) { return String(number) }
            guard let number = Double(text), number.isFinite else { return String(text.prefix(400)) }
            let shortest = "\(number)"
            return shortest.hasSuffix(".0") ? String(shortest.dropLast(2)) : shortest
        default: return "null"
        }
    }
}
