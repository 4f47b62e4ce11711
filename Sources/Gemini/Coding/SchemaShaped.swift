internal import GemCore

/// A type that holds others and is not looked at as a record.
protocol SchemaShaped {
    /// Its schema and any value of it.
    static func shape(_ builder: SchemaBuilder, _ path: [any CodingKey]) throws -> (schema: JSON, sample: Any)
}

extension Optional: SchemaShaped where Wrapped: Decodable {
    static func shape(_ builder: SchemaBuilder, _ path: [any CodingKey]) throws -> (schema: JSON, sample: Any) {
        var schema = try builder.form(of: Wrapped.self, at: path).schema
        if let type = schema["type"], type.string != nil, schema["enum"] == nil { schema["type"] = [type, "null"] }
        return (schema, Self.none as Any)
    }
}

extension Array: SchemaShaped where Element: Decodable {
    static func shape(_ builder: SchemaBuilder, _ path: [any CodingKey]) throws -> (schema: JSON, sample: Any) {
        (["type": "array", "items": try builder.form(of: Element.self, at: path).schema], Self())
    }
}

extension ContiguousArray: SchemaShaped where Element: Decodable {
    static func shape(_ builder: SchemaBuilder, _ path: [any CodingKey]) throws -> (schema: JSON, sample: Any) {
        (["type": "array", "items": try builder.form(of: Element.self, at: path).schema], Self())
    }
}

extension Set: SchemaShaped where Element: Decodable {
    static func shape(_ builder: SchemaBuilder, _ path: [any CodingKey]) throws -> (schema: JSON, sample: Any) {
        (["type": "array", "items": try builder.form(of: Element.self, at: path).schema], Self())
    }
}

extension Dictionary: SchemaShaped where Key: Decodable, Value: Decodable {
    static func shape(_ builder: SchemaBuilder, _ path: [any CodingKey]) throws -> (schema: JSON, sample: Any) {
        guard Key.self == String.self else {
            throw SchemaBuilder.Trouble(path, "a dictionary's keys must be strings, not \(Key.self).")
        }
        return (["type": "object", "additionalProperties": try builder.form(of: Value.self, at: path).schema], Self())
    }
}
