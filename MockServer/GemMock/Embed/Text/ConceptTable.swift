/// The meanings of words, read from `ConceptWords` once.
struct ConceptTable: Sendable {
    /// One meaning.
    struct Concept: Sendable {
        var weight: Float
        var topic: Int
        /// The part of the weight that is the topic's.
        var share: Float
        /// The number it stands for.
        var number: Double?
    }

    /// A meaning of a word, and the languages it has it in.
    struct Sense: Sendable {
        var concept: Int
        var languages: Language
    }

    static let shared = ConceptTable(ConceptWords.all)

    private(set) var concepts: [Concept] = []
    private var exact: [UInt64: [Sense]] = [:]
    private var stems: [UInt64: [Sense]] = [:]
    private var phrases: [UInt64: [Sense]] = [:]
    /// How many words the longest phrase has that begins with a stem.
    private var phraseLengths: [UInt64: Int] = [:]

    init(_ texts: [String]) {
        exact.reserveCapacity(16_000)
        stems.reserveCapacity(16_000)
        var topic = -1
        var (weight, share) = (Float(1), Float(0))
        for text in texts {
            for line in text.utf8.split(separator: 10) {
                if line.first == UInt8(ascii: "=") {
                    let fields = line.split(separator: 32)
                    topic += 1
                    if fields.count == 4 {
                        weight = Float(Substring(fields[2])) ?? 1
                        share = Float(Substring(fields[3])) ?? 0
                    }
                } else {
                    add(line, Concept(weight: weight, topic: topic, share: share))
                }
            }
        }
    }

    private mutating func add(_ line: Substring.UTF8View.SubSequence, _ concept: Concept) {
        var concept = concept
        for (column, words) in line.split(separator: UInt8(ascii: "|")).enumerated() where column < Language.all.count {
            // A line of one column holds names that all languages share.
            let languages = Language.all[column]
            for entry in words.split(separator: 32) {
                let parts = Self.parts(entry)
                if parts.count == 1, let number = Double(String(decoding: parts[0], as: UTF8.self)) { concept.number = number }
                add(parts, Sense(concept: concepts.count, languages: languages))
            }
        }
        concepts.append(concept)
    }

    /// The words of an entry; plain ones need no folding.
    private static func parts(_ entry: Substring.UTF8View.SubSequence) -> [[UInt8]] {
        var parts: [[UInt8]] = []
        var word: [UInt8] = []
        for byte in entry {
            if byte == UInt8(ascii: "_") {
                parts.append(word)
                word.removeAll(keepingCapacity: true)
            } else if (0x61...0x7A).contains(byte) {
                word.append(byte)
            } else {
                return TextWords(Substring(entry)).words
            }
        }
        parts.append(word)
        return parts
    }

    private mutating func add(_ parts: [[UInt8]], _ sense: Sense) {
        guard let first = parts.first else { return }
        if parts.count == 1 {
            Self.add(sense, to: &exact[Feature.hash(first), default: []])
            Self.add(sense, to: &stems[Feature.hash(Stem.of(first)), default: []])
        } else {
            let start = Feature.hash(Stem.of(first))
            phraseLengths[start] = max(phraseLengths[start] ?? 0, parts.count)
            let hash = parts.reduce(UInt64(0)) { Self.join($0, Feature.hash(Stem.of($1))) }
            Self.add(sense, to: &phrases[hash, default: []])
        }
    }

    private static func add(_ sense: Sense, to senses: inout [Sense]) {
        if let place = senses.firstIndex(where: { $0.concept == sense.concept }) {
            senses[place].languages.formUnion(sense.languages)
        } else {
            senses.append(sense)
        }
    }

    private static func join(_ hash: UInt64, _ stem: UInt64) -> UInt64 { (hash ^ stem) &* 0x9E37_79B9_7F4A_7C15 }

    /// The meanings of a word: of the language first, then of any; the exact word before its stem.
    func senses(word: UInt64, stem: UInt64, in language: Language?) -> [Sense] {
        let own = language ?? .english
        if let found = Self.of(exact[word], own) { return found }
        if language == nil, let found = exact[word] { return found }
        return Self.of(stems[stem], own) ?? exact[word] ?? stems[stem] ?? []
    }

    /// The languages that have a word which is spelled exactly so.
    func languages(exactly word: UInt64) -> Language {
        (exact[word] ?? []).reduce(into: []) { $0.formUnion($1.languages) }
    }

    /// The meanings of a word that is spelled exactly so.
    func senses(exactly word: UInt64) -> [Sense]? { exact[word] }

    private static func of(_ senses: [Sense]?, _ language: Language) -> [Sense]? {
        guard let senses else { return nil }
        let own = senses.filter { $0.languages.contains(language) }
        return own.isEmpty ? nil : own
    }

    /// The longest phrase that begins at a place.
    func phrase(_ stems: [UInt64], at index: Int) -> (senses: [Sense], count: Int)? {
        guard let longest = phraseLengths[stems[index]] else { return nil }
        var hashes: [UInt64] = []
        var hash: UInt64 = 0
        for place in index..<min(stems.count, index + longest) {
            hash = Self.join(hash, stems[place])
            hashes.append(hash)
        }
        for (length, hash) in hashes.enumerated().reversed() where length > 0 {
            if let senses = phrases[hash] { return (senses, length + 1) }
        }
        return nil
    }
}
