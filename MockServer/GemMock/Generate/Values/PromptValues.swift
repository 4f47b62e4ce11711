internal import GemCore

/// Finds values for named properties in what a prompt says: `age: 30`, cities, numbers, quotations, dates, lists.
///
/// A word is used once, so that two properties get two values.
struct PromptValues: Sendable {
    /// The whole text.
    let text: String
    let words: [PromptWords.Word]
    var used: Set<Int> = []

    /// Reads a prompt; one that is a JSON object, as agents pass to each other, is read by its values.
    init(_ text: String) {
        self.text = Self.told(text)
        words = PromptWords(self.text).words
    }

    private static func told(_ text: String) -> String {
        guard text.hasPrefix("{"), text.utf8.count < 10_000, let object = (try? JSON(parsing: text))?.object else { return text }
        return object.members.map { $0.value.string ?? "\($0.name): \($0.value.text())" }.joined(separator: "\n")
    }

    /// Whether a word or phrase occurs.
    func mentions(_ phrase: String) -> Bool {
        let wanted = PromptWords(phrase.lowercased()).words.map(\.lower)
        return !wanted.isEmpty && place(of: wanted, from: 0) != nil
    }

    /// A text for a property of this name.
    mutating func text(for name: String) -> String? {
        let parts = Self.parts(name)
        if let paired = paired(parts) { return take(paired) }
        let kinds = Set(parts)
        if !kinds.isDisjoint(with: Self.dates), let date = date() { return date }
        if !kinds.isDisjoint(with: ["email", "mail"]), let mail = first(where: { $0.text.contains("@") }) { return mail }
        if !kinds.isDisjoint(with: ["url", "uri", "link", "homepage", "website"]), let url = first(where: { $0.text.contains("://") }) {
            return url
        }
        if !kinds.isDisjoint(with: Self.places) { return place(kinds) }
        if !kinds.isDisjoint(with: ["expression", "formula", "equation", "calculation"]), let found = Arithmetic.find(in: text) {
            return found.source
        }
        if !kinds.isDisjoint(with: Self.codes), let code = first(where: { $0.text.contains(where: \.isNumber) }) { return code }
        if !kinds.isDisjoint(with: Self.names), let named = someone() { return take(named) }
        if let quotation = words.indices.first(where: { words[$0].kind == .quoted && !used.contains($0) }) {
            return take(quotation..<quotation + 1)
        }
        if kinds.isDisjoint(with: Self.requests), let told = afterColon() { return take(told) }
        if !kinds.isDisjoint(with: Self.wholes) { return topic(kinds) }
        if kinds.isDisjoint(with: ["unit", "units", "color", "colour", "currency"]), let proper = propers().first { return take(proper) }
        if !kinds.isDisjoint(with: ["color", "colour", "language", "unit", "units", "currency"]) { return after(["in", "to"]) }
        return nil
    }

    /// A number for a property of this name, as JSON spells it.
    mutating func number(for name: String, where accepts: (Double) -> Bool) -> String? {
        func fits(_ index: Int) -> Bool { words[index].number.flatMap { Double($0) }.map(accepts) ?? false }
        let parts = Self.parts(name)
        if let range = paired(parts), fits(range.lowerBound) {
            used.insert(range.lowerBound)
            return words[range.lowerBound].number
        }
        // `30 years old` and `3 items` name the number after it.
        let units = parts + (Self.units.first { parts.contains($0.key) }?.value ?? [])
        let near = words.indices.first { index in
            !used.contains(index) && fits(index) && index + 1 < words.count && units.contains { Self.sameStem(words[index + 1].lower, $0) }
        }
        let free = words.indices.filter { !used.contains($0) && fits($0) }
        // Of two numbers, a divisor is the second, wherever it is declared.
        let isSecond =
            used.isEmpty && free.count > 1 && !Set(parts).isDisjoint(with: ["denominator", "divisor", "second", "b", "y", "exponent"])
        guard let index = near ?? (isSecond ? free[1] : free.first) else { return nil }
        used.insert(index)
        return words[index].number
    }

    /// A truth value that the prompt gives for a property.
    func flag(for name: String) -> Bool? {
        let parts = Self.parts(name)
        guard let end = place(of: parts, from: 0) else { return nil }
        for word in words[end...].prefix(3) {
            if ["true", "yes", "on", "enabled"].contains(word.lower) { return true }
            if ["false", "no", "off", "disabled"].contains(word.lower) { return false }
        }
        return nil
    }

    /// A list that stands in the prompt: a JSON array, or words with commas and `and`.
    func list() -> [JSON]? {
        if let open = text.firstIndex(of: "["), let close = text[open...].firstIndex(of: "]"),
            let list = (try? JSON(parsing: String(text[open...close])))?.array, !list.isEmpty
        {
            return list
        }
        return enumeration().map { $0.map { .string(self.phrase($0)) } }
    }

    /// The members of the first list of things: `Paris, London and Rome`, `"a" and "b"`, `keys: mellon,radiance`.
    func enumeration() -> [Range<Int>]? {
        for start in words.indices where !isJoint(start) && words[start].kind != .mark {
            var members: [Range<Int>] = []
            var index = start
            while let member = member(at: index, isListed: isAfterColon(start)) {
                members.append(member)
                var next = member.upperBound
                guard next < words.count, isJoint(next) else { break }
                while next < words.count, isJoint(next) { next += 1 }
                index = next
            }
            if isList(members, isListed: isAfterColon(start)) { return members }
        }
        return nil
    }

    /// Whether members are a list: `Paris, France` is one place.
    private func isList(_ members: [Range<Int>], isListed: Bool) -> Bool {
        guard let last = members.last, members.count > 1 else { return false }
        return members.count > 2 || isListed || words[last.lowerBound].kind == .quoted || words[last.lowerBound - 1].kind == .plain
            || words[last.lowerBound - 1].text == "&"
    }

    /// The text of some words.
    func phrase(_ range: Range<Int>) -> String {
        words[range].reduce("") { $0 + ($0.isEmpty || $1.kind == .mark ? "" : " ") + $1.text }
    }

    /// Leaves nothing of these words for others.
    mutating func use(_ range: Range<Int>) { used.formUnion(range) }
}

extension String {
    /// Without white space at its ends.
    var trimmed: String {
        var text = self[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
