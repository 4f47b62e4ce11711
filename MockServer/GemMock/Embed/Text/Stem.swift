/// Cuts words down to what their forms share, in six languages at once; rough, but the same for equal words.
enum Stem {
    /// The stem of a folded word: the longest ending of the list goes, then a final vowel, then a doubled consonant.
    static func of(_ word: [UInt8]) -> ArraySlice<UInt8> {
        var stem = word[...]
        guard word.count > 3, word[0] >= 0x61 else { return stem }
        if let cut = endings.cut(stem), word.count - cut >= 3 { stem = stem.dropLast(cut) }
        if stem.count > 3, let last = stem.last, isVowel(last) { stem = stem.dropLast() }
        if stem.count > 3, let last = stem.last, stem[stem.endIndex - 2] == last, doubled.contains(last) { stem = stem.dropLast() }
        return stem
    }

    private static func isVowel(_ byte: UInt8) -> Bool { "aeiouy".utf8.contains(byte) }

    private static let doubled = Set("bdgmnpt".utf8)

    private struct Endings {
        /// Endings by their last letter, the longest first.
        var byLast: [[[UInt8]]] = Array(repeating: [], count: 256)

        init(_ list: String) {
            for ending in list.split(separator: " ") {
                let bytes = Array(ending.utf8)
                if let last = bytes.last { byLast[Int(last)].append(bytes) }
            }
            for index in byLast.indices { byLast[index].sort { $0.count > $1.count } }
        }

        /// How long the longest ending is that leaves three letters.
        func cut(_ word: ArraySlice<UInt8>) -> Int? {
            guard let last = word.last else { return nil }
            for ending in byLast[Int(last)] where word.count - ending.count >= 3 && word.suffix(ending.count).elementsEqual(ending) {
                return ending.count
            }
            return nil
        }
    }

    private static let endings = Endings(
        """
        ational ations ation ating ators ator ated ates ements ement ments ment nesses ness ingly edly ings ing iest ier ies ied ers er ed est ly es s \
        ungen ung en ern em isch ische ischen \
        amento imento amiento imiento aciones acion azione azioni acao acoes amos emos imos iamo ando endo iendo ados adas ado ada idos idas \
        ido ida ati ate ato ata are ere ire ar ir os as is ent ait aient ons ez eux euse eur eurs ique iques ico ica icos icas ici
        """)
}
