/// How like another question is to one: by the values they share at the same places. Reads forms where they lie, without taking them apart.
package struct QuestionLikeness: Sendable {
    private let operation: [UInt8]
    private let leaves: Set<UInt64>
    private let places: Set<UInt64>
    private let canonical: [UInt8]

    /// Prepares to compare with a question's canonical form.
    package init(_ canonical: [UInt8]) {
        self.canonical = canonical
        var leaves: Set<UInt64> = []
        var places: Set<UInt64> = []
        var operation: [UInt8] = []
        canonical.withUnsafeBytes { bytes in
            var walk = LeafWalk(bytes)
            operation = walk.operation().map { Array(bytes[$0]) } ?? []
            walk.run { place, value in
                places.insert(place)
                leaves.insert(Self.joined(place, value))
            }
        }
        (self.operation, self.leaves, self.places) = (operation, leaves, places)
    }

    /// 0 where nothing is shared, 1 where all is; nil for another operation, or where the bytes are no form.
    ///
    /// What differs at a place that both have counts a quarter; equal beginnings decide between equals.
    package func score(_ other: RawSpan) -> Double? {
        other.withUnsafeBytes { bytes in
            var walk = LeafWalk(bytes)
            guard let found = walk.operation(), bytes[found].elementsEqual(operation) else { return nil }
            var (count, equal, near) = (0, 0, 0)
            walk.run { place, value in
                count += 1
                if leaves.contains(Self.joined(place, value)) { equal += 1 } else if places.contains(place) { near += 1 }
            }
            guard walk.isSound else { return nil }
            let shared = (2 * Double(equal) + 0.5 * Double(near)) / Double(max(1, count + leaves.count))
            return shared + 1e-6 * Double(commonPrefix(bytes)) / Double(max(1, canonical.count))
        }
    }

    private func commonPrefix(_ bytes: UnsafeRawBufferPointer) -> Int {
        let limit = min(bytes.count, canonical.count, 1 << 20)
        return canonical.withUnsafeBytes { mine in
            var count = 0
            while count + 8 <= limit,
                mine.loadUnaligned(fromByteOffset: count, as: UInt64.self) == bytes.loadUnaligned(fromByteOffset: count, as: UInt64.self)
            {
                count += 8
            }
            while count < limit, mine[count] == bytes[count] { count += 1 }
            return count
        }
    }

    private static func joined(_ place: UInt64, _ value: UInt64) -> UInt64 { (place &* 0x9E37_79B9_7F4A_7C15) ^ value }
}

/// Visits the values of a canonical form with a number for the place of each.
private struct LeafWalk {
    private var reader: CanonicalReader
    private let end: Int
    private(set) var isSound = true
    private var depth = 0
    /// Texts beyond this are compared by their beginning and length.
    private static let textLimit = 16 << 10

    init(_ bytes: UnsafeRawBufferPointer) {
        reader = CanonicalReader(bytes)
        end = bytes.count
    }

    /// Passes the version and the operation, and tells where this is.
    mutating func operation() -> Range<Int>? {
        guard reader.text(end) != nil else { return nil }
        return reader.text(end)
    }

    mutating func run(_ visit: (UInt64, UInt64) -> Void) {
        guard let model = reader.text(end), let namespace = reader.text(end), let sample = reader.range(before: UInt8(ascii: ";"), end)
        else {
            isSound = false
            return
        }
        // Another model is a greater difference than another value.
        for place: UInt64 in 1...3 { visit(place, hash(model)) }
        visit(4, hash(namespace))
        visit(5, hash(sample))
        while reader.takeQueryMark(end) {
            guard let name = reader.text(end), let value = reader.text(end) else {
                isSound = false
                return
            }
            visit(6 ^ hash(name), hash(value))
        }
        if reader.index < end { value(7, visit) }
    }

    private mutating func value(_ place: UInt64, _ visit: (UInt64, UInt64) -> Void) {
        let start = reader.index
        guard depth < 500, let tag = reader.peek(end) else {
            isSound = false
            return
        }
        depth += 1
        defer { depth -= 1 }
        switch tag {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            reader.index += 1
            var count: UInt64 = 0
            while isSound, !reader.take(tag + 2, end) {
                count += 1
                var inner = Self.step(place, count)
                if tag == UInt8(ascii: "{") {
                    guard let name = name() else {
                        isSound = false
                        return
                    }
                    inner = Self.step(place, name)
                }
                value(inner, visit)
            }
            if count == 0 { visit(place, UInt64(tag)) }
        case UInt8(ascii: "\""):
            if let text = reader.text(end) { visit(place, hash(text)) } else { isSound = false }
        default:
            guard skip(tag) else {
                isSound = false
                return
            }
            visit(place, hash(start..<reader.index))
        }
    }

    private mutating func skip(_ tag: UInt8) -> Bool {
        reader.index += 1
        switch tag {
        case UInt8(ascii: "#"), UInt8(ascii: "="), UInt8(ascii: "@"), UInt8(ascii: "d"):
            return reader.range(before: UInt8(ascii: ";"), end) != nil
        case UInt8(ascii: "x"): return reader.count(end) != nil && reader.range(32, end) != nil
        case UInt8(ascii: "y"):
            guard reader.count(end) != nil, let size = reader.count(end) else { return false }
            return reader.range(size * 2, end) != nil
        case UInt8(ascii: "c"):
            guard let count = reader.count(end) else { return false }
            return reader.range(count, end) != nil
        default: return "tfns".utf8.contains(tag)
        }
    }

    private mutating func name() -> UInt64? {
        guard let tag = reader.peek(end) else { return nil }
        if tag == UInt8(ascii: ".") { return reader.range(before: UInt8(ascii: " "), end).map { hash($0) } }
        if tag != UInt8(ascii: "\"") { reader.index += 1 }
        return reader.text(end).map { hash($0) ^ UInt64(tag) << 56 }
    }

    private func hash(_ range: Range<Int>) -> UInt64 {
        let start = UnsafeRawBufferPointer(rebasing: reader.bytes[range.prefix(Self.textLimit)])
        return Digest(of: start.bytes).low &+ UInt64(range.count)
    }

    private static func step(_ place: UInt64, _ name: UInt64) -> UInt64 { ((place << 5 | place >> 59) ^ name) &* 0x517C_C1B7_2722_0A95 }
}
