internal import GemCore

/// What a type asked for while it decoded itself.
final class SchemaNote {
    private var members: [(name: String, schema: JSON, note: SchemaNote?, isRequired: Bool)] = []
    private var isObject = false
    private var isList = false
    private var item: SchemaNote?
    private var single: JSON?

    /// The schema of all that was asked for.
    var schema: JSON {
        if isObject {
            let properties = JSON.Object(members.map { .init($0.name, $0.note?.schema ?? $0.schema) })
            let required = members.filter(\.isRequired).map { JSON.string($0.name) }
            return .members([
                "type": "object", "properties": .object(properties), "required": required.isEmpty ? nil : .array(required),
            ])
        }
        if isList { return .members(["type": "array", "items": item?.schema]) }
        return single ?? .object(JSON.Object())
    }

    func beObject() { isObject = true }
    func beList() { isList = true }

    func member(_ name: String, _ schema: JSON, isRequired: Bool) {
        guard !members.contains(where: { $0.name == name }) else { return }
        members.append((name, schema, nil, isRequired))
    }

    func member(_ name: String) -> SchemaNote {
        if let earlier = members.first(where: { $0.name == name })?.note { return earlier }
        let note = SchemaNote()
        members.append((name, .null, note, true))
        return note
    }

    func element() -> SchemaNote {
        let note = item ?? SchemaNote()
        item = note
        return note
    }

    func value(_ schema: JSON) { if single == nil { single = schema } }
}

/// Gives a type any values it asks for, and notes what it asked.
struct SchemaDecoder: Decoder {
    let builder: SchemaBuilder
    let note: SchemaNote
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        note.beObject()
        return KeyedDecodingContainer(NotedMembers(decoder: self))
    }
    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        note.beList()
        return NotedElements(decoder: self)
    }
    func singleValueContainer() throws -> any SingleValueDecodingContainer { NotedValue(decoder: self) }

    /// Any value of a type, with its schema.
    fileprivate func sample<T: Decodable>(_ type: T.Type, _ path: [any CodingKey], _ note: (JSON) -> Void) throws -> T {
        let form = try builder.form(of: type, at: path)
        note(form.schema)
        guard let sample = form.sample else { throw SchemaBuilder.Trouble(path, "\(type) holds itself, and no value of it ends.") }
        return sample
    }
}

private struct NotedMembers<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let decoder: SchemaDecoder
    var codingPath: [any CodingKey] { decoder.codingPath }
    var allKeys: [Key] { [] }
    func contains(_ key: Key) -> Bool { true }
    func decodeNil(forKey key: Key) throws -> Bool { false }

    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
        try decoder.sample(type, codingPath + [key]) { decoder.note.member(key.stringValue, $0, isRequired: true) }
    }
    func decodeIfPresent<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T? { try absent(type, key) }
    // The standard library has one of its own for each of these, which would ask for a value.
    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? { try absent(type, key) }
    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? { try absent(type, key) }
    func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? { try absent(type, key) }
    func decodeIfPresent(_ type: Float.Type, forKey key: Key) throws -> Float? { try absent(type, key) }
    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? { try absent(type, key) }
    func decodeIfPresent(_ type: Int8.Type, forKey key: Key) throws -> Int8? { try absent(type, key) }
    func decodeIfPresent(_ type: Int16.Type, forKey key: Key) throws -> Int16? { try absent(type, key) }
    func decodeIfPresent(_ type: Int32.Type, forKey key: Key) throws -> Int32? { try absent(type, key) }
    func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? { try absent(type, key) }
    func decodeIfPresent(_ type: UInt.Type, forKey key: Key) throws -> UInt? { try absent(type, key) }
    func decodeIfPresent(_ type: UInt8.Type, forKey key: Key) throws -> UInt8? { try absent(type, key) }
    func decodeIfPresent(_ type: UInt16.Type, forKey key: Key) throws -> UInt16? { try absent(type, key) }
    func decodeIfPresent(_ type: UInt32.Type, forKey key: Key) throws -> UInt32? { try absent(type, key) }
    func decodeIfPresent(_ type: UInt64.Type, forKey key: Key) throws -> UInt64? { try absent(type, key) }

    private func absent<T: Decodable>(_ type: T.Type, _ key: Key) throws -> T? {
        decoder.note.member(key.stringValue, try decoder.builder.form(of: type, at: codingPath + [key]).schema, isRequired: false)
        return nil
    }
    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) throws -> KeyedDecodingContainer<Nested> {
        try inner(key).container(keyedBy: type)
    }
    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer { try inner(key).unkeyedContainer() }
    func superDecoder() throws -> any Decoder {
        SchemaDecoder(builder: decoder.builder, note: decoder.note.member("super"), codingPath: codingPath)
    }
    func superDecoder(forKey key: Key) throws -> any Decoder { inner(key) }

    private func inner(_ key: Key) -> SchemaDecoder {
        SchemaDecoder(builder: decoder.builder, note: decoder.note.member(key.stringValue), codingPath: codingPath + [key])
    }
}

private struct NotedElements: UnkeyedDecodingContainer {
    let decoder: SchemaDecoder
    var currentIndex = 0

    init(decoder: SchemaDecoder) { self.decoder = decoder }

    var codingPath: [any CodingKey] { decoder.codingPath }
    var count: Int? { nil }
    var isAtEnd: Bool { currentIndex > 0 }
    mutating func decodeNil() throws -> Bool { false }
    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
        let path = codingPath + [PathKey(intValue: currentIndex)]
        currentIndex += 1
        return try decoder.sample(type, path) { decoder.note.element().value($0) }
    }
    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) throws -> KeyedDecodingContainer<Nested> {
        try inner().container(keyedBy: type)
    }
    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { try inner().unkeyedContainer() }
    mutating func superDecoder() throws -> any Decoder { inner() }

    private mutating func inner() -> SchemaDecoder {
        currentIndex += 1
        return SchemaDecoder(builder: decoder.builder, note: decoder.note.element(), codingPath: codingPath)
    }
}

private struct NotedValue: SingleValueDecodingContainer {
    let decoder: SchemaDecoder
    var codingPath: [any CodingKey] { decoder.codingPath }
    func decodeNil() -> Bool { false }
    func decode<T: Decodable>(_ type: T.Type) throws -> T {
        try decoder.sample(type, codingPath) { decoder.note.value($0) }
    }
}
