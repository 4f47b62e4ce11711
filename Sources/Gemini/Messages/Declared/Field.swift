package import GemCore

/// One member of a message: its name on the wire, and the type it is read and written as.
package struct Field<Value: FieldValue>: Sendable {
    /// The name on the wire.
    package let name: String

    /// Names a member.
    init(_ name: String) { self.name = name }
}

/// A message that declares its members once; the typed properties read and write through that declaration.
///
/// What is not declared stays in the JSON, as in every `APIMessage`; `Survey` finds it.
package protocol DeclaredMessage: APIMessage, FieldValue {
    /// One `Field` for each member.
    associatedtype Fields: Sendable
    /// The declaration.
    static var fields: Fields { get }
}

extension DeclaredMessage {
    /// A member by its declaration; nil where it is absent, null or of another form.
    subscript<Value>(_ field: KeyPath<Fields, Field<Value>>) -> Value? {
        get {
            guard let member = json[Self.fields[keyPath: field].name], member != .null else { return nil }
            return Value(member: member)
        }
        set { json[Self.fields[keyPath: field].name] = newValue?.member }
    }

    /// The elements of a list; none where it is absent. A single object counts as a list of one, as the API itself reads it.
    subscript<Element>(list field: KeyPath<Fields, Field<[Element]>>) -> [Element] {
        get { self[field] ?? [] }
        set { self[field] = newValue.isEmpty ? nil : newValue }
    }

    /// A message of an object; nil for other values.
    package init?(member: JSON) {
        guard case .object = member else { return nil }
        self.init(json: member)
    }

    package var member: JSON { json }
}
