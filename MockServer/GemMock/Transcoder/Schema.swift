internal import GemCore

/// What messages of the API may hold: names in both spellings, kinds, enums with each service's integers.
///
/// Read once from the table that `scripts/make-mock-schema` makes; where the services differ it has what either has.
final class Schema: Sendable {
    /// The one schema.
    static let shared = Schema(table)

    /// What a field holds.
    enum Kind: Sendable {
        case string, int32, int64, float, double, bool, bytes, timestamp, duration
        /// `google.protobuf.Struct`: an object whose inside is the user's.
        case structure
        /// `google.protobuf.Value`, and what is not looked into.
        case anything
        case enumeration(Int)
        /// A message; `orEnum` where another version of the API has an enum there.
        case message(Int, orEnum: Int?)
        case map(Int)
    }

    /// A field of a message.
    struct Field: Sendable {
        /// Different for every field of the schema.
        let id: Int
        /// The proto's name, as error messages have it.
        let name: String
        let kind: Kind
        let isRepeated: Bool
        /// The group of fields of which one may be set; empty where there is none.
        let oneof: String
    }

    /// A message's fields by name, in either spelling.
    struct Message: Sendable {
        let protoName: String
        var fields: [String: Field] = [:]
    }

    /// An enum's values.
    struct Enumeration: Sendable {
        let protoName: String
        var developer: [String: Int] = [:]
        var vertex: [String: Int] = [:]
        /// In lower case, as either service has them.
        var names: Set<String> = []

        func numbers(_ api: Route.API) -> [String: Int] { api == .vertex ? vertex : developer }
    }

    let messages: [Message]
    let enumerations: [Enumeration]
    private let places: [String: Int]

    /// The message of a name.
    func message(_ name: String) -> Int? { places[name] }

    init(_ table: String) {
        var entries: [[Substring]] = []
        for line in table.split(separator: "\n") {
            let words = line.split(separator: " ")
            if line.hasPrefix(" "), !entries.isEmpty { entries[entries.count - 1] += words } else { entries.append(words) }
        }
        let enums = entries.filter { $0.first?.first == "#" }
        let bodies = entries.filter { $0.first?.first != "#" }
        let enumPlaces = Self.places(enums.map { String($0[0].dropFirst()) })
        let places = Self.places(bodies.map { String($0[0].prefix { $0 != "@" }) })
        enumerations = enums.map { Self.enumeration($0) }
        var count = 0
        messages = bodies.map { words in
            var message = Message(protoName: String(words[0].split(separator: "@").last ?? words[0]))
            for word in words.dropFirst() {
                count += 1
                let field = Self.field(word, id: count, places: places, enumPlaces: enumPlaces)
                message.fields[field.json] = field.field
                message.fields[field.field.name] = field.field
            }
            return message
        }
        self.places = places
    }

    private static func places(_ names: [String]) -> [String: Int] {
        Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
    }

    private static func enumeration(_ words: [Substring]) -> Enumeration {
        var out = Enumeration(protoName: String(words[0].dropFirst()))
        var next = 0
        for word in words.dropFirst() {
            let both = word.split(separator: "/")
            let pair = both[0].split(separator: "=")
            let name = String(pair[0])
            let first = pair.count > 1 ? Int(pair[1]) : next
            out.developer[name] = first
            out.vertex[name] = both.count > 1 ? Int(both[1]) : first
            out.names.insert(name.lowercased())
            if let first { next = first + 1 }
        }
        return out
    }

    /// Reads `name=alias*>Target#Enum~group`.
    private static func field(
        _ word: Substring, id: Int, places: [String: Int], enumPlaces: [String: Int]
    ) -> (json: String, field: Field) {
        let end = word.firstIndex { "*:>#{".contains($0) } ?? word.endIndex
        let names = word[..<end].split(separator: "=")
        var rest = word[end...]
        let isRepeated = rest.first == "*"
        if isRepeated { rest.removeFirst() }
        let grouped = rest.split(separator: "~")
        let type = grouped.first ?? ""
        let target = type.dropFirst().split(separator: "#")
        let json = String(names[0])
        let kind: Kind =
            switch type.first {
            case "#": enumPlaces[String(type.dropFirst())].map { .enumeration($0) } ?? .anything
            case ">":
                places[String(target[0])].map { .message($0, orEnum: target.count > 1 ? enumPlaces[String(target[1])] : nil) }
                    ?? .anything
            case "{": places[String(type.dropFirst())].map { .map($0) } ?? .anything
            default: scalars[type.dropFirst()] ?? .anything
            }
        let field = Field(
            id: id, name: names.count > 1 ? String(names[1]) : snake(json), kind: kind, isRepeated: isRepeated,
            oneof: grouped.count > 1 ? String(grouped[1]) : "")
        return (json, field)
    }

    private static let scalars: [Substring: Kind] = [
        "s": .string, "i": .int32, "l": .int64, "f": .float, "d": .double, "b": .bool, "y": .bytes, "t": .timestamp, "u": .duration,
        "o": .structure, "v": .anything,
    ]

    private static func snake(_ name: String) -> String {
        name.reduce(into: "") { out, character in
            if character.isUppercase { out += "_" + character.lowercased() } else { out.append(character) }
        }
    }
}
