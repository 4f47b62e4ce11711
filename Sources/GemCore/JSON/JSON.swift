/// A JSON value that keeps what it was read from: member order, and numbers as they were spelled.
///
/// For the paths that build or inspect messages; keys are made by a scanner that never builds values.
public enum JSON: Sendable, Hashable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number as spelled, such as `1`, `1.0`, `1e0`.
    case number(String)
    /// A text, with its escapes read.
    case string(String)
    /// Values in order.
    case array([JSON])
    /// Members in order.
    case object(Object)

    /// Members in order; a name may occur once, the last value wins.
    public struct Object: Sendable, Hashable {
        /// The members in order.
        public var members: [Member]

        /// One name and value.
        public struct Member: Sendable, Hashable {
            /// The name, with its escapes read.
            public var name: String
            /// The value.
            public var value: JSON
            /// Equal names are equal byte by byte: two that only look the same are two.
            public static func == (one: Member, other: Member) -> Bool { one.name.isExactly(other.name) && one.value == other.value }

            /// Makes a member.
            public init(_ name: String, _ value: JSON) {
                self.name = name
                self.value = value
            }
        }

        /// Makes an object of members in order.
        public init(_ members: [Member] = []) { self.members = members }

        /// The value of a name; setting nil removes the member, setting a new name appends it.
        public subscript(name: String) -> JSON? {
            get { members.first { $0.name.isExactly(name) }?.value }
            set {
                let index = members.firstIndex { $0.name.isExactly(name) }
                switch (index, newValue) {
                case (let index?, let value?): members[index].value = value
                case (let index?, nil): members.remove(at: index)
                case (nil, let value?): members.append(Member(name, value))
                case (nil, nil): break
                }
            }
        }

        /// Whether there is no member.
        public var isEmpty: Bool { members.isEmpty }
    }
}

extension JSON {
    /// Texts are equal byte by byte, as JSON has it: `é` is not `e` with a mark behind it.
    public static func == (one: JSON, other: JSON) -> Bool {
        switch (one, other) {
        case (.null, .null): true
        case (.bool(let one), .bool(let other)): one == other
        case (.number(let one), .number(let other)): one == other
        case (.string(let one), .string(let other)): one.isExactly(other)
        case (.array(let one), .array(let other)): one == other
        case (.object(let one), .object(let other)): one == other
        default: false
        }
    }

    /// A number.
    public static func int(_ value: some BinaryInteger) -> JSON { .number(String(value)) }

    /// A number, spelled as the shortest decimal that reads back the same; not for NaN and infinities, which become null.
    public static func double(_ value: Double) -> JSON {
        guard value.isFinite else { return .null }
        if value == value.rounded(), abs(value) < 1e15 { return .number(String(Int64(value))) }
        return .number("\(value)")
    }

    /// A number, spelled as float32's shortest decimal.
    public static func float(_ value: Float) -> JSON {
        guard value.isFinite else { return .null }
        if value == value.rounded(), abs(value) < 1e7 { return .number(String(Int32(value))) }
        return .number("\(value)")
    }

    /// An object from names and values in order, without the nil ones.
    public static func members(_ pairs: KeyValuePairs<String, JSON?>) -> JSON {
        .object(Object(pairs.compactMap { name, value in value.map { Object.Member(name, $0) } }))
    }

    /// The member of an object; nil for other values and for absent names.
    public subscript(name: String) -> JSON? {
        get {
            guard case .object(let object) = self else { return nil }
            return object[name]
        }
        set {
            guard case .object(var object) = self else {
                if let newValue { self = .object(Object([.init(name, newValue)])) }
                return
            }
            self = .null
            object[name] = newValue
            self = .object(object)
        }
    }

    /// The element of an array; nil past its end.
    public subscript(index: Int) -> JSON? {
        guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
        return elements[index]
    }

    /// The text of a string.
    public var string: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The value of a boolean.
    public var bool: Bool? {
        guard case .bool(let value) = self else { return nil }
        return value
    }

    /// The value of a number, or of a string that spells one (as proto-JSON does for int64).
    public var int: Int? {
        switch self {
        case .number(let text), .string(let text):
            if let value = Int(text) { return value }
            guard let value = Double(text), value == value.rounded(), abs(value) < 9e15 else { return nil }
            return Int(value)
        default: return nil
        }
    }

    /// The value of a number.
    public var double: Double? {
        guard case .number(let text) = self else { return nil }
        return Double(text)
    }

    /// The elements of an array; nil for other values.
    public var array: [JSON]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }

    /// The members of an object; nil for other values.
    public var object: Object? {
        guard case .object(let object) = self else { return nil }
        return object
    }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int) { self = .number(String(value)) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(arrayLiteral elements: JSON...) { self = .array(elements) }
    public init(dictionaryLiteral elements: (String, JSON)...) {
        self = .object(Object(elements.map { Object.Member($0, $1) }))
    }
}
