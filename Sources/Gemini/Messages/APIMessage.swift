public import GemCore

/// A message of the API, seen through the JSON it was read from or will be sent as.
///
/// The JSON is the message: what the typed members do not know stays in it and goes out again as it came in.
public protocol APIMessage: Sendable, Hashable {
    /// The whole message.
    var json: JSON { get set }
    /// Wraps a message without checking it.
    init(json: JSON)
}

extension APIMessage {
    /// The member of a name as a message.
    func message<M: APIMessage>(_ name: String, as type: M.Type = M.self) -> M? {
        guard let value = json[name], value != .null else { return nil }
        return M(json: value)
    }

    /// The member of a name as a list of messages; a single object counts as a list of one, as the API itself reads it.
    func messages<M: APIMessage>(_ name: String, as type: M.Type = M.self) -> [M] {
        guard let value = json[name], value != .null else { return [] }
        return (value.array ?? [value]).map { M(json: $0) }
    }

    /// Puts a list of messages in the member of a name; an empty one takes it away.
    mutating func set(_ name: String, _ messages: [some APIMessage]) {
        json[name] = messages.isEmpty ? nil : .array(messages.map(\.json))
    }

    /// The member of a name as a name out of an open list.
    func name<Name: OpenEnum>(_ name: String) -> Name? { json[name]?.string.map { Name(rawValue: $0) } }

    mutating func set(_ name: String, _ value: (some OpenEnum)?) { json[name] = value.map { .string($0.rawValue) } }

    func strings(_ name: String) -> [String] { json[name]?.array?.compactMap(\.string) ?? [] }

    mutating func set(_ name: String, _ strings: [String]) {
        json[name] = strings.isEmpty ? nil : .array(strings.map { .string($0) })
    }
}

/// A name out of a list the API may lengthen at any time.
public protocol OpenEnum: RawRepresentable, Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible
where RawValue == String {
    /// Takes any name, known or not.
    init(rawValue: String)
}

extension OpenEnum {
    /// Takes the name as it is written.
    public init(stringLiteral value: String) { self.init(rawValue: value) }
    public var description: String { rawValue }
}
