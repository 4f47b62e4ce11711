public import GemCore

/// One turn of a conversation: who speaks, and in which parts.
public struct Content: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let parts = Field<[Part]>("parts")
        let role = Field<String>("role")
    }
    package static let fields = Fields()

    /// Makes a turn of parts.
    public init(role: String? = "user", parts: [Part]) {
        json = .members(["parts": .array(parts.map(\.json)), "role": role.map { .string($0) }])
    }

    /// What the user says.
    public static func user(_ text: String) -> Content { Content(parts: [.text(text)]) }

    /// What the model said, for a history written by hand.
    public static func model(_ text: String) -> Content { Content(role: "model", parts: [.text(text)]) }

    /// `user` or `model`; nil where none is told.
    public var role: String? {
        get { self[\.role] }
        set { self[\.role] = newValue }
    }

    /// The parts in order.
    public var parts: [Part] {
        get { self[list: \.parts] }
        set { json["parts"] = .array(newValue.map(\.json)) }
    }

    /// The text of all parts but thoughts, joined.
    public var text: String { parts.filter { !$0.isThought }.compactMap(\.text).joined() }
}

extension Content: ExpressibleByStringLiteral {
    public init(stringLiteral value: String) { self = .user(value) }
}
