internal import GemCore

/// Makes values that satisfy a schema: the API's own subset of OpenAPI, or plain JSON Schema.
///
/// Values are taken from the prompt where it offers some; the rest is drawn. `not`, `if` and their like are passed over.
struct SchemaSample {
    private let root: JSON
    var dice: Dice
    /// What the prompt offers.
    var hints: PromptValues
    /// Whether optional properties are left out unless the prompt offers a value.
    let skipsDrawn: Bool
    /// How many more values may be made: schemas that nest wide lists would never end.
    private var budget = 4000
    /// How many values were drawn because the prompt offered none.
    var drawn = 0

    /// Where in a schema a value stands.
    struct Place {
        var name: String
        var depth = 0
        /// References that are being followed.
        var open: [String] = []

        /// Whether values should come to an end: it is deep, or a reference has come round twice.
        var isDeep: Bool { depth >= 8 || open.count - Set(open).count >= 2 }

        func inside(_ name: String) -> Place { Place(name: name, depth: depth + 1, open: open) }
    }

    /// Prepares to fill `schema`.
    init(_ schema: JSON, dice: Dice, hints: PromptValues, isSparse: Bool = false) {
        root = schema
        self.dice = dice
        self.hints = hints
        skipsDrawn = isSparse
    }

    /// Whether more values may be made.
    var hasBudget: Bool { budget > 0 }

    /// A value for the whole schema.
    mutating func value() -> JSON { value(root, Place(name: "answer")) }

    /// A value for a part of the schema.
    mutating func value(_ schema: JSON, _ place: Place) -> JSON {
        guard place.depth < 40, budget > 0 else { return .null }
        budget -= 1
        // What the prompt offers is long used up; looking for more would only take time.
        if budget == 3000 { hints = PromptValues("") }
        var place = place
        var view = SchemaView()
        fold(schema, into: &view, &place, folds: 0)
        if let choices = view.choices { return choice(choices, view, place) }
        if place.isDeep, view.isNullable { return .null }
        switch view.type {
        case "OBJECT": return object(view, place)
        case "ARRAY": return array(view, place)
        case "INTEGER": return number(view, place, isWhole: true)
        case "NUMBER": return number(view, place, isWhole: false)
        case "BOOLEAN":
            if let flag = hints.flag(for: place.name) { return .bool(flag) }
            if let example = view.examples.first(where: { $0.bool != nil }) { return example }
            drawn += 1
            return .bool(dice.below(2) == 0)
        case "NULL": return .null
        default: return .string(text(view, place))
        }
    }

    /// The value that the prompt names, else a drawn one.
    private mutating func choice(_ choices: [JSON], _ view: SchemaView, _ place: Place) -> JSON {
        let type = view.types.first
        let fitting = choices.filter { value in
            switch value {
            case .string: type == nil || type == "STRING"
            case .null: view.isNullable || type == nil
            case .number: type == nil || type == "NUMBER" || type == "INTEGER"
            default: true
            }
        }
        // The API's own schemas write every enum value as a string, of integers too.
        let values = fitting.isEmpty ? choices : fitting
        if values.count > 1 {
            let named = values.prefix(200).filter { value in value.string.map { hints.mentions($0) } ?? false }
            if let first = named.max(by: { ($0.string ?? "").count < ($1.string ?? "").count }) { return first }
            drawn += 1
        }
        let value = values[dice.below(values.count)]
        guard type == "INTEGER" || type == "NUMBER", let text = value.string, let number = Double(text) else { return value }
        return .double(number)
    }

    /// Follows references and parts, and one of the alternatives.
    private mutating func fold(_ schema: JSON, into view: inout SchemaView, _ place: inout Place, folds: Int) {
        guard folds < 32, budget > 0, case .object = schema else { return }
        budget -= 1
        if let reference = schema["$ref"]?.string ?? schema["ref"]?.string, let target = resolve(reference) {
            place.open.append(reference)
            fold(target, into: &view, &place, folds: folds + 1)
        }
        view.add(schema)
        for part in schema.field("allOf")?.array ?? [] { fold(part, into: &view, &place, folds: folds + 1) }
        for key in ["anyOf", "oneOf"] {
            guard let options = schema.field(key)?.array, !options.isEmpty else { continue }
            fold(option(options, place), into: &view, &place, folds: folds + 1)
        }
    }

    private func resolve(_ reference: String) -> JSON? {
        guard reference.hasPrefix("#") else { return nil }
        return reference.dropFirst().split(separator: "/").reduce(root as JSON?) { value, name in
            let name = PercentCoding.decode(name).replacing("~1", with: "/").replacing("~0", with: "~")
            if let index = Int(name), value?.array != nil { return value?[index] }
            return value?[name]
        }
    }

    /// The alternative the prompt speaks of, else the first that says something; when it is time to end, one that ends.
    private func option(_ options: [JSON], _ place: Place) -> JSON {
        func isNull(_ option: JSON) -> Bool { option.name(of: "type", in: SchemaView.typeNames) == "NULL" }
        if place.isDeep {
            return options.first(where: isNull) ?? options.first { !Self.refers($0, depth: 0) } ?? options[0]
        }
        let real = options.prefix(50).filter { !isNull($0) }
        let scores = real.map { option -> Int in
            let target = option["$ref"]?.string.flatMap { resolve($0) } ?? option
            var words = [target.text(of: "title"), option["$ref"]?.string?.split(separator: "/").last.map(String.init) ?? ""]
            for property in target.field("properties")?.object?.members ?? [] {
                if let constant = property.value["const"]?.string { words.append(constant) }
                if let choices = property.value.field("enum")?.array, choices.count == 1 { words.append(choices[0].string ?? "") }
            }
            return words.filter { hints.mentions($0) }.count
        }
        guard let best = scores.max(), best > 0, let index = scores.firstIndex(of: best) else { return real.first ?? options[0] }
        return real[index]
    }

    /// Whether a schema holds a reference within a few levels.
    private static func refers(_ schema: JSON, depth: Int) -> Bool {
        switch schema {
        case .object(let object):
            object["$ref"] != nil || (depth < 6 && object.members.prefix(50).contains { refers($0.value, depth: depth + 1) })
        case .array(let list): depth < 6 && list.prefix(50).contains { refers($0, depth: depth + 1) }
        default: false
        }
    }
}
