/// Turns a text into weighted features: what its words mean, what they are about, the words themselves, their letters.
struct TextFeatures {
    private let table = ConceptTable.shared
    private var sum: FeatureSum
    /// The squared weights of the meanings found, by topic.
    private var topics: [Int: Float] = [:]
    /// How many unknown words may still be guessed at, which costs as much as some hundred known ones.
    private var guesses = 12

    /// Goes on from features found elsewhere.
    init(_ sum: FeatureSum = FeatureSum()) { self.sum = sum }

    /// What was found so far.
    var features: FeatureSum {
        var sum = sum
        for (topic, squares) in topics.sorted(by: { $0.key < $1.key }) {
            sum.add(Feature.hash("topic", UInt64(topic)), squares.squareRoot() * 1.25)
        }
        return sum
    }

    /// Adds a feature of something else than text.
    mutating func add(_ hash: UInt64, _ weight: Float) { sum.add(hash, weight) }

    /// Adds a text's features.
    mutating func add(_ text: some StringProtocol, scale: Float = 1) {
        let words = TextWords(text).words
        let hashes = words.map { Feature.hash($0) }
        let stems = words.map { Feature.hash(Stem.of($0)) }
        let language = Language.guess(hashes, table)
        if text.last == "?" { sum.add(Feature.hash("form", 1), scale * 0.3) }
        var index = 0
        var phraseEnd = 0
        while index < words.count {
            if index >= phraseEnd, let phrase = table.phrase(stems, at: index) {
                mean(phrase.senses, scale * 1.2)
                phraseEnd = index + phrase.count
            }
            if let (value, count) = number(words, hashes, stems, at: index, language) {
                say(value, scale)
                index += count
                continue
            }
            let weight = index < phraseEnd ? scale * 0.5 : scale
            add(words[index], hashes[index], stems[index], language, weight)
            index += 1
        }
    }

    /// Adds a text behind the prefixes by which embedding-2 is told its task; the prefix itself weighs little.
    mutating func add(task text: String) {
        let (subject, task, title) = Self.bare(text)
        add(subject)
        if let title, title.lowercased() != "none" { add(title, scale: 0.5) }
        if let task { add(task, scale: 0.05) }
    }

    private static func bare(_ text: String) -> (subject: Substring, task: Substring?, title: Substring?) {
        for (start, mark) in [("task: ", " | query: "), ("title: ", " | text: ")] where text.hasPrefix(start) {
            guard let range = text.firstRange(of: mark) else { continue }
            let name = text[..<range.lowerBound].dropFirst(start.count)
            let subject = text[range.upperBound...]
            return start == "task: " ? (subject, name, nil) : (subject, nil, name)
        }
        return (text[...], nil, nil)
    }

    private mutating func add(
        _ word: [UInt8], _ hash: UInt64, _ stem: UInt64, _ language: Language?, _ scale: Float
    ) {
        let senses = table.senses(word: hash, stem: stem, in: language)
        if Language.isFunctionWord(hash, in: language) {
            sum.add(Feature.hash("word", stem), scale * 0.06)
            mean(senses.filter { table.concepts[$0.concept].weight < 0.5 }, scale)
            return
        }
        if !senses.isEmpty {
            mean(senses, scale)
            sum.add(Feature.hash("word", stem), scale * 0.28)
            letters(word, scale * 0.15)
            return
        }
        sum.add(Feature.hash("word", stem), scale * 0.8)
        letters(word, scale * 0.5)
        guard guesses > 0 else { return }
        guesses -= 1
        if let (left, right) = WordGuess.parts(word, table, language) {
            mean(left, scale * 0.8)
            mean(right, scale * 0.8)
        } else if let senses = WordGuess.misspelled(word, table) {
            mean(senses, scale * 0.8)
        }
    }

    private mutating func mean(_ senses: [ConceptTable.Sense], _ scale: Float) {
        guard !senses.isEmpty else { return }
        let part = 1 / Float(senses.count).squareRoot()
        for sense in senses {
            let concept = table.concepts[sense.concept]
            let weight = scale * part * concept.weight
            sum.add(Feature.hash("concept", UInt64(sense.concept)), weight)
            let shared = weight * concept.share
            if shared > 0 { topics[concept.topic, default: 0] += shared * shared }
        }
    }

    /// Groups of three letters, which typing errors and related languages keep.
    private mutating func letters(_ word: [UInt8], _ scale: Float) {
        let stem = [UInt8(ascii: "<")] + Stem.of(word)
        guard stem.count > 3 else { return }
        let weight = scale / Float(stem.count - 2).squareRoot()
        for start in 0...(stem.count - 3) { sum.add(Feature.hash(stem[start..<start + 3], salt: 3), weight, isMinor: true) }
    }

    private mutating func say(_ value: Double, _ scale: Float) {
        sum.add(Feature.hash("number", value.bitPattern), scale * 0.7)
        sum.add(Feature.hash("number", 1), scale * 0.1)
    }

    /// The number that begins at a place, in figures or words: `300`, `three hundred`; how many words it takes.
    private func number(
        _ words: [[UInt8]], _ hashes: [UInt64], _ stems: [UInt64], at index: Int, _ language: Language?
    ) -> (Double, Int)? {
        guard var value = self.value(words[index], hashes[index], stems[index], language) else { return nil }
        var next = index + 1
        while next < words.count, let more = self.value(words[next], hashes[next], stems[next], language) {
            if more >= 100, more > value, value >= 1 {
                value *= more
            } else if value >= 20, more < 10, value.truncatingRemainder(dividingBy: 10) == 0 {
                value += more
            } else {
                break
            }
            next += 1
        }
        return (value, next - index)
    }

    private func value(_ word: [UInt8], _ hash: UInt64, _ stem: UInt64, _ language: Language?) -> Double? {
        if let first = word.first, first < 0x3A { return Double(String(decoding: word, as: UTF8.self)) }
        guard let senses = table.senses(exactly: hash) else { return nil }
        let own = senses.filter { $0.languages.contains(language ?? .english) }
        guard own.count == 1 else { return nil }
        return table.concepts[own[0].concept].number
    }
}
