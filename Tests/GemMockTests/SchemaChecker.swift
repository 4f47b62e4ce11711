import GemCore
import GemMock

/// Checks values against schemas, independently of how the mock makes them; for tests alone.
struct SchemaChecker {
    let root: JSON

    /// What is wrong with a value; empty where it satisfies the schema.
    func problems(_ value: JSON, _ schema: JSON, at path: String = "$") -> [String] {
        if let flag = schema.bool { return flag ? [] : ["\(path): nothing is allowed"] }
        var found: [String] = []
        if let reference = schema["$ref"]?.string {
            guard let target = resolve(reference) else { return ["\(path): no \(reference)"] }
            found += problems(value, target, at: path)
        }
        if value == .null, schema["nullable"]?.bool == true { return found }
        found += types(value, schema, path)
        if let choices = schema["enum"]?.array, !choices.contains(where: { same($0, value) }) { found.append("\(path): not in enum") }
        if let constant = schema["const"], !same(constant, value) { found.append("\(path): not the constant") }
        for part in schema["allOf"]?.array ?? [] { found += problems(value, part, at: path) }
        if let options = schema["anyOf"]?.array, !options.contains(where: { problems(value, $0).isEmpty }) {
            found.append("\(path): none of anyOf")
        }
        if let options = schema["oneOf"]?.array, options.filter({ problems(value, $0).isEmpty }).count != 1 {
            found.append("\(path): not one of oneOf")
        }
        switch value {
        case .object(let object): found += members(object, schema, path)
        case .array(let list): found += elements(list, schema, path)
        case .string(let text): found += self.text(text, schema, path)
        case .number: found += number(value, schema, path)
        default: break
        }
        return found
    }

    private func same(_ a: JSON, _ b: JSON) -> Bool {
        if let x = a.double, let y = b.double { return x == y }
        return a == b
    }

    private func resolve(_ reference: String) -> JSON? {
        reference.split(separator: "/").dropFirst().reduce(root as JSON?) { $0?[String($1)] }
    }

    private func types(_ value: JSON, _ schema: JSON, _ path: String) -> [String] {
        let names = (schema["type"]?.array ?? schema["type"].map { [$0] } ?? []).compactMap { $0.string?.lowercased() }
        guard !names.isEmpty else { return [] }
        let isOne = names.contains { name in
            switch (name, value) {
            case ("null", .null), ("boolean", .bool), ("string", .string), ("array", .array), ("object", .object), ("number", .number): true
            case ("integer", .number): value.double.map { $0 == $0.rounded() } ?? false
            default: false
            }
        }
        return isOne ? [] : ["\(path): \(value.text().prefix(40)) is not \(names)"]
    }

    private func members(_ object: JSON.Object, _ schema: JSON, _ path: String) -> [String] {
        var found: [String] = []
        let names = object.members.map(\.name)
        if Set(names).count != names.count { found.append("\(path): a name twice") }
        for name in (schema["required"]?.array ?? []).compactMap(\.string) where object[name] == nil {
            found.append("\(path): \(name) is missing")
        }
        let known = schema["properties"]?.object ?? JSON.Object()
        for member in object.members {
            if let property = known[member.name] {
                found += problems(member.value, property, at: "\(path).\(member.name)")
            } else if let extra = schema["additionalProperties"] {
                found += problems(member.value, extra, at: "\(path).\(member.name)")
            }
        }
        if let least = schema["minProperties"]?.double, Double(names.count) < least { found.append("\(path): too few properties") }
        if let most = schema["maxProperties"]?.double, Double(names.count) > most { found.append("\(path): too many properties") }
        return found
    }

    private func elements(_ list: [JSON], _ schema: JSON, _ path: String) -> [String] {
        var found: [String] = []
        let tuple = schema["prefixItems"]?.array ?? []
        for (index, element) in list.enumerated() {
            guard let item = index < tuple.count ? tuple[index] : schema["items"] else { continue }
            found += problems(element, item, at: "\(path)[\(index)]")
        }
        if let least = schema["minItems"]?.double, Double(list.count) < least { found.append("\(path): too few items") }
        if let most = schema["maxItems"]?.double, Double(list.count) > most { found.append("\(path): too many items") }
        if schema["uniqueItems"]?.bool == true, Set(list).count != list.count { found.append("\(path): an item twice") }
        return found
    }

    private func text(_ text: String, _ schema: JSON, _ path: String) -> [String] {
        var found: [String] = []
        let count = Double(text.unicodeScalars.count)
        if let least = schema["minLength"]?.double, count < least { found.append("\(path): \(text) is too short") }
        if let most = schema["maxLength"]?.double, count > most { found.append("\(path): \(text) is too long") }
        if let pattern = schema["pattern"]?.string, (try? Regex(pattern).firstMatch(in: text)) == nil {
            found.append("\(path): \(text) does not match \(pattern)")
        }
        if let format = schema["format"]?.string, let pattern = Self.formats[format], (try? Regex(pattern).wholeMatch(in: text)) == nil {
            found.append("\(path): \(text) is no \(format)")
        }
        return found
    }

    private static let formats = [
        "date-time": #"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)"#, "date": #"\d{4}-\d\d-\d\d"#,
        "time": #"\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?"#, "email": #"[^@\s]+@[^@\s]+\.[a-z]+"#, "uri": #"[a-z]+://\S+"#,
        "uuid": "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "ipv4": #"\d+\.\d+\.\d+\.\d+"#,
    ]

    private func number(_ value: JSON, _ schema: JSON, _ path: String) -> [String] {
        guard let number = value.double else { return ["\(path): \(value.text()) is no number"] }
        var found: [String] = []
        if let low = schema["minimum"]?.double, number < low { found.append("\(path): \(number) < \(low)") }
        if let high = schema["maximum"]?.double, number > high { found.append("\(path): \(number) > \(high)") }
        if let low = schema["exclusiveMinimum"]?.double, number <= low { found.append("\(path): \(number) <= \(low)") }
        if let high = schema["exclusiveMaximum"]?.double, number >= high { found.append("\(path): \(number) >= \(high)") }
        if let step = schema["multipleOf"]?.double, abs((number / step).rounded() - number / step) > 1e-9 {
            found.append("\(path): \(number) is no multiple of \(step)")
        }
        return found
    }
}

/// Makes schemas that some value satisfies.
struct RandomSchema {
    var dice: Dice

    mutating func schema(_ depth: Int = 0) -> JSON {
        if depth < 3, dice.below(8) == 0 { return ["anyOf": .array([schema(depth + 1), ["type": "null"]])] }
        if depth < 3, dice.below(12) == 0 { return ["oneOf": .array([integer(), text(), ["type": "boolean"]])] }
        if depth < 3, dice.below(10) == 0 { return ["allOf": .array([plain(depth), plain(depth)])] }
        switch dice.below(depth > 3 ? 5 : 9) {
        case 0: return text()
        case 1: return integer()
        case 2: return number()
        case 3: return dice.below(2) == 0 ? ["type": "boolean"] : ["enum": .array([.string(dice.name(3)), 7, .null])]
        case 4: return dice.below(2) == 0 ? ["const": .string(dice.name(4))] : ["type": ["null", "string"]]
        case 5: return array(depth)
        default: return object(depth)
        }
    }

    private mutating func flip() -> Bool { dice.below(2) == 0 }

    private mutating func text() -> JSON {
        let patterns = [
            "^[A-Z]{3}-\\d{4}$", "^(cat|dog)s?$", "^\\w+@[a-z]+\\.com$", "[0-9]{2,5}", "^#[0-9a-f]{6}$", "^a*b+c?$", "^[^aeiou]{4}$",
        ]
        let formats = ["date-time", "date", "time", "email", "uri", "uuid", "ipv4"]
        switch dice.below(4) {
        case 0: return ["type": "string", "pattern": .string(patterns[dice.below(patterns.count)])]
        case 1: return ["type": "string", "format": .string(formats[dice.below(formats.count)])]
        case 2:
            let least = dice.below(30)
            return ["type": "string", "minLength": .int(least), "maxLength": .int(least + dice.below(4))]
        default: return ["type": "string"]
        }
    }

    private mutating func integer() -> JSON {
        let low = dice.below(2000) - 1000
        return .members([
            "type": "integer", flip() ? "minimum" : "exclusiveMinimum": .int(low), "maximum": flip() ? .int(low + 7 + dice.below(50)) : nil,
            "multipleOf": flip() ? 7 : nil,
        ])
    }

    private mutating func number() -> JSON {
        let low = Double(dice.below(1000)) / 8 - 50
        return .members([
            "type": "number", flip() ? "minimum" : "exclusiveMinimum": .double(low),
            flip() ? "maximum" : "exclusiveMaximum": flip() ? .double(low + 2) : nil, "multipleOf": flip() ? .double(0.25) : nil,
        ])
    }

    private mutating func array(_ depth: Int) -> JSON {
        let least = dice.below(4)
        if dice.below(4) == 0 {
            let tuple: [JSON] = [schema(depth + 1), schema(depth + 1)]
            return ["type": "array", "prefixItems": .array(tuple), "items": false, "minItems": 2]
        }
        let isUnique = dice.below(4) == 0
        return .members([
            "type": "array", "items": isUnique ? ["type": "integer"] : schema(depth + 1), "minItems": .int(least),
            "maxItems": flip() ? .int(least + dice.below(2)) : nil, "uniqueItems": isUnique ? true : nil,
        ])
    }

    private mutating func object(_ depth: Int) -> JSON {
        if dice.below(6) == 0 {
            return ["type": "object", "additionalProperties": schema(depth + 1), "minProperties": .int(dice.below(3))]
        }
        return plain(depth)
    }

    /// An object of listed properties; no two have one name, so that parts of an `allOf` do not meet.
    private mutating func plain(_ depth: Int) -> JSON {
        var properties = JSON.Object()
        var required: [JSON] = []
        for _ in 0...dice.below(4) {
            let name = dice.name(6)
            properties[name] = schema(depth + 1)
            if flip() { required.append(.string(name)) }
        }
        return ["type": "object", "properties": .object(properties), "required": .array(required)]
    }
}
