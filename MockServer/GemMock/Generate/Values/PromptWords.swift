internal import GemCore

/// A prompt's words, quotations and marks, in order, so that values can be found among them.
struct PromptWords: Sendable {
    /// One of them.
    struct Word: Sendable {
        enum Kind: Sendable {
            case plain, quoted, mark
        }

        var text: String
        var lower: String
        var kind: Kind
        var startsSentence: Bool

        var isCapitalised: Bool { kind == .plain && text.first?.isUppercase == true }

        /// The number that the word is or begins with, as JSON spells it: of `100th`, `5km` and `1,000` too.
        var number: String? {
            guard kind == .plain, let first = text.utf8.first, (48...57).contains(first) || first == 45 else { return nil }
            let digits = text.replacing(",", with: "")
            if let value = Double(digits) { return Self.spelled(digits, value) }
            let tail = digits.reversed().prefix { $0.isLetter || $0 == "%" }.count
            guard tail <= 2, let value = Double(digits.dropLast(tail)) else { return nil }
            return Self.spelled(String(digits.dropLast(tail)), value)
        }

        private static func spelled(_ digits: String, _ value: Double) -> String? {
            if let whole = Int(digits) { return String(whole) }
            let text = JSON.double(value).text()
            return text == "null" ? nil : text
        }
    }

    private(set) var words: [Word] = []
    private var startsSentence = true

    /// Cuts a text, or the two ends of a long one.
    init(_ text: String) {
        let limit = 4000
        let isLong = text.utf8.count > 4 * limit
        let characters = Array(isLong ? text.prefix(limit) + "\n" + text.suffix(limit) : text[...])
        var index = 0
        while index < characters.count {
            let next = take(characters, at: index)
            index = max(next, index + 1)
        }
    }

    private mutating func take(_ text: [Character], at index: Int) -> Int {
        let first = text[index]
        if first.isWhitespace {
            if first.isNewline { startsSentence = true }
            return index + 1
        }
        let isAfterWord = index > 0 && Self.isWordly(text[index - 1])
        if let closing = Self.closing[first], !isAfterWord, let end = Self.end(of: closing, in: text, from: index + 1) {
            add(String(text[index + 1..<end]), .quoted)
            return end + 1
        }
        let isNegative = first == "-" && !isAfterWord && index + 1 < text.count && text[index + 1].isASCII && text[index + 1].isNumber
        guard Self.isWordly(first) || isNegative else {
            add(String(first), .mark)
            if ".!?:;".contains(first) { startsSentence = true }
            return index + 1
        }
        var end = index + 1
        let isURL = ["http://", "https://", "gs://"].contains { text[index...].starts(with: $0) }
        while end < text.count, isURL ? !(text[end].isWhitespace || ",;\"'<>)]}".contains(text[end])) : Self.joins(text, end) { end += 1 }
        while isURL, ".?!:".contains(text[end - 1]) { end -= 1 }
        add(String(text[index..<end]), .plain)
        return end
    }

    private mutating func add(_ text: String, _ kind: Word.Kind) {
        words.append(Word(text: text, lower: text.lowercased(), kind: kind, startsSentence: startsSentence))
        startsSentence = false
    }

    private static let closing: [Character: Character] = ["\"": "\"", "'": "'", "“": "”", "‘": "’", "«": "»"]

    /// The end of a quotation on the same line; an apostrophe within a word ends none.
    private static func end(of closing: Character, in text: [Character], from start: Int) -> Int? {
        var index = start
        while index < text.count, !text[index].isNewline, index - start < 400 {
            if text[index] == closing, index > start, index + 1 == text.count || !isWordly(text[index + 1]) { return index }
            index += 1
        }
        return nil
    }

    private static func isWordly(_ character: Character) -> Bool { character.isLetter || character.isNumber || character == "_" }

    /// Whether a character goes on with the word before it: letters and digits, and marks between two of them.
    private static func joins(_ text: [Character], _ index: Int) -> Bool {
        let character = text[index]
        if isWordly(character) || character == "%" || character == "°" { return true }
        guard index + 1 < text.count, isWordly(text[index + 1]), isWordly(text[index - 1]) else { return false }
        let isBetweenDigits = text[index - 1].isNumber && text[index + 1].isNumber
        switch character {
        case ".", "@", "'", "’": return true
        case "-": return !isBetweenDigits || isDate(text, index) || !isSum(text, index)
        case ":": return isBetweenDigits
        case "/": return isBetweenDigits && isSlashedDate(text, index)
        case ",": return isBetweenDigits && text[(index + 1)...].prefix { $0.isNumber }.count == 3
        default: return false
        }
    }

    private static func isDate(_ text: [Character], _ index: Int) -> Bool {
        text[..<index].reversed().prefix { $0.isNumber || $0 == "-" }.count >= 4
    }

    /// Whether a slash stands in a date such as `02/28/2026`.
    private static func isSlashedDate(_ text: [Character], _ index: Int) -> Bool {
        let before = text[..<index].reversed().prefix { $0.isNumber || $0 == "/" }.reversed()
        let after = text[(index + 1)...].prefix { $0.isNumber || $0 == "/" }
        let parts = (String(before) + "/" + String(after)).split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 3 && parts[0].count <= 2 && parts[1].count <= 2 && parts[2].count == 4
    }

    /// Whether a hyphen stands between two bare numbers, as in `7-3`.
    private static func isSum(_ text: [Character], _ index: Int) -> Bool {
        let before = text[..<index].reversed().prefix { isWordly($0) || $0 == "-" }
        let after = text[(index + 1)...].prefix { isWordly($0) || $0 == "-" }
        return before.allSatisfy(\.isNumber) && after.allSatisfy(\.isNumber)
    }
}
