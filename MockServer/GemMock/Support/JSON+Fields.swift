internal import GemCore

/// Reads messages as the API's transcoder does: either spelling of a name, null as absent, one object for a list.
extension JSON {
    /// A schema field by its camelCase name, spelled in either case; nil where absent or null.
    func field(_ name: String) -> JSON? {
        guard case .object(let object) = self else { return nil }
        for member in object.members where member.name == name || Self.camel(member.name) == name {
            if case .null = member.value { return nil }
            return member.value
        }
        return nil
    }

    /// A repeated field: its elements, or the one value that stands in their place.
    func list(_ name: String) -> [JSON] {
        guard let value = field(name) else { return [] }
        return value.array ?? [value]
    }

    /// A text field; an empty string where absent.
    func text(of name: String) -> String { field(name)?.string ?? "" }

    /// An enum's name, from a name in any case or a number in a table.
    func name(of field: String, in table: [String]) -> String? {
        guard let value = self.field(field) else { return nil }
        if let text = value.string { return text.uppercased() }
        guard let number = value.int, table.indices.contains(number) else { return nil }
        return table[number]
    }

    /// A number field, from a number or a string that spells one.
    func number(of name: String) -> Double? {
        guard let value = field(name) else { return nil }
        return value.double ?? value.string.flatMap { Double($0) }
    }

    /// A proto field's name as JSON has it.
    static func camel(_ name: String) -> String {
        guard name.utf8.contains(UInt8(ascii: "_")) else { return name }
        var out = ""
        var raise = false
        for character in name {
            if character == "_", !out.isEmpty {
                raise = true
            } else {
                out += raise ? character.uppercased() : String(character)
                raise = false
            }
        }
        return out
    }
}
