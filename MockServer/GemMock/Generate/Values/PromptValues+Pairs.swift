internal import GemCore

extension PromptValues {
    static let places: Set<String> = [
        "city", "cities", "location", "place", "country", "region", "address", "town", "destination", "origin", "state", "area", "where",
        "from", "to", "departure", "arrival", "timezone", "capital",
    ]
    static let dates: Set<String> = ["date", "day", "deadline", "when", "birthday", "start", "end", "since", "until"]
    static let names: Set<String> = ["name", "person", "author", "user", "username", "customer", "company", "team", "member"]
    static let codes: Set<String> = [
        "id", "isbn", "zip", "code", "phone", "latitude", "longitude", "lat", "lon", "lng", "version", "sku",
    ]
    static let units: KeyValuePairs<String, [String]> = [
        "age": ["years", "year-old"], "price": ["dollars", "euros", "usd", "eur"], "duration": ["minutes", "hours", "seconds"],
        "distance": ["km", "miles", "meters"], "weight": ["kg", "pounds", "grams"],
    ]
    static let requests: Set<String> = [
        "request", "question", "prompt", "task", "instruction", "query", "queries", "input", "description",
    ]
    static let wholes: Set<String> = [
        "query", "queries", "text", "message", "prompt", "question", "topic", "input", "content", "request", "q", "search", "term",
        "keyword",
        "keywords", "subject", "body", "sentence", "description", "task", "phrase", "instruction", "summary", "title",
    ]

    /// The words of a property's name, in lower case: `first_name` and `firstName` are two.
    static func parts(_ name: String) -> [String] {
        var parts: [String] = [""]
        var wasLower = false
        for character in name.prefix(100) {
            if !character.isLetter && !character.isNumber {
                parts.append("")
            } else {
                if character.isUppercase, wasLower { parts.append("") }
                parts[parts.count - 1] += character.lowercased()
            }
            wasLower = character.isLowercase || character.isNumber
        }
        return parts.filter { !$0.isEmpty }
    }

    /// Whether two words have the same beginning, but for endings such as -s, -ing, -or.
    static func sameStem(_ a: String, _ b: String) -> Bool {
        if a == b { return true }
        let common = zip(a, b).prefix { $0 == $1 }.count
        return common >= 3 && max(a.count, b.count) - common <= (common >= 6 ? 4 : common >= 4 ? 3 : 1)
    }

    mutating func take(_ range: Range<Int>) -> String {
        used.formUnion(range)
        return phrase(range)
    }

    /// The index after the first place where some words stand.
    func place(of wanted: [String], from start: Int) -> Int? {
        guard !wanted.isEmpty, words.count >= wanted.count else { return nil }
        for index in start...max(start, words.count - wanted.count) where index + wanted.count <= words.count {
            if zip(words[index..<index + wanted.count], wanted).allSatisfy({
                $0.lower == $1 || $0.lower == $1 + "s" || $0.lower == $1 + "'s"
            }) {
                return index + wanted.count
            }
        }
        return nil
    }

    /// The words that follow a name as its value: `age: 30`, `a=5`, `city Vienna`, `the passphrase is 'x'`.
    func paired(_ parts: [String]) -> Range<Int>? {
        var start = 0
        while let end = place(of: parts, from: start) {
            start = end
            var index = end
            var link = ""
            while index < words.count, Self.links.contains(words[index].lower) {
                link = words[index].lower
                index += 1
            }
            guard index < words.count, !used.contains(index), words[index].kind != .mark else { continue }
            if words[index].kind == .quoted || words[index].number != nil || words[index].text.contains("://") { return index..<index + 1 }
            if link == ":" || link == "=" { return index..<phraseEnd(index) }
            if words[index].isCapitalised, !words[index].startsSentence { return index..<properEnd(index) }
            if ["is", "as", "named", "called"].contains(link), !["the", "a", "an", "it", "to"].contains(words[index].lower) {
                return index..<index + 1
            }
        }
        return nil
    }

    static let links: Set<String> = [":", "=", "is", "are", "of", "as", "named", "called", "equals", "was", "to", "be"]

    func phraseEnd(_ start: Int) -> Int {
        var end = start + 1
        while end < words.count, words[end].kind == .plain, !["and", "with", "or"].contains(words[end].lower), end - start < 12 { end += 1 }
        return end
    }

    func properEnd(_ start: Int) -> Int {
        var end = start + 1
        while end < words.count, words[end].isCapitalised, end - start < 6 { end += 1 }
        return end
    }
}
