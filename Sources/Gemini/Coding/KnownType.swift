internal import GemCore

/// Foundation's types that are one value in JSON, known by name, since nothing here links Foundation.
enum KnownType {
    case date, url, uuid, data, decimal

    init?(_ type: any Any.Type) {
        switch String(reflecting: type) {
        case "Foundation.Date", "FoundationEssentials.Date": self = .date
        case "Foundation.URL", "FoundationEssentials.URL": self = .url
        case "Foundation.UUID", "FoundationEssentials.UUID": self = .uuid
        case "Foundation.Data", "FoundationEssentials.Data": self = .data
        // Foundation has it from C.
        case "Foundation.Decimal", "FoundationEssentials.Decimal", "__C.NSDecimal": self = .decimal
        default: return nil
        }
    }

    /// What JSON Schema calls it.
    var schema: JSON {
        switch self {
        case .date: ["type": "string", "format": "date-time"]
        case .url: ["type": "string", "format": "uri"]
        case .uuid: ["type": "string", "format": "uuid"]
        case .data: ["type": "string", "description": "Bytes in base64."]
        case .decimal: ["type": "number"]
        }
    }

    /// Any value of the type.
    var sample: JSON {
        switch self {
        case .date: "2001-01-01T00:00:00Z"
        case .url: "https://example.com/"
        case .uuid: "00000000-0000-0000-0000-000000000000"
        case .data: ""
        case .decimal: .number("0")
        }
    }

    /// The form in which the type reads itself: a date as seconds since 2001, a URL as an object, bytes as a list; nil for what is no such value.
    func own(_ json: JSON) -> JSON? {
        if self == .decimal { return DecimalForm(json)?.own }
        guard let text = json.string else { return nil }
        switch self {
        case .date: return Timestamp(text).map { .double(Double($0.microseconds) / 1e6 - Self.epoch) }
        case .url: return ["relative": .string(text)]
        case .uuid: return json
        case .data: return Base64Coding.decode(text).map { .array($0.map { .int($0) }) }
        case .decimal: return nil
        }
    }

    /// The value for what the type wrote of itself.
    func json(_ own: JSON) -> JSON {
        switch self {
        case .date:
            guard let seconds = own.double, abs(seconds) < 2e11 else { return own }
            return .string(Timestamp(microseconds: Int64(((seconds + Self.epoch) * 1e6).rounded())).description)
        case .url: return own["relative"] ?? own
        case .uuid: return own
        case .data:
            guard let bytes = own.array?.compactMap({ UInt8(json: $0) }), bytes.count == own.array?.count else { return own }
            return .string(Base64Coding.encode(bytes))
        case .decimal: return DecimalForm(own: own)?.json ?? own
        }
    }

    /// What is said where a value is none of the type.
    var form: String {
        switch self {
        case .date: "a date and time such as 2001-01-01T00:00:00Z"
        case .url: "a URL"
        case .uuid: "a UUID"
        case .data: "bytes in base64"
        case .decimal: "a number of 38 digits at most"
        }
    }

    /// Seconds from 1970 to 2001.
    private static let epoch = 978_307_200.0
}
