/// Reads a request's JSON once and writes its canonical form.
///
/// Every value of the form says its own kind and length, so no two forms run together (docs/CacheKey.md lists the tags).
/// Reads what the API's transcoder reads: trailing commas, single quotes and unquoted names besides RFC 8259.
struct KeyScanner: ~Copyable {
    /// What a body's meaning depends on besides its bytes.
    struct Context {
        var api: Route.API
        var model: String
        var defaultDimension: Int?
        var resolver: any MediaResolver
        let schema = KeySchema.shared
    }

    /// One member of an object that was written to `out`.
    struct Member {
        /// A name that is no field.
        static let unknown = Int.max
        /// A name that is no field, in an object whose members stand for those of the message around it (or the other way round).
        static let unknownElsewhere = Int.max - 1

        /// The field's index, or one of the two above.
        var field: Int
        /// Which of two spellings of a member counts: the higher one.
        var rank: Int
        var order: Int
        var name: Range<Int>
        var segment: Range<Int>
    }

    static let maxDepth = 200

    let input: UnsafeBufferPointer<UInt8>
    let context: Context
    var index = 0
    var depth = 0
    var out: [UInt8] = []
    var members: [Member] = []
    var scratch: [UInt8] = []
    var traits: Question.Traits = []
    var hasCallIDs = false
    var hasReplacement = false
    /// Whether a file just read was found to be known content.
    var foundContent = false
    /// Whether the body is another dialect's, of which only a few names are known.
    var isOpaque = false
    /// Whether it is in user data of such a body, where no name is known.
    var isInUserData = false
    /// The model such a body states.
    var statedModel = ""

    init(_ input: UnsafeBufferPointer<UInt8>, _ context: Context) {
        self.input = input
        self.context = context
        if input.count >= 3, input[0] == 0xEF, input[1] == 0xBB, input[2] == 0xBF { index = 3 }
        members.reserveCapacity(32)
        out.reserveCapacity(min(input.count, 1 << 16) + 256)
    }

    /// The error for what stands at the current byte.
    func failure(_ message: StaticString) -> GemError {
        GemError(.badInput, "The request body is not JSON the API reads: \(message) (at byte \(index)).")
    }

    // The helpers below are the whole grammar of white space, lists and objects.

    @inline(__always)
    mutating func skipSpace() {
        while index < input.count {
            let byte = input[index]
            guard byte <= 32, byte == 32 || byte == 10 || byte == 13 || byte == 9 else { return }
            index += 1
        }
    }

    /// The next byte after white space, 0 at the end.
    @inline(__always)
    mutating func peek() -> UInt8 {
        skipSpace()
        return index < input.count ? input[index] : 0
    }

    @inline(__always)
    mutating func take(_ byte: UInt8) -> Bool {
        guard peek() == byte, index < input.count else { return false }
        index += 1
        return true
    }

    /// Takes `true`, `false` or `null`.
    mutating func takeWord(_ word: StaticString) -> Bool {
        skipSpace()
        let count = word.utf8CodeUnitCount
        guard index + count <= input.count else { return false }
        for offset in 0..<count where input[index + offset] != word.utf8Start[offset] { return false }
        if index + count < input.count, Self.isWord(input[index + count]) { return false }
        index += count
        return true
    }

    static func isWord(_ byte: UInt8) -> Bool {
        byte == 95 || byte == 36 || (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }

    /// Goes to the next element of the list it is in; false at its end.
    mutating func nextElement(_ isFirst: inout Bool) throws(GemError) -> Bool {
        try next(&isFirst, close: UInt8(ascii: "]"), "Expected , or ] after a list's value")
    }

    /// Goes to the next member of the object it is in and reads its name and colon; nil at its end.
    mutating func nextName(_ isFirst: inout Bool) throws(GemError) -> Text? {
        guard try next(&isFirst, close: UInt8(ascii: "}"), "Expected , or } after a member") else { return nil }
        return try scanName()
    }

    mutating func scanName() throws(GemError) -> Text {
        let byte = peek()
        let name: Text
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
            name = try scanText()
        } else {
            guard Self.isWord(byte), !(48...57).contains(byte) else { throw failure("Expected a member's name or }") }
            let start = index
            while index < input.count, Self.isWord(input[index]) { index += 1 }
            name = Text(range: start..<index)
        }
        guard take(UInt8(ascii: ":")) else { throw failure("Expected : after a member's name") }
        return name
    }

    private mutating func next(_ isFirst: inout Bool, close: UInt8, _ message: StaticString) throws(GemError) -> Bool {
        if take(close) { return false }
        if isFirst {
            isFirst = false
            return true
        }
        guard take(UInt8(ascii: ",")) else { throw failure(message) }
        return !take(close)
    }

    mutating func descend() throws(GemError) {
        guard depth < Self.maxDepth else { throw failure("It is nested deeper than 200 levels") }
        depth += 1
        index += 1
    }
}
