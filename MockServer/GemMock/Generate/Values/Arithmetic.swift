internal import GemCore

/// A sum in a text, such as `3 * (4 + 5)`, really computed.
struct Arithmetic: Sendable {
    /// As it stands in the text.
    let source: String
    /// As Python spells it.
    let code: String
    let value: Double

    /// The longest sum of a text; nil where there is none, or where it has no finite value.
    static func find(in text: String) -> Arithmetic? {
        let characters = Array(text.prefix(4000))
        var best: Arithmetic?
        var index = 0
        while index < characters.count {
            guard characters[index].isNumber || characters[index] == "(" else {
                index += 1
                continue
            }
            let isWord = index > 0 && (characters[index - 1].isLetter || characters[index - 1] == "_")
            var end = index
            while end < characters.count, characters[end].isNumber || "+-*/().,^ ×÷−%".contains(characters[end]) { end += 1 }
            if !isWord, let found = parse(String(characters[index..<end]).trimmed), found.source.count > best?.source.count ?? 0 {
                best = found
            }
            index = max(end, index + 1)
        }
        return best
    }

    /// Reads a run of digits and signs; what cannot end a sum is dropped from its end.
    private static func parse(_ run: String) -> Arithmetic? {
        var run = run
        while let last = run.last, !last.isNumber, last != ")" { run.removeLast() }
        while !run.isEmpty {
            var reader = Reader(run.utf8.count > 200 ? "" : run)
            if let value = reader.sum(), reader.isAtEnd, reader.hasSign, value.isFinite, abs(value) < 1e300 {
                return Arithmetic(source: run, code: reader.code, value: value)
            }
            guard run.last == ")" else { return nil }
            run.removeLast()
            run = run.trimmed
        }
        return nil
    }

    /// The value as Python prints it, a whole number without decimals.
    var printed: String {
        value == value.rounded() && abs(value) < 1e15 && !code.contains("/") ? String(Int64(value)) : "\(value)"
    }

    private struct Reader {
        private let characters: [Character]
        private var index = 0
        private var depth = 0
        private(set) var hasSign = false

        init(_ text: String) {
            let plain = text.map { ["×": "*", "÷": "/", "−": "-"][$0] ?? $0 }.filter { $0 != " " }
            characters = plain.enumerated().filter { place, character in
                character != "," || !(place + 3 < plain.count && plain[(place + 1)...(place + 3)].allSatisfy(\.isNumber))
            }.map(\.element)
        }

        var isAtEnd: Bool { index == characters.count && !characters.isEmpty }

        var code: String { String(characters).replacing("^", with: "**") }

        private mutating func take(_ wanted: Character) -> Bool {
            guard index < characters.count, characters[index] == wanted else { return false }
            index += 1
            return true
        }

        mutating func sum() -> Double? {
            guard var value = product() else { return nil }
            while true {
                if take("+") {
                    guard let next = product() else { return nil }
                    value += next
                } else if take("-") {
                    guard let next = product() else { return nil }
                    value -= next
                } else {
                    return value
                }
                hasSign = true
            }
        }

        private mutating func product() -> Double? {
            guard var value = power() else { return nil }
            while true {
                if index + 1 < characters.count, characters[index] == "*", characters[index + 1] == "*" { return nil }
                if take("*") {
                    guard let next = power() else { return nil }
                    value *= next
                } else if take("/") {
                    guard let next = power(), next != 0 else { return nil }
                    value /= next
                } else if take("%") {
                    guard let next = power(), next != 0 else { return nil }
                    value = value.truncatingRemainder(dividingBy: next)
                } else {
                    return value
                }
                hasSign = true
            }
        }

        private mutating func power() -> Double? {
            guard let base = atom() else { return nil }
            let isPower = take("^") || (index + 1 < characters.count && characters[index] == "*" && characters[index + 1] == "*")
            guard isPower else { return base }
            if index < characters.count, characters[index] == "*" { index += 2 }
            guard let exponent = atom(), exponent == exponent.rounded(), (0...64).contains(exponent) else { return nil }
            hasSign = true
            return (0..<Int(exponent)).reduce(1) { value, _ in value * base }
        }

        private mutating func atom() -> Double? {
            if take("-") { return atom().map { -$0 } }
            if take("(") {
                depth += 1
                defer { depth -= 1 }
                guard depth < 40, let value = sum(), take(")") else { return nil }
                return value
            }
            let start = index
            while index < characters.count, characters[index].isASCII, characters[index].isNumber || characters[index] == "." { index += 1 }
            // A leading zero belongs to a date or a number of a house, not to a sum.
            if index - start > 1, characters[start] == "0", characters[start + 1] != "." { return nil }
            return Double(String(characters[start..<index]))
        }
    }
}
