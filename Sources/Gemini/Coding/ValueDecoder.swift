internal import GemCore

/// Reads a `Decodable` value from JSON.
struct ValueDecoder: Decoder {
    let json: JSON
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    /// Reads `json`, which stands at `path`.
    static func read<T: Decodable>(_ type: T.Type, _ json: JSON, at path: [any CodingKey] = []) throws -> T {
        if type == JSON.self, let value = json as? T { return value }
        if let scalar = type as? any JSONScalar.Type {
            guard let value = scalar.init(json: json) as? T else { throw mismatch(type, json, path) }
            return value
        }
        guard let known = KnownType(type) else { return try T(from: ValueDecoder(json: json, codingPath: path)) }
        guard let own = known.own(json) else {
            let found = json.string.map { "\"\($0.prefix(80))\"" } ?? json.kind
            throw DecodingError.typeMismatch(type, .init(codingPath: path, debugDescription: "expected \(known.form), found \(found)"))
        }
        return try T(from: ValueDecoder(json: own, codingPath: path))
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard case .object(let object) = json else { throw Self.mismatch([String: JSON].self, json, codingPath) }
        return KeyedDecodingContainer(KeyedValues(object: object, codingPath: codingPath))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard case .array(let elements) = json else { throw Self.mismatch([JSON].self, json, codingPath) }
        return ListedValues(elements: elements, codingPath: codingPath)
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer { SingleValue(json: json, codingPath: codingPath) }

    fileprivate static func mismatch(_ type: any Any.Type, _ json: JSON, _ path: [any CodingKey]) -> DecodingError {
        let wanted =
            switch type {
            case is [String: JSON].Type: "an object"
            case is [JSON].Type: "a list"
            default: "\(type)"
            }
        let context = DecodingError.Context(codingPath: path, debugDescription: "expected \(wanted), found \(json.kind)")
        return json == .null ? .valueNotFound(type, context) : .typeMismatch(type, context)
    }
}

/// A member's name or an element's place, on the way to a value.
struct PathKey: CodingKey {
    let stringValue: String
    let intValue: Int?
    init(stringValue: String) { (self.stringValue, intValue) = (stringValue, nil) }
    init(intValue: Int) { (stringValue, self.intValue) = (String(intValue), intValue) }
}

private struct KeyedValues<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let object: JSON.Object
    let codingPath: [any CodingKey]

    var allKeys: [Key] { object.members.compactMap { Key(stringValue: $0.name) } }
    func contains(_ key: Key) -> Bool { object[key.stringValue] != nil }
    func decodeNil(forKey key: Key) throws -> Bool { try value(key) == .null }
    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
        try ValueDecoder.read(type, try value(key), at: codingPath + [key])
    }
    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) throws -> KeyedDecodingContainer<Nested> {
        try decoder(key).container(keyedBy: type)
    }
    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer { try decoder(key).unkeyedContainer() }
    func superDecoder() throws -> any Decoder {
        ValueDecoder(json: object["super"] ?? .null, codingPath: codingPath + [PathKey(stringValue: "super")])
    }
    func superDecoder(forKey key: Key) throws -> any Decoder { try decoder(key) }

    private func decoder(_ key: Key) throws -> ValueDecoder { ValueDecoder(json: try value(key), codingPath: codingPath + [key]) }
    private func value(_ key: Key) throws -> JSON {
        if let value = object[key.stringValue] { return value }
        throw DecodingError.keyNotFound(key, .init(codingPath: codingPath + [key], debugDescription: "it is missing"))
    }
}

private struct ListedValues: UnkeyedDecodingContainer {
    let elements: [JSON]
    let codingPath: [any CodingKey]
    var currentIndex = 0

    init(elements: [JSON], codingPath: [any CodingKey]) { (self.elements, self.codingPath) = (elements, codingPath) }

    var count: Int? { elements.count }
    var isAtEnd: Bool { currentIndex >= elements.count }
    mutating func decodeNil() throws -> Bool {
        guard !isAtEnd, elements[currentIndex] == .null else { return false }
        currentIndex += 1
        return true
    }
    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
        let next = try next()
        let value = try ValueDecoder.read(type, next.json, at: next.codingPath)
        currentIndex += 1
        return value
    }
    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) throws -> KeyedDecodingContainer<Nested> {
        let container = try next().container(keyedBy: type)
        currentIndex += 1
        return container
    }
    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        let container = try next().unkeyedContainer()
        currentIndex += 1
        return container
    }
    mutating func superDecoder() throws -> any Decoder {
        let decoder = try next()
        currentIndex += 1
        return decoder
    }

    private func next() throws -> ValueDecoder {
        let path = codingPath + [PathKey(intValue: currentIndex)]
        guard !isAtEnd else { throw DecodingError.valueNotFound(JSON.self, .init(codingPath: path, debugDescription: "it is missing")) }
        return ValueDecoder(json: elements[currentIndex], codingPath: path)
    }
}

private struct SingleValue: SingleValueDecodingContainer {
    let json: JSON
    let codingPath: [any CodingKey]

    func decodeNil() -> Bool { json == .null }
    func decode<T: Decodable>(_ type: T.Type) throws -> T { try ValueDecoder.read(type, json, at: codingPath) }
}

extension JSON {
    /// What kind of value this is, in words.
    var kind: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .number(let text): "the number \(text.prefix(40))"
        case .string: "a string"
        case .array: "a list"
        case .object: "an object"
        }
    }
}
