public import GemCore

/// A body as a cassette keeps it: readable where it can be, and always good for the same bytes.
public enum RecordedBody: Sendable, Hashable {
    /// No body.
    case none
    /// JSON, with the layout that gives its bytes.
    case json(JSON, JSONLayout)
    /// UTF-8 text that is not JSON, or JSON in a layout of its own.
    case text(String)
    /// Anything else; in a file of its own.
    case bytes([UInt8])
    /// An upload's bytes, known by hash and length alone.
    case digest(Digest, length: Int64)

    /// Above this many bytes, text stands in a file of its own.
    static let largestText = 64 << 10
    /// Values nested deeper than this are kept as text: in a cassette they stand some levels down, and readers have a limit.
    private static let deepest = 150

    /// Keeps bytes in the most readable form that gives them back exactly.
    public init(_ bytes: [UInt8], preferring layout: JSONLayout = .unary) {
        self.init(bytes, layout: layout, dialect: .strict) { JSONLayout.detect($0, bytes, preferring: layout) }
    }

    /// Keeps a request's body: as JSON in any layout, for only what it says matters.
    init(request bytes: [UInt8]) {
        self.init(bytes, layout: .unary, dialect: .lenient) { _ in .unary }
    }

    private init(_ bytes: [UInt8], layout: JSONLayout, dialect: JSON.Dialect, _ detect: (JSON) -> JSONLayout?) {
        if bytes.isEmpty {
            self = .none
        } else if let value = try? JSON(parsing: bytes, dialect), value.isNested(below: Self.deepest), let found = detect(value) {
            self = .json(value, found)
        } else {
            self.init(verbatim: bytes)
        }
    }

    /// Keeps bytes as text where they are short UTF-8, else as bytes.
    init(verbatim bytes: [UInt8]) {
        if bytes.count <= Self.largestText, !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) {
            self = .text(text)
        } else {
            self = .bytes(bytes)
        }
    }

    /// The body's bytes; empty where only their hash is known.
    public var bytes: [UInt8] {
        switch self {
        case .none, .digest: []
        case .json(let value, let layout): layout.bytes(value)
        case .text(let text): Array(text.utf8)
        case .bytes(let bytes): bytes
        }
    }

    /// The body's value, where it is JSON.
    public var json: JSON? {
        guard case .json(let value, _) = self else { return nil }
        return value
    }

    /// What two bodies must share to be the same for a request that has no key.
    var fingerprint: String {
        switch self {
        case .none: "-"
        case .json(let value, _): Digest(of: value.sortedByName.bytes(.compact)).description
        case .text(let text): Digest(of: Array(text.utf8)).description
        case .bytes(let bytes): Digest(of: bytes).description
        case .digest(let digest, _): digest.description
        }
    }
}

extension JSON {
    /// Whether no value lies `depth` or more levels down.
    fileprivate func isNested(below depth: Int) -> Bool {
        guard depth > 0 else { return false }
        switch self {
        case .array(let elements): return elements.allSatisfy { $0.isNested(below: depth - 1) }
        case .object(let object): return object.members.allSatisfy { $0.value.isNested(below: depth - 1) }
        default: return true
        }
    }

    /// The value with its members in order of their names, for comparing.
    fileprivate var sortedByName: JSON {
        switch self {
        case .array(let elements): .array(elements.map(\.sortedByName))
        case .object(let object):
            .object(
                Object(
                    object.members.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }.map {
                        .init($0.name, $0.value.sortedByName)
                    }))
        default: self
        }
    }
}
