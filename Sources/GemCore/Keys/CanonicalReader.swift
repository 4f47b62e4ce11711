/// Reads canonical forms token by token; nothing traps on bytes that are none, which stored rows may hold.
struct CanonicalReader {
    let bytes: UnsafeRawBufferPointer
    var index = 0
    private var depth = 0
    private static let maxDepth = 500

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    // Tokens.

    func peek(_ end: Int) -> UInt8? { index < end ? bytes[index] : nil }

    mutating func take(_ byte: UInt8, _ end: Int) -> Bool {
        guard peek(end) == byte else { return false }
        index += 1
        return true
    }

    /// A count and its colon.
    mutating func count(_ end: Int) -> Int? {
        var value = 0
        let start = index
        while index < end, (48...57).contains(bytes[index]), index - start < 15 {
            value = value * 10 + Int(bytes[index] - 48)
            index += 1
        }
        return index > start && take(UInt8(ascii: ":"), end) ? value : nil
    }

    /// So many bytes.
    mutating func range(_ count: Int, _ end: Int) -> Range<Int>? {
        guard count <= end - index else { return nil }
        defer { index += count }
        return index..<index + count
    }

    /// What stands before a byte, which is passed.
    mutating func range(before byte: UInt8, _ end: Int) -> Range<Int>? {
        let start = index
        while index < end, bytes[index] != byte { index += 1 }
        guard index < end else { return nil }
        defer { index += 1 }
        return start..<index
    }

    /// A text with its quote and length.
    mutating func text(_ end: Int) -> Range<Int>? {
        guard take(UInt8(ascii: "\""), end), let count = count(end) else { return nil }
        return range(count, end)
    }

    func string(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    // The form.

    mutating func form(to end: Int) -> CanonicalForm? {
        guard let version = text(end), let operation = text(end), let model = text(end), let namespace = text(end),
            take(UInt8(ascii: "#"), end), let sample = range(before: UInt8(ascii: ";"), end)
        else { return nil }
        var query: [CanonicalForm.Member] = []
        while takeQueryMark(end) {
            guard let name = text(end), let value = text(end) else { return nil }
            let item = CanonicalForm.Member(name: .other(Array(bytes[name])), value: .text(Array(bytes[value])))
            if let last = query.last, last.name == item.name {
                if case .list(let values) = last.value {
                    query[query.count - 1].value = .list(values + [item.value])
                } else {
                    query[query.count - 1].value = .list([last.value, item.value])
                }
            } else {
                query.append(item)
            }
        }
        var body: CanonicalForm.Value?
        if index < end {
            guard let value = value(end), index == end else { return nil }
            body = value
        }
        return CanonicalForm(
            version: string(version), operation: string(operation), model: string(model), namespace: string(namespace),
            sample: string(sample), query: query, body: body)
    }

    /// What stands before an item of the query.
    mutating func takeQueryMark(_ end: Int) -> Bool { take(UInt8(ascii: "?"), end) || take(UInt8(ascii: "&"), end) }

    mutating func value(_ end: Int) -> CanonicalForm.Value? {
        guard depth < Self.maxDepth, let tag = peek(end) else { return nil }
        depth += 1
        defer { depth -= 1 }
        if tag == UInt8(ascii: "\"") { return text(end).map { .text(Array(bytes[$0])) } }
        index += 1
        switch tag {
        case UInt8(ascii: "#"): return range(before: UInt8(ascii: ";"), end).map { .number(string($0)) }
        case UInt8(ascii: "="): return range(before: UInt8(ascii: ";"), end).map { .enumeration(string($0)) }
        case UInt8(ascii: "@"): return range(before: UInt8(ascii: ";"), end).map { .call(string($0)) }
        case UInt8(ascii: "d"):
            guard take(UInt8(ascii: "#"), end) else { return nil }
            return range(before: UInt8(ascii: ";"), end).map { .duration(string($0)) }
        case UInt8(ascii: "x"):
            guard let length = count(end), let hash = range(32, end) else { return nil }
            return .bytes(count: length, hash: "XXH3 " + string(hash))
        case UInt8(ascii: "y"):
            guard let length = count(end), let size = count(end), let hash = range(size * 2, end) else { return nil }
            return .bytes(count: length, hash: "SHA-256 " + string(hash))
        case UInt8(ascii: "c"): return content(end)
        case UInt8(ascii: "t"): return .flag(true)
        case UInt8(ascii: "f"): return .flag(false)
        case UInt8(ascii: "n"): return .null
        case UInt8(ascii: "s"): return .secret
        case UInt8(ascii: "["): return list(end)
        case UInt8(ascii: "{"): return object(end)
        default: return nil
        }
    }

    private mutating func content(_ end: Int) -> CanonicalForm.Value? {
        guard let length = count(end), length <= end - index else { return nil }
        let stop = index + length
        guard take(UInt8(ascii: "*"), stop) else { return form(to: stop).map { .form($0) } }
        guard range(before: UInt8(ascii: ";"), stop) != nil, let value = value(stop), index == stop else { return nil }
        return .cached(value)
    }

    private mutating func list(_ end: Int) -> CanonicalForm.Value? {
        var values: [CanonicalForm.Value] = []
        while !take(UInt8(ascii: "]"), end) {
            guard let value = value(end) else { return nil }
            values.append(value)
        }
        return .list(values)
    }

    private mutating func object(_ end: Int) -> CanonicalForm.Value? {
        var members: [CanonicalForm.Member] = []
        while !take(UInt8(ascii: "}"), end) {
            guard let name = name(end), let value = value(end) else { return nil }
            members.append(.init(name: name, value: value))
        }
        return .object(members)
    }

    private mutating func name(_ end: Int) -> CanonicalForm.Name? {
        guard let tag = peek(end) else { return nil }
        if tag == UInt8(ascii: "\"") { return text(end).map { .other(Array(bytes[$0])) } }
        index += 1
        if tag == UInt8(ascii: ".") { return range(before: UInt8(ascii: " "), end).map { .field(string($0)) } }
        guard tag == UInt8(ascii: ">") || tag == UInt8(ascii: "^") || tag == UInt8(ascii: "<") else { return nil }
        return text(end).map { .elsewhere(Array(bytes[$0]), tag) }
    }
}
