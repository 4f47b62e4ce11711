/// What an unknown word may stand for: two known words in one, or a known word misspelled.
enum WordGuess {
    typealias Senses = [ConceptTable.Sense]

    /// The meanings of the two words a compound is made of; the longest first word wins.
    static func parts(_ word: [UInt8], _ table: ConceptTable, _ language: Language?) -> (Senses, Senses)? {
        guard word.count >= 8, word.count <= 40, word[0] >= 0x61 else { return nil }
        for split in stride(from: word.count - 4, through: 4, by: -1) {
            let right = word[split...]
            guard let last = senses(right, table, language) else { continue }
            let left = word[..<split]
            if let first = senses(left, table, language) { return (first, last) }
            // Linking letters: Arbeitsplatz, Sonnenschein.
            if left.count > 4, left.last == UInt8(ascii: "s") || left.last == UInt8(ascii: "n"),
                let first = senses(left.dropLast(), table, language)
            {
                return (first, last)
            }
        }
        return nil
    }

    private static func senses(_ word: ArraySlice<UInt8>, _ table: ConceptTable, _ language: Language?) -> Senses? {
        let senses = table.senses(word: Feature.hash(word), stem: Feature.hash(Stem.of(Array(word))), in: language)
        let own = senses.filter { $0.languages.contains(language ?? .english) }
        return own.isEmpty ? nil : own
    }

    /// The meanings of a known word that one slip of the keyboard turns into this one; the first letter is taken as right.
    static func misspelled(_ word: [UInt8], _ table: ConceptTable) -> Senses? {
        guard word.count >= 5, word.count <= 16, word[0] >= 0x61 else { return nil }
        for index in 1..<word.count {
            var other = word
            other.remove(at: index)
            if let senses = table.senses(exactly: Feature.hash(other)) { return senses }
            guard index + 1 < word.count, word[index] != word[index + 1] else { continue }
            other = word
            other.swapAt(index, index + 1)
            if let senses = table.senses(exactly: Feature.hash(other)) { return senses }
        }
        for index in 1...word.count {
            for letter in UInt8(ascii: "a")...UInt8(ascii: "z") {
                if let senses = table.senses(exactly: hash(word[..<index], letter, word[index...])) { return senses }
                guard index < word.count, word[index] != letter else { continue }
                if let senses = table.senses(exactly: hash(word[..<index], letter, word[(index + 1)...])) { return senses }
            }
        }
        return nil
    }

    private static func hash(_ left: ArraySlice<UInt8>, _ letter: UInt8, _ right: ArraySlice<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in left { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        hash = (hash ^ UInt64(letter)) &* 0x100_0000_01B3
        for byte in right { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return hash ^ (hash >> 29)
    }
}
