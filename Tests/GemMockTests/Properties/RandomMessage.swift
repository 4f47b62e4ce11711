import GemCore

@testable import GemMock

/// Messages with random members, each of the kind the schema says, in one of the spellings the API reads.
struct RandomMessage {
    var dice: Dice
    private let schema = Schema.shared

    init(_ dice: Dice) { self.dice = dice }

    /// A message of the body's type of a route; nil where it has none.
    mutating func body(_ route: Route) -> JSON? {
        guard let name = Transcoder.request(route), let message = schema.message(name) else { return nil }
        return self.message(message, depth: 0)
    }

    private mutating func message(_ index: Int, depth: Int) -> JSON {
        var object = JSON.Object()
        var taken: Set<String> = []
        for (names, field) in fields(of: index) where dice.below(depth == 0 ? 2 : 2 + depth * 2) == 0 {
            guard field.oneof.isEmpty || taken.insert(field.oneof).inserted else { continue }
            object.members.append(.init(names[dice.below(names.count)], value(field, depth: depth)))
        }
        return .object(object)
    }

    /// A message's fields with their spellings, always in the same order.
    private func fields(of index: Int) -> [(names: [String], field: Schema.Field)] {
        Dictionary(grouping: schema.messages[index].fields, by: \.value.id).sorted { $0.key < $1.key }
            .map { ($0.value.map(\.key).sorted(), $0.value[0].value) }
    }

    private mutating func value(_ field: Schema.Field, depth: Int) -> JSON {
        if dice.below(20) == 0 { return .null }
        guard field.isRepeated, dice.below(4) > 0 else { return single(field.kind, depth: depth) }
        return .array((0..<dice.below(3)).map { _ in single(field.kind, depth: depth) })
    }

    private mutating func single(_ kind: Schema.Kind, depth: Int) -> JSON {
        switch kind {
        case .string: pick(["", "a", "models/gemini-2.5-flash", "user", "Grüße 🌍", "text/plain", "https://example.com/a"])
        case .int32: pick([0, 1, -1, 7, 8192, 2_147_483_647, -2_147_483_648, "12", .number("3.0"), .number("1e3")])
        case .int64: pick([0, "1", "-1", "9223372036854775807", 42, .number("1e3")])
        case .float, .double: pick([0, 1, .number("0.5"), .number("-1.5"), .number("1e30"), "0.25", "NaN", "Infinity"])
        case .bool: pick([true, false, "true"])
        case .bytes: pick(["", "QQ==", "QQ", "-_-_", "+/+/", "iVBORw0KGgo="])
        case .timestamp: pick(["2026-01-31T12:00:00Z", "2026-01-31T12:00:00.123456789Z", "1970-01-01T00:00:00+01:00"])
        case .duration: pick(["0s", "300s", "1.5s", "180.000000000s", "-3s"])
        case .structure: ["a": [1, "b", .null], "c": [:]]
        case .anything: pick([.null, true, "x", [1], ["type": "OBJECT", "properties": ["a": ["type": "string"]]]])
        case .enumeration(let index): enumeration(schema.enumerations[index])
        case .message(let index, _): depth < 6 ? message(index, depth: depth + 1) : [:]
        case .map(let index): ["k": depth < 6 ? message(index, depth: depth + 1) : [:], "": [:]]
        }
    }

    private mutating func enumeration(_ enumeration: Schema.Enumeration) -> JSON {
        let names = enumeration.developer.keys.sorted()
        guard !names.isEmpty else { return 0 }
        let name = names[dice.below(names.count)]
        switch dice.below(4) {
        case 0: return .int(enumeration.developer[name] ?? 0)
        case 1: return .string(name.lowercased())
        default: return .string(name)
        }
    }

    private mutating func pick(_ choices: [JSON]) -> JSON { choices[dice.below(choices.count)] }
}
