internal import GemCore

/// Counts what functions take, as fitted to recorded counts: half of the prompts with declarations come out within 4 %.
enum ToolTokens {
    /// Declarations; the models before 2.5 take less for them.
    static func of(_ declarations: [JSON], isNew: Bool) -> Int {
        let words = declarations.reduce(0) { $0 + self.words($1, skipping: plain) }
        guard isNew else { return words * 3 / 5 }
        return words * 6 / 5 + declarations.reduce(0) { $0 + 14 + 4 * properties($1) }
    }

    /// A call, or a response.
    static func of(call name: String, _ value: JSON) -> Int { 15 + (Tokens.of(name) + words(value, skipping: [])) / 2 }

    private static let plain: Set<String> = [
        "type", "required", "properties", "items", "parameters", "parametersJsonSchema", "parameters_json_schema", "name", "description",
        "additionalProperties", "title",
    ]

    private static func words(_ value: JSON, skipping keys: Set<String>) -> Int {
        switch value {
        case .object(let object):
            object.members.reduce(0) { $0 + (keys.contains($1.name) ? 0 : Tokens.of($1.name)) + words($1.value, skipping: keys) }
        case .array(let list): list.reduce(0) { $0 + words($1, skipping: keys) }
        case .string(let text), .number(let text): Tokens.of(text)
        case .bool: 1
        case .null: 0
        }
    }

    private static func properties(_ value: JSON) -> Int {
        switch value {
        case .object(let object):
            object.members.reduce(object["properties"]?.object?.members.count ?? 0) { $0 + properties($1.value) }
        case .array(let list): list.reduce(0) { $0 + properties($1) }
        default: 0
        }
    }
}
