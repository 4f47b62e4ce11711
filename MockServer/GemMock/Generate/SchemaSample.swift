internal import GemCore

/// Makes values that satisfy a schema: the API's own subset of OpenAPI, or plain JSON Schema.
struct SchemaSample {
    private let root: JSON
    private var dice: Dice
    /// Words and numbers of the prompt, which values are taken from first.
    private var hints: Hints
    /// How many more values may be made: schemas that nest wide lists would never end.
    private var budget = 20_000

    /// What a prompt offers as values.
    struct Hints: Sendable {
        var words: [String]
        var numbers: [String]

        /// Finds quoted text, capitalised words but a sentence's first, and numbers.
        init(_ text: String) {
            let quotes = text.split(separator: "\"", omittingEmptySubsequences: false)
            words = stride(from: 1, to: max(1, quotes.count - 1), by: 2).map { String(quotes[$0]) }
            numbers = []
            var startsSentence = true
            for word in text.split(whereSeparator: { $0.isWhitespace }) {
                let bare = word.drop { !$0.isLetter && !$0.isNumber && $0 != "-" }
                let core = String(bare.prefix { $0.isLetter || $0.isNumber || $0 == "." || $0 == "-" }).trimmingDots
                if Double(core) != nil, core.utf8.first.map({ (48...57).contains($0) || $0 == 45 }) == true {
                    numbers.append(core)
                } else if core.first?.isUppercase == true, !startsSentence {
                    words.append(core)
                }
                startsSentence = word.last.map { ".!?:".contains($0) } ?? false
            }
        }
    }

    /// Prepares to fill `schema`.
    init(_ schema: JSON, dice: Dice, hints: Hints) {
        root = schema
        self.dice = dice
        self.hints = hints
    }

    /// A value for the whole schema.
    mutating func value() -> JSON { value(root, name: "answer", depth: 0) }

    private mutating func value(_ schema: JSON, name: String, depth: Int) -> JSON {
        guard depth < 12, budget > 0 else { return .null }
        budget -= 1
        if let choices = schema.field("enum")?.array, !choices.isEmpty { return choices[dice.below(choices.count)] }
        if let constant = schema.field("const") { return constant }
        if let reference = schema["$ref"]?.string, let target = resolve(reference) {
            return value(target, name: name, depth: depth + 1)
        }
        for key in ["anyOf", "oneOf"] {
            let choices = schema.list(key).filter { Self.type(of: $0) != "NULL" }
            if let first = choices.first { return value(first, name: name, depth: depth + 1) }
        }
        let parts = schema.list("allOf")
        if !parts.isEmpty { return value(merge(parts), name: name, depth: depth + 1) }
        switch Self.type(of: schema) {
        case "OBJECT": return object(schema, depth: depth)
        case "ARRAY": return array(schema, name: name, depth: depth)
        case "INTEGER": return number(schema, isWhole: true)
        case "NUMBER": return number(schema, isWhole: false)
        case "BOOLEAN": return .bool(dice.below(2) == 0)
        case "NULL": return .null
        default: return .string(text(schema, name: name))
        }
    }

    /// The type's upper-case name, from a name, a number or a list; guessed where it is left out.
    private static func type(of schema: JSON) -> String {
        let names = ["TYPE_UNSPECIFIED", "STRING", "NUMBER", "INTEGER", "BOOLEAN", "ARRAY", "OBJECT", "NULL"]
        if let name = schema.name(of: "type", in: names) { return name }
        if let list = schema.field("type")?.array?.compactMap({ $0.string?.uppercased() }) {
            return list.first { $0 != "NULL" } ?? "NULL"
        }
        if schema.field("properties") != nil { return "OBJECT" }
        return schema.field("items") != nil ? "ARRAY" : "STRING"
    }

    private func resolve(_ reference: String) -> JSON? {
        guard reference.hasPrefix("#") else { return nil }
        return reference.dropFirst().split(separator: "/").reduce(root as JSON?) { value, name in
            value?[name.description.replacing("~1", with: "/").replacing("~0", with: "~")]
        }
    }

    private func merge(_ parts: [JSON]) -> JSON {
        var merged: JSON = ["type": "OBJECT"]
        var properties = JSON.Object()
        var required: [JSON] = []
        for part in parts {
            let part = part["$ref"]?.string.flatMap { resolve($0) } ?? part
            for member in part.field("properties")?.object?.members ?? [] { properties[member.name] = member.value }
            required += part.list("required")
        }
        merged["properties"] = .object(properties)
        merged["required"] = .array(required)
        return properties.isEmpty ? parts.last ?? .null : merged
    }

    private mutating func object(_ schema: JSON, depth: Int) -> JSON {
        let properties = schema.field("properties")?.object ?? JSON.Object()
        let required = Set(schema.list("required").compactMap(\.string))
        let order = schema.list("propertyOrdering").compactMap(\.string)
        let names = order.filter { properties[$0] != nil } + properties.members.map(\.name).filter { !order.contains($0) }
        var members: [JSON.Object.Member] = []
        for name in names where depth < 4 || required.contains(name) {
            guard let property = properties[name] else { continue }
            members.append(.init(name, value(property, name: name, depth: depth + 1)))
        }
        return .object(JSON.Object(members))
    }

    private mutating func array(_ schema: JSON, name: String, depth: Int) -> JSON {
        let least = (schema.number(of: "minItems") ?? 0).whole(0...1000)
        let most = (schema.number(of: "maxItems") ?? 2).whole(0...1000)
        let count = max(least, min(2, most))
        let fixed = schema.field("prefixItems")?.array ?? []
        guard schema.field("items")?.object != nil || !fixed.isEmpty else {
            return .array((0..<count).map { .string("\(name) \($0 + 1)") })
        }
        var elements: [JSON] = []
        for index in 0..<max(count, fixed.count) where budget > 0 {
            let item = index < fixed.count ? fixed[index] : schema.field("items") ?? .null
            elements.append(value(item, name: name, depth: depth + 1))
        }
        return .array(elements)
    }

    private mutating func number(_ schema: JSON, isWhole: Bool) -> JSON {
        var low = schema.number(of: "minimum") ?? schema.number(of: "exclusiveMinimum").map { $0 + (isWhole ? 1 : 0.5) } ?? -.infinity
        var high = schema.number(of: "maximum") ?? schema.number(of: "exclusiveMaximum").map { $0 - (isWhole ? 1 : 0.5) } ?? .infinity
        if let index = hints.numbers.firstIndex(where: { text in
            Double(text).map { $0 >= low && $0 <= high && (!isWhole || Int(text) != nil) } ?? false
        }) {
            return .number(hints.numbers.remove(at: index).canonicalNumber)
        }
        if !low.isFinite { low = high.isFinite ? high - 100 : 1 }
        if !high.isFinite { high = low + 100 }
        var step = schema.number(of: "multipleOf") ?? (isWhole ? 1 : 0.5)
        if !(step.isFinite && step > 0) { step = 1 }
        let first = (low / step).rounded(.up) * step
        let choices = ((high - first) / step).rounded(.down).whole(0...99) + 1
        let value = first + Double(dice.below(choices)) * step
        return isWhole ? .int(value.whole(-9_000_000_000_000_000...9_000_000_000_000_000)) : .double(value)
    }

    private mutating func text(_ schema: JSON, name: String) -> String {
        switch schema.text(of: "format") {
        case "date-time": return "2026-01-02T03:04:05Z"
        case "date": return "2026-01-02"
        case "time": return "03:04:05Z"
        case "duration": return "P1D"
        case "email": return "someone@example.com"
        case "uri", "url": return "https://example.com/\(dice.name(6))"
        case "uuid": return "\(dice.hex(8))-\(dice.hex(4))-4\(dice.hex(3))-8\(dice.hex(3))-\(dice.hex(12))"
        default: break
        }
        var text = hints.words.isEmpty ? "\(name.replacing("_", with: " ")) \(dice.below(90) + 10)" : hints.words.removeFirst()
        let least = (schema.number(of: "minLength") ?? 0).whole(0...10_000)
        while text.count < least { text += " more" }
        return String(text.prefix(max(least, (schema.number(of: "maxLength") ?? 10_000).whole(0...10_000))))
    }
}

extension Dice {
    fileprivate mutating func hex(_ count: Int) -> String { String(Hex.string(bytes((count + 1) / 2)).prefix(count)) }
}

extension String {
    fileprivate var trimmingDots: String {
        var text = self[...]
        while let last = text.last, last == "." || last == "-" { text.removeLast() }
        return String(text)
    }

    /// A number as JSON spells it: no leading zeros.
    fileprivate var canonicalNumber: String {
        if let whole = Int(self) { return String(whole) }
        return Double(self).map { JSON.double($0).text() } ?? "0"
    }
}
