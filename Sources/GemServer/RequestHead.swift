internal import NIOCore

/// The head of one HTTP/1.x request, as offsets into the bytes it stands in; reused from request to request, so that a hit allocates nothing.
///
/// Strict on purpose: what two readers could understand in two ways (bare line feeds, folded lines, blanks before a colon, two lengths) is refused, not repaired.
struct RequestHead {
    /// One header line.
    struct Field {
        var name: Range<Int>
        var value: Range<Int>
        var kind: FieldKind
    }

    private(set) var method = 0..<0
    private(set) var target = 0..<0
    private(set) var minorVersion: UInt8 = 1
    private(set) var fields: [Field] = []
    /// The bytes up to and with the empty line, once `parse` said `.complete`.
    private(set) var length = 0
    private(set) var contentLength: Int?
    private(set) var isChunked = false
    private(set) var keepsAlive = true
    /// Whether some field needs the long way: a range, an expectation, a foreign origin, an upgrade, codings with qualities.
    private(set) var isUnusual = false

    private var scanned = 0
    private var lineStart = 0
    private var hasRequestLine = false

    /// What became of the bytes so far.
    enum Outcome {
        case incomplete
        case complete
        case refused(Refusal)
    }

    /// Forgets the request, keeping memory.
    mutating func reset() {
        fields.removeAll(keepingCapacity: true)
        (contentLength, isChunked, keepsAlive, isUnusual) = (nil, false, true, false)
        (scanned, lineStart, length, hasRequestLine) = (0, 0, 0, false)
    }

    /// Reads on where the last call stopped; `bytes` always begins where the request does.
    mutating func parse(_ bytes: Span<UInt8>, limit: Int) -> Outcome {
        do throws(Refusal) {
            while scanned < bytes.count {
                let byte = bytes[scanned]
                scanned += 1
                guard byte == Ascii.lineFeed else { continue }
                let end = scanned - 2
                guard end >= lineStart, bytes[end] == Ascii.carriageReturn else {
                    throw .malformed("a line feed without a carriage return")
                }
                let line = lineStart..<end
                lineStart = scanned
                if scanned > limit { throw tooLarge(limit) }
                if !hasRequestLine {
                    if line.isEmpty { continue }
                    try readRequestLine(bytes, line)
                } else if line.isEmpty {
                    length = scanned
                    try finish()
                    return .complete
                } else {
                    try readField(bytes, line)
                }
            }
            if scanned > limit { throw tooLarge(limit) }
            return .incomplete
        } catch {
            return .refused(error)
        }
    }

    /// The first field of a kind.
    func value(_ kind: FieldKind) -> Range<Int>? {
        for field in fields where field.kind == kind { return field.value }
        return nil
    }

    private func tooLarge(_ limit: Int) -> Refusal {
        guard hasRequestLine else {
            return Refusal(status: 414, message: "The request's target is longer than \(limit) bytes; send long values in the body.")
        }
        return Refusal(status: 431, message: "The request's header is larger than \(limit) bytes; send long values in the body.")
    }
}

extension RequestHead {
    private mutating func readRequestLine(_ bytes: Span<UInt8>, _ line: Range<Int>) throws(Refusal) {
        var index = line.lowerBound
        while index < line.upperBound, Ascii.isToken(bytes[index]) { index += 1 }
        method = line.lowerBound..<index
        guard !method.isEmpty, index < line.upperBound, bytes[index] == Ascii.space else { throw .malformed("no method at its start") }
        let targetStart = index + 1
        index = targetStart
        while index < line.upperBound, bytes[index] > 0x20, bytes[index] < 0x7f { index += 1 }
        target = targetStart..<index
        let rest = line.upperBound - index
        guard !target.isEmpty, rest > 0, bytes[index] == Ascii.space else { throw .malformed("no plain target after the method") }
        guard rest == 9, bytes.matches(index + 1..<index + 6, "http/"), bytes[index + 7] == UInt8(ascii: ".") else {
            throw .malformed("no version after the target")
        }
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        guard bytes[index + 6] == UInt8(ascii: "1"), digits.contains(bytes[index + 8]) else {
            throw Refusal(status: 505, message: "This server speaks HTTP/1.1 and HTTP/1.0 only.")
        }
        minorVersion = bytes[index + 8] - UInt8(ascii: "0")
        keepsAlive = minorVersion > 0
        hasRequestLine = true
    }

    private mutating func readField(_ bytes: Span<UInt8>, _ line: Range<Int>) throws(Refusal) {
        guard fields.count < 200 else { throw Refusal(status: 431, message: "The request has more than 200 header fields.") }
        var index = line.lowerBound
        while index < line.upperBound, Ascii.isToken(bytes[index]) { index += 1 }
        let name = line.lowerBound..<index
        guard !name.isEmpty, index < line.upperBound, bytes[index] == UInt8(ascii: ":") else {
            throw .malformed("a header line without a plain name and a colon")
        }
        var (start, end) = (index + 1, line.upperBound)
        while start < end, Ascii.isBlank(bytes[start]) { start += 1 }
        while end > start, Ascii.isBlank(bytes[end - 1]) { end -= 1 }
        for position in start..<end where bytes[position] < 0x20 && bytes[position] != 9 || bytes[position] == 0x7f {
            throw .malformed("a control character in a header field")
        }
        let field = Field(name: name, value: start..<end, kind: FieldKind(bytes, name))
        try note(field, bytes)
        fields.append(field)
    }

    private mutating func note(_ field: Field, _ bytes: Span<UInt8>) throws(Refusal) {
        switch field.kind {
        case .contentLength:
            guard contentLength == nil else { throw .malformed("more than one Content-Length") }
            var length = 0
            guard (1...15).contains(field.value.count) else { throw .malformed("a Content-Length that is no length") }
            for position in field.value {
                guard (48...57).contains(bytes[position]) else { throw .malformed("a Content-Length that is no length") }
                length = length * 10 + Int(bytes[position] - 48)
            }
            contentLength = length
        case .transferEncoding:
            guard !isChunked else { throw .malformed("more than one Transfer-Encoding") }
            guard bytes.matches(field.value, "chunked") else {
                throw Refusal(status: 501, message: "Of the transfer encodings this server knows only `chunked`.")
            }
            isChunked = true
        case .connection:
            if bytes.matches(field.value, "keep-alive") {
                keepsAlive = true
            } else if bytes.matches(field.value, "close") {
                keepsAlive = false
            } else {
                isUnusual = true
                if bytes.lists(field.value, "close") { keepsAlive = false }
            }
        case .expect, .origin, .fetchSite, .range, .upgrade:
            isUnusual = true
        case .acceptEncoding:
            // Qualities are weighed the long way; without them the list says it all.
            for position in field.value where bytes[position] == UInt8(ascii: ";") { isUnusual = true }
        case .host:
            if value(.host) != nil { throw .malformed("more than one Host") }
        case .namespace, .sample:
            // Repaired they would be the same: two names of nobody knows what.
            guard bytes.isUTF8(field.value) else {
                throw Refusal(status: 400, message: "x-gemcache-namespace and x-gemcache-sample must be UTF-8.")
            }
        default:
            break
        }
    }

    private func finish() throws(Refusal) {
        if isChunked && contentLength != nil { throw .malformed("both Content-Length and Transfer-Encoding") }
        if isChunked && minorVersion == 0 { throw .malformed("a Transfer-Encoding in HTTP/1.0") }
        if minorVersion > 0 && value(.host) == nil { throw .malformed("no Host") }
    }
}
