/// The words of a text, folded: lower case, no diacritics, numbers in one spelling.
///
/// Scripts without spaces between words give one word a character.
struct TextWords {
    /// The words in order, as UTF-8.
    private(set) var words: [[UInt8]] = []
    private var word: [UInt8] = []
    /// Whether an apostrophe stood before the current word.
    private var isElided = false

    /// Takes a text apart.
    init(_ text: some StringProtocol) {
        for scalar in text.unicodeScalars { take(scalar) }
        endWord()
    }

    private mutating func take(_ scalar: Unicode.Scalar) {
        let value = scalar.value
        switch value {
        case 0x61...0x7A: append(UInt8(value), isDigit: false)
        case 0x41...0x5A: append(UInt8(value + 32), isDigit: false)
        case 0x30...0x39: append(UInt8(value), isDigit: true)
        case 0x2C, 0x2E:
            // A separator between digits; whether of thousands or of a fraction is known when the word ends.
            if let last = word.last, Self.isDigit(last) { word.append(0x2E) } else { endWord() }
        case 0x27, 0x2019:
            let before = word
            endWord()
            isElided = !before.isEmpty
        case 0..<0x80: endWord()
        case 0x300...0x36F, 0xAD: break
        default: takeOther(scalar)
        }
    }

    private mutating func takeOther(_ scalar: Unicode.Scalar) {
        if let plain = Self.folded(scalar.value) {
            for byte in plain.utf8 { append(byte, isDigit: false) }
        } else if scalar.value >= 0x2E80, scalar.properties.isAlphabetic || scalar.properties.isEmoji {
            endWord()
            word = Array(String(scalar).utf8)
            endWord()
        } else if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
            for byte in scalar.properties.lowercaseMapping.utf8 { append(byte, isDigit: false) }
        } else {
            endWord()
        }
    }

    private mutating func append(_ byte: UInt8, isDigit: Bool) {
        if let last = word.last, last == 0x2E || Self.isDigit(last) != isDigit, last == 0x2E ? !isDigit : true { endWord() }
        word.append(byte)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    private mutating func endWord() {
        let isElided = isElided
        self.isElided = false
        guard !word.isEmpty else { return }
        defer { word.removeAll(keepingCapacity: true) }
        if Self.isDigit(word[0]) { return words.append(Self.number(word)) }
        guard isElided, let before = words.last else { return words.append(word) }
        if word == [0x74] {
            // don't, can't: one word.
            words[words.count - 1].append(0x74)
        } else if !Self.contractions.contains(word) {
            // l'acqua, dell'anno: the article goes.
            if before.count <= 4 { words.removeLast() }
            words.append(word)
        }
    }

    private static let contractions: Set<[UInt8]> = Set(["s", "re", "ve", "ll", "d", "m"].map { Array($0.utf8) })

    /// A number without separators of thousands, and without zeros that say nothing.
    private static func number(_ digits: [UInt8]) -> [UInt8] {
        var groups = digits.split(separator: 0x2E)
        guard groups.count > 1 else { return groups.first.map(Array.init) ?? digits }
        let isThousands = groups.dropFirst().allSatisfy { $0.count == 3 } && groups[0].count <= 3
        if isThousands { return Array(groups.joined()) }
        let fraction = groups.removeLast()
        return Array(groups.joined()) + [0x2E] + fraction
    }

    /// A Latin letter without its diacritic; nil for other scripts.
    private static func folded(_ value: UInt32) -> String? {
        guard value >= 0xC0, value <= 0x17F else { return nil }
        return latin[Int(value) - 0xC0]
    }

    /// U+00C0 to U+017F, one name a scalar; `-` where there is no letter.
    private static let latin: [String?] = {
        let table = """
            a a a a a a ae c e e e e i i i i d n o o o o o - o u u u u y th ss a a a a a a ae c e e e e i i i i d n o o o o o - o u u u u y th y \
            a a a a a a c c c c c c c c d d d d e e e e e e e e e e g g g g g g g g h h h h i i i i i i i i i i ij ij j j k k k l l l l l l l l l l \
            n n n n n n n n n o o o o o o oe oe r r r r r r s s s s s s s s t t t t t t u u u u u u u u u u u u w w y y y z z z z z z s
            """
        return table.split(separator: " ").map { $0 == "-" ? nil : String($0) }
    }()
}
