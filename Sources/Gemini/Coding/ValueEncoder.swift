internal import GemCore

/// Writes an `Encodable` value as JSON.
struct ValueEncoder: Encoder {
    /// Where a value is written, bit by bit.
    fileprivate final class Target {
        enum Content {
            case value(JSON)
            case list([Target])
            case object([(name: String, target: Target)])
        }
        var content: Content?

        var json: JSON {
            switch content {
            case nil: .object(JSON.Object())
            case .value(let json): json
            case .list(let targets): .array(targets.map(\.json))
            case .object(let members): .object(JSON.Object(members.map { .init($0.name, $0.target.json) }))
            }
        }

        func append() -> Target {
            let target = Target()
            guard case .list(var targets) = content else {
                content = .list([target])
                return target
            }
            content = nil
            targets.append(target)
            content = .list(targets)
            return target
        }

        func member(_ name: String) -> Target {
            let target = Target()
            guard case .object(var members) = content else {
                content = .object([(name, target)])
                return target
            }
            content = nil
            members.append((name, target))
            content = .object(members)
            return target
        }
    }

    fileprivate let target: Target
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    /// The value as JSON.
    static func write(_ value: some Encodable) throws -> JSON {
        let target = Target()
        try write(value, to: target, at: [])
        return target.json
    }

    fileprivate static func write(_ value: some Encodable, to target: Target, at path: [any CodingKey]) throws {
        if let json = value as? JSON {
            target.content = .value(json)
        } else if let scalar = value as? any JSONScalar {
            target.content = .value(scalar.json)
        } else {
            try value.encode(to: ValueEncoder(target: target, codingPath: path))
            if let known = KnownType(type(of: value)) { target.content = .value(known.json(target.json)) }
        }
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        if target.content == nil { target.content = .object([]) }
        return KeyedEncodingContainer(KeyedTarget(target: target, codingPath: codingPath))
    }
    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        if target.content == nil { target.content = .list([]) }
        return ListTarget(target: target, codingPath: codingPath)
    }
    func singleValueContainer() -> any SingleValueEncodingContainer { SingleTarget(target: target, codingPath: codingPath) }
}

private struct KeyedTarget<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let target: ValueEncoder.Target
    let codingPath: [any CodingKey]

    func encodeNil(forKey key: Key) throws { target.member(key.stringValue).content = .value(.null) }
    func encode(_ value: some Encodable, forKey key: Key) throws {
        try ValueEncoder.write(value, to: target.member(key.stringValue), at: codingPath + [key])
    }
    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) -> KeyedEncodingContainer<Nested> {
        encoder(key).container(keyedBy: type)
    }
    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { encoder(key).unkeyedContainer() }
    func superEncoder() -> any Encoder { ValueEncoder(target: target.member("super"), codingPath: codingPath) }
    func superEncoder(forKey key: Key) -> any Encoder { encoder(key) }

    private func encoder(_ key: Key) -> ValueEncoder {
        ValueEncoder(target: target.member(key.stringValue), codingPath: codingPath + [key])
    }
}

private struct ListTarget: UnkeyedEncodingContainer {
    let target: ValueEncoder.Target
    let codingPath: [any CodingKey]

    var count: Int {
        guard case .list(let targets) = target.content else { return 0 }
        return targets.count
    }
    func encodeNil() throws { target.append().content = .value(.null) }
    func encode(_ value: some Encodable) throws { try ValueEncoder.write(value, to: target.append(), at: codingPath) }
    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        ValueEncoder(target: target.append(), codingPath: codingPath).container(keyedBy: type)
    }
    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        ValueEncoder(target: target.append(), codingPath: codingPath).unkeyedContainer()
    }
    func superEncoder() -> any Encoder { ValueEncoder(target: target.append(), codingPath: codingPath) }
}

private struct SingleTarget: SingleValueEncodingContainer {
    let target: ValueEncoder.Target
    let codingPath: [any CodingKey]

    func encodeNil() throws { target.content = .value(.null) }
    func encode(_ value: some Encodable) throws { try ValueEncoder.write(value, to: target, at: codingPath) }
}
