package import GemCore

/// A type a message's member may have.
package protocol FieldValue: Sendable {
    /// Reads a member that is not null; nil where it has another form.
    init?(member: JSON)
    /// The member as it is written.
    var member: JSON { get }
    /// Reads a member and writes it again, counting what was met; nil where it cannot be read.
    static func again(_ member: JSON, _ survey: inout Survey) -> JSON?
    /// Whether two spellings say the same.
    static func isSame(_ left: JSON, _ right: JSON) -> Bool
}

extension FieldValue {
    package static func again(_ member: JSON, _ survey: inout Survey) -> JSON? {
        guard let again = Self(member: member)?.member else { return nil }
        survey.met(member, again, isSame: isSame(member, again))
        return again
    }

    package static func isSame(_ left: JSON, _ right: JSON) -> Bool { JSONDifference.first(left, right) == nil }
}

extension String: FieldValue {
    package init?(member: JSON) {
        guard case .string(let text) = member else { return nil }
        self = text
    }
    package var member: JSON { .string(self) }
}

extension Bool: FieldValue {
    package init?(member: JSON) {
        guard case .bool(let value) = member else { return nil }
        self = value
    }
    package var member: JSON { .bool(self) }
}

/// Up to 32 bits on the wire, where longer ones are strings.
extension Int: FieldValue {
    package init?(member: JSON) {
        guard let value = member.int else { return nil }
        self = value
    }
    package var member: JSON { .int(self) }
    package static func isSame(_ left: JSON, _ right: JSON) -> Bool { left.int == right.int }
}

/// A string on the wire.
extension Int64: FieldValue {
    package init?(member: JSON) {
        guard let value = member.int else { return nil }
        self = Int64(value)
    }
    package var member: JSON { .string(String(self)) }
    package static func isSame(_ left: JSON, _ right: JSON) -> Bool { left.int == right.int }
}

extension Double: FieldValue {
    package init?(member: JSON) {
        guard let value = member.double else { return nil }
        self = value
    }
    package var member: JSON { .double(self) }
}

/// Some answers spell a float32 with a double's digits.
extension Float: FieldValue {
    package init?(member: JSON) {
        guard case .number(let text) = member, let value = Float(text) else { return nil }
        self = value
    }
    package var member: JSON { .float(self) }
    package static func isSame(_ left: JSON, _ right: JSON) -> Bool { Float(member: left) == Float(member: right) }
}

/// The wire has up to nine decimals, of which six are kept.
extension Timestamp: FieldValue {
    package init?(member: JSON) {
        guard let time = member.string.flatMap({ Timestamp($0) }) else { return nil }
        self = time
    }
    package var member: JSON { .string(description) }
    package static func isSame(_ left: JSON, _ right: JSON) -> Bool { Timestamp(member: left) == Timestamp(member: right) }
}

/// The caller's own data, of any form.
extension JSON: FieldValue {
    package init?(member: JSON) { self = member }
    package var member: JSON { self }
}

extension Array: FieldValue where Element: FieldValue {
    package init?(member: JSON) {
        switch member {
        case .array(let elements): self = elements.compactMap { Element(member: $0) }
        case .object: self = [member].compactMap { Element(member: $0) }
        default: return nil
        }
    }

    package var member: JSON { .array(map(\.member)) }

    package static func again(_ member: JSON, _ survey: inout Survey) -> JSON? {
        guard case .array(let elements) = member else {
            guard case .object = member else { return nil }
            return Element.again(member, &survey)
        }
        if elements.isEmpty { survey.met(member, member, isSame: true) }
        return .array(elements.map { element in survey.step("[]", element) { Element.again(element, &$0) } })
    }
}

/// A name out of a list the API may lengthen, or its number where a client asked for numbers.
package struct EnumName: FieldValue {
    /// The name, or the number's digits.
    package let text: String

    package init?(member: JSON) {
        switch member {
        case .string(let text), .number(let text): self.text = text
        default: return nil
        }
    }
    package var member: JSON { Int(text) == nil ? .string(text) : .number(text) }
}

extension OpenEnum where Self: FieldValue {
    package init?(member: JSON) {
        guard let name = EnumName(member: member) else { return nil }
        self.init(rawValue: name.text)
    }
    package var member: JSON { Int(rawValue) == nil ? .string(rawValue) : .number(rawValue) }
}
