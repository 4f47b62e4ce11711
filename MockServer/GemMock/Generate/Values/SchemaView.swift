internal import GemCore

/// A schema with its references, its `allOf` and one of its alternatives folded into one, of either dialect.
struct SchemaView: Sendable {
    /// Upper-case names without NULL; empty where any type will do.
    var types: [String] = []
    var isNullable = false
    /// What `enum` and `const` leave to choose from.
    var choices: [JSON]?
    var properties = JSON.Object()
    var required: [String] = []
    var ordering: [String] = []
    var additional: JSON?
    var names: JSON?
    var patterned = JSON.Object()
    var items: JSON?
    var tuple: [JSON] = []
    var contains: JSON?
    var isUnique = false
    /// Bounds of `minimum`, `minItems`, `minLength`, `minProperties` and their opposites, by these names.
    var least: [String: Double] = [:]
    var most: [String: Double] = [:]
    var step: Double?
    var pattern: String?
    var format = ""
    /// `default`, `example` and `examples`.
    var examples: [JSON] = []

    static let typeNames = ["TYPE_UNSPECIFIED", "STRING", "NUMBER", "INTEGER", "BOOLEAN", "ARRAY", "OBJECT", "NULL"]

    /// The type to make: the one that is named, else the one the other members speak of.
    var type: String {
        if let first = types.first { return first }
        if isNullable, properties.isEmpty, items == nil, choices == nil, pattern == nil, least.isEmpty { return "NULL" }
        if !properties.isEmpty || additional?.object != nil || !required.isEmpty || !patterned.isEmpty { return "OBJECT" }
        if items != nil || !tuple.isEmpty || contains != nil || least["items"] != nil || most["items"] != nil { return "ARRAY" }
        if step != nil || least["value"] != nil || most["value"] != nil || least["open"] != nil || most["open"] != nil { return "NUMBER" }
        return "STRING"
    }

    /// Adds the members of one schema, without its references and alternatives.
    mutating func add(_ schema: JSON) {
        addTypes(schema)
        if let choices = schema.field("enum")?.array, !choices.isEmpty { narrow(choices) }
        if case .object(let object) = schema, let constant = object["const"] { narrow([constant]) }
        if schema.field("nullable")?.bool == true { isNullable = true }
        for member in schema.field("properties")?.object?.members ?? [] {
            properties[member.name] = properties[member.name].map { ["allOf": [$0, member.value]] } ?? member.value
        }
        for name in schema.list("required").compactMap(\.string) where !required.contains(name) { required.append(name) }
        let order = schema.list("propertyOrdering").compactMap(\.string)
        if !order.isEmpty { ordering = order }
        if let value = schema.field("additionalProperties") { additional = value }
        if let value = schema.field("propertyNames") { names = value }
        if let value = schema.field("patternProperties")?.object { patterned = value }
        if let value = schema.field("items") {
            // Older drafts wrote a tuple as a list of items.
            if let list = value.array { tuple = list } else { items = items.map { ["allOf": [$0, value]] } ?? value }
        }
        if let list = schema.field("prefixItems")?.array { tuple = list }
        if let value = schema.field("contains") { contains = value }
        if schema.field("uniqueItems")?.bool == true { isUnique = true }
        addBounds(schema)
        if let text = schema.field("pattern")?.string { pattern = text }
        if let text = schema.field("format")?.string { format = text.lowercased() }
        for name in ["example", "default"] { if let value = schema.field(name) { examples.append(value) } }
        examples += schema.field("examples")?.array ?? []
    }

    private mutating func addTypes(_ schema: JSON) {
        var names: [String] = []
        if let list = schema.field("type")?.array {
            names = list.compactMap { $0.string?.uppercased() }
        } else if let name = schema.name(of: "type", in: Self.typeNames), name != "TYPE_UNSPECIFIED" {
            names = [name]
        }
        guard !names.isEmpty else { return }
        let named = names.filter { $0 != "NULL" && Self.typeNames.contains($0) }
        isNullable = isNullable || named.count < names.count
        if types.isEmpty {
            types = named
        } else if types.contains("NUMBER"), named.contains("INTEGER") {
            types = ["INTEGER"]
        } else {
            let both = types.filter { named.contains($0) }
            if !both.isEmpty { types = both }
        }
    }

    private mutating func narrow(_ values: [JSON]) {
        let both = choices.map { known in known.filter { values.contains($0) } } ?? values
        choices = both.isEmpty ? values : both
    }

    private mutating func addBounds(_ schema: JSON) {
        let bounds = [
            ("minimum", "maximum", "value"), ("exclusiveMinimum", "exclusiveMaximum", "open"), ("minItems", "maxItems", "items"),
            ("minLength", "maxLength", "length"), ("minProperties", "maxProperties", "properties"),
        ]
        for (low, high, key) in bounds {
            if let value = schema.number(of: low), !value.isNaN { least[key] = max(least[key] ?? -.infinity, value) }
            if let value = schema.number(of: high), !value.isNaN { most[key] = min(most[key] ?? .infinity, value) }
        }
        // The oldest draft's flags, which make the closed bounds open.
        if schema.field("exclusiveMinimum")?.bool == true { least["open"] = least["value"] }
        if schema.field("exclusiveMaximum")?.bool == true { most["open"] = most["value"] }
        if let value = schema.number(of: "multipleOf"), value.isFinite, value > 0 { step = value }
    }

    /// Whole bounds under a key, within what a mock is willing to make.
    func bounds(_ key: String, upTo limit: Int) -> ClosedRange<Int> {
        let low = (least[key] ?? 0).rounded(.up).whole(0...limit)
        return low...max(low, (most[key] ?? Double(limit)).rounded(.down).whole(0...limit))
    }
}
