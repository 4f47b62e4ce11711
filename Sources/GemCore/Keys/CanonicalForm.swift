/// A canonical form taken apart, for explanations: what takes part in a key, with its name and kind.
package struct CanonicalForm: Sendable, Hashable {
    /// One value; texts are bytes, since texts that only look alike are different questions.
    package indirect enum Value: Sendable, Hashable {
        case text([UInt8])
        /// Digits and a power of ten.
        case number(String)
        case enumeration(String)
        /// A number of seconds.
        case duration(String)
        case bytes(count: Int, hash: String)
        case call(String)
        case flag(Bool)
        case null, secret
        /// What a cached content holds.
        case cached(Value)
        /// An item of a batch.
        case form(CanonicalForm)
        case list([Value])
        case object([Member])
    }

    /// One member of an object.
    package struct Member: Sendable, Hashable {
        package var name: Name
        package var value: Value
    }

    /// A member's name: of a known field as the schema spells it, of all else as it was sent.
    package enum Name: Sendable, Hashable {
        case field(String)
        case other([UInt8])
        /// A name that is no field, in an overriding object or beside a batch's items; which of them, as a sign.
        case elsewhere([UInt8], UInt8)
    }

    /// `gemcache-key N`.
    package var version: String
    package var operation: String
    package var model: String
    package var namespace: String
    package var sample: String
    /// The query items that take part.
    package var query: [Member]
    /// The body; nil where the question has none.
    package var body: Value?

    /// Takes a form apart; nil where it is none.
    package init?(_ form: [UInt8]) {
        let read = form.withUnsafeBytes { bytes in
            var reader = CanonicalReader(bytes)
            return reader.form(to: bytes.count)
        }
        guard let read else { return nil }
        self = read
    }

    init(
        version: String, operation: String, model: String, namespace: String, sample: String, query: [Member], body: Value?
    ) {
        (self.version, self.operation, self.model, self.namespace) = (version, operation, model, namespace)
        (self.sample, self.query, self.body) = (sample, query, body)
    }
}

extension CanonicalForm.Value {
    /// The value in JSON, for people: bytes, secrets and ids of calls as notes between angle brackets.
    package var json: JSON {
        switch self {
        case .text(let bytes): .string(String(decoding: bytes, as: UTF8.self))
        case .number(let digits): .number(Self.plain(digits))
        case .enumeration(let name): .string(name)
        case .duration(let digits): .string(Self.plain(digits) + "s")
        case .bytes(let count, let hash): .string("<\(count) bytes, \(hash)>")
        case .call(let number): .string("<call \(number)>")
        case .flag(let value): .bool(value)
        case .null: .null
        case .secret: "<secret>"
        case .cached(let value): value.json
        case .form(let form): form.body?.json ?? .null
        case .list(let values): .array(values.map(\.json))
        case .object(let members): .object(JSON.Object(members.map { JSON.Object.Member($0.name.text, $0.value.json) }))
        }
    }

    /// Digits and a power of ten without the power, as far as that is short.
    private static func plain(_ number: String) -> String {
        let parts = number.split(separator: "e")
        guard parts.count == 2, let power = Int(parts[1]), abs(power) <= 15 else { return number }
        let isNegative = parts[0].hasPrefix("-")
        var digits = String(parts[0].drop { $0 == "-" })
        if power >= 0 {
            digits += String(repeating: "0", count: power)
        } else {
            if digits.count <= -power { digits = String(repeating: "0", count: 1 - power - digits.count) + digits }
            digits.insert(".", at: digits.index(digits.endIndex, offsetBy: power))
        }
        return isNegative ? "-" + digits : digits
    }
}

extension CanonicalForm.Name {
    /// The name as text.
    package var text: String {
        switch self {
        case .field(let name): name
        case .other(let bytes), .elsewhere(let bytes, _): String(decoding: bytes, as: UTF8.self)
        }
    }
}
