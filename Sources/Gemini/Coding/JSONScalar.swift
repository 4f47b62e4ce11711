internal import GemCore

/// A type that is one JSON value.
protocol JSONScalar {
    /// Reads a value; nil for another kind, and for a number out of range.
    init?(json: JSON)
    /// The value as JSON.
    var json: JSON { get }
    /// What JSON Schema calls it.
    static var schema: JSON { get }
    /// Any value of the type.
    static var sample: Self { get }
}

extension Bool: JSONScalar {
    init?(json: JSON) {
        guard case .bool(let value) = json else { return nil }
        self = value
    }
    var json: JSON { .bool(self) }
    static var schema: JSON { ["type": "boolean"] }
    static var sample: Bool { false }
}

extension String: JSONScalar {
    init?(json: JSON) {
        guard case .string(let text) = json else { return nil }
        self = text
    }
    var json: JSON { .string(self) }
    static var schema: JSON { ["type": "string"] }
    static var sample: String { "" }
}

extension Double: JSONScalar {
    init?(json: JSON) {
        guard case .number(let text) = json, let value = Double(text), value.isFinite else { return nil }
        self = value
    }
    var json: JSON { .double(self) }
    static var schema: JSON { ["type": "number"] }
    static var sample: Double { 0 }
}

extension Float: JSONScalar {
    init?(json: JSON) {
        guard case .number(let text) = json, let value = Float(text), value.isFinite else { return nil }
        self = value
    }
    var json: JSON { .float(self) }
    static var schema: JSON { ["type": "number"] }
    static var sample: Float { 0 }
}

extension JSONScalar where Self: FixedWidthInteger {
    /// A whole number, also where it is spelled `3.0` or `3e0`.
    init?(json: JSON) {
        guard case .number(let text) = json else { return nil }
        if let value = Self(text) {
            self = value
        } else {
            guard let number = Double(text), let value = Self(exactly: number) else { return nil }
            self = value
        }
    }
    var json: JSON { .int(self) }
    static var schema: JSON { isSigned ? ["type": "integer"] : ["type": "integer", "minimum": 0] }
    static var sample: Self { 0 }
}

extension Int: JSONScalar {}
extension Int8: JSONScalar {}
extension Int16: JSONScalar {}
extension Int32: JSONScalar {}
extension Int64: JSONScalar {}
extension UInt: JSONScalar {}
extension UInt8: JSONScalar {}
extension UInt16: JSONScalar {}
extension UInt32: JSONScalar {}
extension UInt64: JSONScalar {}
