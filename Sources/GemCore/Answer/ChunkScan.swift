/// Walks over a chunk's bytes; every step gives nil, or false, at the first byte that is not as usual.
struct ChunkScan {
    /// Where a value stands that is another in every chunk.
    struct Gap {
        /// The bytes of the number, or of the text with its quotes.
        let range: Range<Int>
        /// Whether it is the chunk's text.
        let isText: Bool
    }

    let bytes: UnsafeBufferPointer<UInt8>
    private var index = 0
    /// The text and the numbers, in their order.
    private(set) var gaps: [Gap] = []

    /// The deepest nesting that is looked into.
    private static let depth = 16
    /// Members that are joined in ways of their own.
    private static let joined: [StaticString] = ["citationMetadata", "groundingMetadata", "urlContextMetadata", "logprobsResult"]

    init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// Whether all has been read.
    var isAtEnd: Bool { index == bytes.count }

    /// Reads the whole chunk; the form gets the names of its members, with the kinds of their values.
    mutating func chunk(_ form: inout [UInt8]) -> PlainChunk? {
        var chunk = PlainChunk()
        var hasCandidate = false
        let isWhole = members(&form) { scan, name, form in
            if scan.isName("candidates", name) {
                guard !hasCandidate else { return false }
                hasCandidate = true
                return scan.candidates(&chunk, &form)
            }
            if scan.isName("error", name) || scan.isName("promptFeedback", name) { return false }
            if scan.isName("usageMetadata", name), scan.peek() == UInt8(ascii: "{") {
                return scan.members(&form) { scan, _, form in scan.skip(depth: 2, &form) }
            }
            return scan.skip(depth: 1, &form)
        }
        skipSpace()
        guard isWhole, hasCandidate, index == bytes.count else { return nil }
        return chunk
    }

    private mutating func candidates(_ chunk: inout PlainChunk, _ form: inout [UInt8]) -> Bool {
        guard take(UInt8(ascii: "[")) else { return false }
        skipSpace()
        var (hasContent, hasIndex, hasReason) = (false, false, false)
        let isWhole = members(&form) { scan, name, form in
            if scan.isName("content", name) {
                guard !hasContent else { return false }
                hasContent = true
                return scan.content(&chunk, &form)
            }
            if scan.isName("index", name) {
                guard !hasIndex, let value = scan.smallNumber() else { return false }
                (hasIndex, chunk.index) = (true, value)
                form.append(UInt8(truncatingIfNeeded: value))
                return true
            }
            if scan.isName("finishReason", name) {
                guard !hasReason, let value = scan.plainString() else { return false }
                (hasReason, chunk.reason) = (true, String(decoding: UnsafeBufferPointer(rebasing: scan.bytes[value]), as: UTF8.self))
                return true
            }
            for special in Self.joined where scan.isName(special, name) { return false }
            return scan.skip(depth: 3, &form)
        }
        skipSpace()
        return isWhole && hasContent && take(UInt8(ascii: "]"))
    }

    private mutating func content(_ chunk: inout PlainChunk, _ form: inout [UInt8]) -> Bool {
        var hasParts = false
        let isWhole = members(&form) { scan, name, form in
            guard scan.isName("parts", name) else { return scan.skip(depth: 4, &form) }
            guard !hasParts else { return false }
            hasParts = true
            return scan.parts(&chunk, &form)
        }
        return isWhole && hasParts
    }

    private mutating func parts(_ chunk: inout PlainChunk, _ form: inout [UInt8]) -> Bool {
        guard take(UInt8(ascii: "[")) else { return false }
        skipSpace()
        var (hasText, hasThought) = (false, false)
        let isWhole = members(&form) { scan, name, form in
            if scan.isName("text", name) {
                let start = scan.index
                guard !hasText, let text = scan.text() else { return false }
                (hasText, chunk.text) = (true, text)
                scan.gaps.append(Gap(range: start..<scan.index, isText: true))
                return true
            }
            guard scan.isName("thought", name), !hasThought else { return false }
            hasThought = true
            chunk.isThought = scan.word("true")
            form.append(chunk.isThought ? 1 : 2)
            return chunk.isThought || scan.word("false")
        }
        skipSpace()
        return isWhole && hasText && take(UInt8(ascii: "]"))
    }

    /// Walks over an object; `value` is called at each value with the range of its name. The form gets the names.
    private mutating func members(
        _ form: inout [UInt8], _ value: (inout ChunkScan, Range<Int>, inout [UInt8]) -> Bool
    ) -> Bool {
        guard take(UInt8(ascii: "{")) else { return false }
        form.append(UInt8(ascii: "{"))
        skipSpace()
        if take(UInt8(ascii: "}")) {
            form.append(UInt8(ascii: "}"))
            return true
        }
        while true {
            skipSpace()
            guard let name = plainString() else { return false }
            form.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[name]))
            form.append(UInt8(ascii: "\""))
            skipSpace()
            guard take(UInt8(ascii: ":")) else { return false }
            skipSpace()
            guard value(&self, name, &form) else { return false }
            skipSpace()
            if take(UInt8(ascii: "}")) {
                form.append(UInt8(ascii: "}"))
                return true
            }
            guard take(UInt8(ascii: ",")) else { return false }
        }
    }

    /// Walks over any value; the form gets its kind.
    private mutating func skip(depth: Int, _ form: inout [UInt8]) -> Bool {
        guard let byte = peek() else { return false }
        form.append((UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) ? UInt8(ascii: "-") : byte)
        return skip(depth: depth)
    }

    private mutating func skip(depth: Int) -> Bool {
        guard depth < Self.depth, let byte = peek() else { return false }
        switch byte {
        case UInt8(ascii: "\""): return plainString() != nil
        case UInt8(ascii: "{"): return skipList(to: UInt8(ascii: "}"), depth: depth, isObject: true)
        case UInt8(ascii: "["): return skipList(to: UInt8(ascii: "]"), depth: depth, isObject: false)
        case UInt8(ascii: "t"): return word("true")
        case UInt8(ascii: "f"): return word("false")
        case UInt8(ascii: "n"): return word("null")
        default:
            let start = index
            guard number() else { return false }
            gaps.append(Gap(range: start..<index, isText: false))
            return true
        }
    }

    private mutating func skipList(to end: UInt8, depth: Int, isObject: Bool) -> Bool {
        index += 1
        skipSpace()
        if take(end) { return true }
        while true {
            skipSpace()
            if isObject {
                guard plainString() != nil else { return false }
                skipSpace()
                guard take(UInt8(ascii: ":")) else { return false }
                skipSpace()
            }
            guard skip(depth: depth + 1) else { return false }
            skipSpace()
            if take(end) { return true }
            guard take(UInt8(ascii: ",")) else { return false }
        }
    }

    private func peek() -> UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard index < bytes.count, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    /// Takes bytes that are the same.
    mutating func take(_ other: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        let end = index + other.count
        guard end <= bytes.count else { return false }
        let mine = UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: bytes[index..<end]))
        let theirs = UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: other))
        var offset = 0
        while offset &+ 8 <= mine.count {
            let isSame =
                mine.loadUnaligned(fromByteOffset: offset, as: UInt64.self) == theirs.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            guard isSame else { return false }
            offset &+= 8
        }
        while offset < mine.count {
            guard mine[offset] == theirs[offset] else { return false }
            offset &+= 1
        }
        index = end
        return true
    }

    private mutating func skipSpace() {
        while index < bytes.count, bytes[index] == 32 || bytes[index] == 10 || bytes[index] == 13 || bytes[index] == 9 { index += 1 }
    }

    private func isName(_ name: StaticString, _ range: Range<Int>) -> Bool {
        guard range.count == name.utf8CodeUnitCount else { return false }
        for offset in 0..<range.count where bytes[range.lowerBound + offset] != name.utf8Start[offset] { return false }
        return true
    }

    private mutating func word(_ word: StaticString) -> Bool {
        let end = index + word.utf8CodeUnitCount
        guard end <= bytes.count, isName(word, index..<end) else { return false }
        index = end
        return true
    }

    /// The range of a string of ASCII without escapes.
    private mutating func plainString() -> Range<Int>? {
        guard take(UInt8(ascii: "\"")) else { return nil }
        let start = index
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") {
                index += 1
                return start..<index - 1
            }
            guard byte >= 32, byte < 128, byte != UInt8(ascii: "\\") else { return nil }
            index += 1
        }
        return nil
    }

    /// A string of any characters, with the escapes that stand for one byte or one character of the basic plane.
    mutating func text() -> String? {
        guard take(UInt8(ascii: "\"")) else { return nil }
        let start = index
        while index < bytes.count, bytes[index] != UInt8(ascii: "\""), bytes[index] != UInt8(ascii: "\\"), bytes[index] >= 32 { index += 1 }
        guard index < bytes.count else { return nil }
        if bytes[index] == UInt8(ascii: "\"") {
            index += 1
            return String(validating: UnsafeBufferPointer(rebasing: bytes[start..<index - 1]), as: UTF8.self)
        }
        var out = [UInt8](UnsafeBufferPointer(rebasing: bytes[start..<index]))
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            switch byte {
            case UInt8(ascii: "\""): return String(validating: out, as: UTF8.self)
            case UInt8(ascii: "\\"): guard escape(into: &out) else { return nil }
            case 0..<32: return nil
            default: out.append(byte)
            }
        }
        return nil
    }

    private mutating func escape(into out: inout [UInt8]) -> Bool {
        guard let byte = peek() else { return false }
        index += 1
        if let plain = JSONEscape.byte(for: byte) {
            out.append(plain)
            return true
        }
        guard byte == UInt8(ascii: "u"), index + 4 <= bytes.count else { return false }
        var unit: UInt32 = 0
        for offset in 0..<4 {
            guard let digit = Hex.value(bytes[index + offset]) else { return false }
            unit = unit << 4 | UInt32(digit)
        }
        // Halves of a pair are left to `JSON`.
        guard let scalar = Unicode.Scalar(unit) else { return false }
        index += 4
        out.append(contentsOf: String(scalar).utf8)
        return true
    }

    private mutating func smallNumber() -> Int? {
        guard let byte = peek(), (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
        index += 1
        // Nothing that could go on the number may follow.
        guard let next = peek(), next == UInt8(ascii: ",") || next == UInt8(ascii: "}") || next <= 32 else { return nil }
        return Int(byte - UInt8(ascii: "0"))
    }

    /// A number as JSON has it.
    mutating func number() -> Bool {
        _ = take(UInt8(ascii: "-"))
        let start = index
        guard digits() > 0, index - start == 1 || bytes[start] != UInt8(ascii: "0") else { return false }
        if take(UInt8(ascii: ".")), digits() == 0 { return false }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            _ = take(UInt8(ascii: "+")) || take(UInt8(ascii: "-"))
            return digits() > 0
        }
        return true
    }

    private mutating func digits() -> Int {
        let start = index
        while index < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) { index += 1 }
        return index - start
    }
}
