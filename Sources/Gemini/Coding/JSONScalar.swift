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

/// Foundation's types that are a string in JSON, known by name, since nothing here links Foundation.
enum KnownString {
    case date, url, uuid

    init?(_ type: any Any.Type) {
        switch String(reflecting: type) {
        case "Foundation.Date", "FoundationEssentials.Date": self = .date
        case "Foundation.URL", "FoundationEssentials.URL": self = .url
        case "Foundation.UUID", "FoundationEssentials.UUID": self = .uuid
        default: return nil
        }
    }

    /// What JSON Schema calls it.
    var schema: JSON {
        switch self {
        case .date: ["type": "string", "format": "date-time"]
        case .url: ["type": "string", "format": "uri"]
        case .uuid: ["type": "string", "format": "uuid"]
        }
    }

    /// The string of any value of the type.
    var sample: JSON {
        switch self {
        case .date: "2001-01-01T00:00:00Z"
        case .url: "https://example.com/"
        case .uuid: "00000000-0000-0000-0000-000000000000"
        }
    }

    /// The form in which the type reads itself: a date as seconds since 2001, a URL as an object; nil for what is no such string.
    func own(_ json: JSON) -> JSON? {
        guard let text = json.string else { return nil }
        switch self {
        case .date: return Timestamp(text).map { .double(Double($0.microseconds) / 1e6 - Self.epoch) }
        case .url: return ["relative": .string(text)]
        case .uuid: return json
        }
    }

    /// The string for what the type wrote of itself.
    func string(_ own: JSON) -> JSON {
        switch self {
        case .date:
            guard let seconds = own.double, abs(seconds) < 2e11 else { return own }
            return .string(Timestamp(microseconds: Int64(((seconds + Self.epoch) * 1e6).rounded())).description)
        case .url: return own["relative"] ?? own
        case .uuid: return own
        }
    }

    /// Seconds from 1970 to 2001.
    private static let epoch = 978_307_200.0
}
