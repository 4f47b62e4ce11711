internal import GemCore

extension PromptValues {
    /// Names of things: capitalised words, but those that only begin a sentence.
    func propers() -> [Range<Int>] {
        var found: [Range<Int>] = []
        var index = 0
        while index < words.count {
            guard words[index].isCapitalised, !used.contains(index), !Self.common.contains(words[index].lower) else {
                index += 1
                continue
            }
            let end = properEnd(index)
            let next = end < words.count ? words[end].lower : ""
            if !words[index].startsSentence || end - index > 1 || words.count == 1 || Self.verbs.contains(next) {
                found.append(index..<end)
            }
            index = end
        }
        return found
    }

    /// The words after a colon within the text, which is how people point at values.
    func afterColon() -> Range<Int>? {
        for index in words.indices where words[index].text == ":" && index + 1 < words.count && !used.contains(index + 1) {
            guard words[index + 1].kind == .plain else { continue }
            let end = phraseEnd(index + 1)
            return index
                + 1..<(words[index + 1..<end].firstIndex { ["in", "into", "to"].contains($0.lower) && $0.lower != words[index + 1].lower }
                ?? end)
        }
        return nil
    }

    /// What follows `named` or `called`, else the first name.
    func someone() -> Range<Int>? {
        let marked = words.indices.first {
            ["named", "called"].contains(words[$0].lower) && $0 + 1 < words.count && !used.contains($0 + 1)
        }
        if let marked, words[marked + 1].kind != .mark {
            return words[marked + 1].isCapitalised ? marked + 1..<properEnd(marked + 1) : marked + 1..<marked + 2
        }
        return propers().first
    }

    /// Words that are capitalised without naming anything.
    static let common: Set<String> = [
        "i", "i'm", "i'd", "i'll", "i've", "what", "what's", "how", "who", "who's", "when", "where", "where's", "why", "which", "the", "a",
        "an", "is", "are", "do", "does", "can", "could", "would", "will", "please", "tell", "give", "get", "find", "show", "call", "use",
        "my", "in", "on", "at", "for", "hi", "hello", "hey", "thanks", "translate", "write", "create", "book", "send", "set", "turn",
        "generate", "return", "extract", "record", "register", "search", "then", "now", "it", "he", "she", "they", "we", "you", "this",
        "that", "there", "json", "list", "name", "first", "second", "also", "and", "but", "or", "if", "answer", "summarize", "describe",
    ]
    static let verbs: Set<String> = [
        "is", "was", "has", "had", "lives", "works", "and", ",", "loves", "likes", "says", "said", "went", "bought", "wrote", "will",
    ]

    /// The different names that stand after `in`, `at`, `for` …, as in `the weather in Paris and the weather in Rome`.
    func namedPlaces() -> [Range<Int>] {
        var seen: Set<String> = []
        return propers().filter { range in
            let before = range.lowerBound > 0 ? words[range.lowerBound - 1].lower : ""
            guard ["in", "at", "for", "near", "of"].contains(before), !Self.months.contains(words[range.lowerBound].lower) else {
                return false
            }
            return seen.insert(phrase(range)).inserted
        }
    }

    /// A place: what stands after `in`, `from`, `to` …, else the first name, else a small word after `in`.
    mutating func place(_ kinds: Set<String>) -> String? {
        let propers = propers()
        func follows(_ range: Range<Int>, _ wanted: Set<String>) -> Bool {
            range.lowerBound > 0 && wanted.contains(words[range.lowerBound - 1].lower)
        }
        let wanted: Set<String> =
            !kinds.isDisjoint(with: ["origin", "from", "departure", "source"])
            ? ["from"] : !kinds.isDisjoint(with: ["destination", "to", "arrival", "target"]) ? ["to"] : Self.prepositions
        guard
            var range = propers.first(where: { follows($0, wanted) }) ?? propers.first(where: { follows($0, Self.prepositions) })
                ?? propers.first
        else { return after(Array(Self.prepositions)) }
        // `Paris, France` is one place, but for a property that wants the city or the country alone.
        if !kinds.isDisjoint(with: ["location", "place", "address", "region", "area"]), range.upperBound + 1 < words.count,
            words[range.upperBound].text == ",", words[range.upperBound + 1].isCapitalised
        {
            let end = properEnd(range.upperBound + 1)
            if end >= words.count || !isJoint(end) { range = range.lowerBound..<end }
        }
        return take(range)
    }

    static let prepositions: Set<String> = ["in", "at", "from", "to", "for", "near", "of", "about", "around"]

    /// The one or two small words after the last of some prepositions.
    mutating func after(_ prepositions: [String]) -> String? {
        guard
            let last = words.indices.last(where: {
                prepositions.contains(words[$0].lower) && $0 + 1 < words.count && words[$0 + 1].kind != .mark && !used.contains($0 + 1)
                    && !["the", "a", "an", "me", "my", "you", "use", "do", "be", "this"].contains(words[$0 + 1].lower)
            })
        else { return nil }
        var end = last + 2
        if end < words.count, words[end].kind == .plain, end + 1 == words.count || words[end + 1].kind == .mark { end += 1 }
        return take(last + 1..<end)
    }

    /// What a query is about: the words after `about` or `search for`, else the whole text.
    mutating func topic(_ kinds: Set<String>) -> String? {
        guard !text.isEmpty else { return nil }
        let isSearch = !kinds.isDisjoint(with: [
            "query", "queries", "topic", "q", "search", "term", "keyword", "keywords", "subject", "title",
        ])
        let marks = ["about", "for", "on"].compactMap { mark in words.firstIndex { $0.lower == mark } }
        if isSearch, let word = marks.first, word + 1 < words.count {
            var end = word + 1
            while end < words.count, words[end].kind != .mark { end += 1 }
            if end > word + 1 { return take(word + 1..<end) }
        }
        if !kinds.isDisjoint(with: ["title", "name"]), let proper = propers().first { return take(proper) }
        return String(text.prefix(300)).trimmed
    }

    mutating func first(where accepts: (PromptWords.Word) -> Bool) -> String? {
        words.indices.first { !used.contains($0) && words[$0].kind != .mark && accepts(words[$0]) }.map { take($0..<$0 + 1) }
    }

    /// A date as `2022-01-31`, also of `31st January 2022` and `January 31, 2022`.
    mutating func date() -> String? {
        for index in words.indices where !used.contains(index) && words[index].kind != .mark {
            let text = words[index].text
            if text.utf8.count >= 10, text.split(separator: "-").count >= 3, Timestamp(String(text.prefix(10)) + "T00:00:00Z") != nil {
                used.insert(index)
                return String(text.prefix(10))
            }
            let slashed = text.split(separator: "/").compactMap { Int($0) }
            if slashed.count == 3, (1...12).contains(slashed[0]), (1...31).contains(slashed[1]), (1000...9999).contains(slashed[2]) {
                used.insert(index)
                return Self.date(slashed[2], slashed[0], slashed[1])
            }
            guard let month = Self.months.firstIndex(where: { words[index].lower == $0 || words[index].lower == $0.prefix(3) }) else {
                continue
            }
            let near = (max(0, index - 2)..<min(words.count, index + 4)).filter { $0 != index }
            let numbers = near.compactMap { words[$0].number.flatMap { Int($0) } }
            guard let day = numbers.first(where: { (1...31).contains($0) }), let year = numbers.first(where: { (1000...9999).contains($0) })
            else { continue }
            used.formUnion(near.filter { words[$0].number != nil } + [index])
            return Self.date(year, month + 1, day)
        }
        return nil
    }

    static func date(_ year: Int, _ month: Int, _ day: Int) -> String {
        "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
    }

    static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
    ]

    func isJoint(_ index: Int) -> Bool { [",", "and", "or", "&", ";"].contains(words[index].lower) }

    func isAfterColon(_ index: Int) -> Bool { index > 0 && words[index - 1].text == ":" }

    /// One member of a list: a quotation, a name; after a colon any few words.
    func member(at index: Int, isListed: Bool) -> Range<Int>? {
        guard index < words.count, words[index].kind != .mark, !used.contains(index) else { return nil }
        if words[index].kind == .quoted { return index..<index + 1 }
        if isListed {
            var end = index
            while end < words.count, words[end].kind == .plain, !isJoint(end), end - index < 4 { end += 1 }
            // What a colon follows is the next key; what goes on after four words, or begins like a clause, is no member.
            let isWhole =
                end == words.count || isJoint(end) || [".", "!", "?", ")", "]"].contains(words[end].text) || words[end].startsSentence
            let isClause = ["who", "which", "that", "then", "where", "when", "please"].contains(words[index].lower)
            return end > index && isWhole && !isClause ? index..<end : nil
        }
        guard words[index].isCapitalised, !Self.common.contains(words[index].lower),
            !(words[index].startsSentence && index == 0 && words.count > 8)
        else { return nil }
        return index..<properEnd(index)
    }
}
