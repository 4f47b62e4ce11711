internal import HTTPTypes

/// Builds a response's head from the lines libcurl hands over.
struct HeadReader {
    /// Whether the last status line was one of HTTP/1.
    private(set) var isHTTP1 = false
    /// Whether the last head told two lengths of its body: two readers would take two answers from it (RFC 9112 section 6.3).
    private(set) var hasTwoLengths = false
    private var status: HTTPResponse.Status?
    private var fields: [(name: String, value: String)] = []

    /// Takes a line with its line end; gives the head at the blank line that closes it. Interim answers (1xx) are passed over.
    mutating func take(_ line: UnsafeRawBufferPointer) -> HTTPResponse? {
        let text = String(decoding: line, as: UTF8.self)
        let trimmed = text.trimmingBlanks
        if text.hasPrefix("HTTP/") {
            isHTTP1 = text.hasPrefix("HTTP/1")
            status = Self.status(trimmed)
            fields = []
            return nil
        }
        if trimmed.isEmpty { return finish() }
        if text.first == " " || text.first == "\t", !fields.isEmpty {
            fields[fields.count - 1].value += " " + trimmed
        } else if let colon = trimmed.firstIndex(of: ":") {
            fields.append((trimmed[..<colon].trimmingBlanks, trimmed[trimmed.index(after: colon)...].trimmingBlanks))
        }
        return nil
    }

    private mutating func finish() -> HTTPResponse? {
        defer { status = nil }
        guard let status, status.kind != .informational else { return nil }
        var dropped: Set = ["connection", "keep-alive", "proxy-connection", "transfer-encoding", "te", "trailer", "upgrade"]
        for field in fields where field.name.lowercased() == "connection" {
            for name in field.value.split(separator: ",") { dropped.insert(name.trimmingBlanks.lowercased()) }
        }
        let lengths = fields.filter { $0.name.lowercased() == "content-length" }.flatMap { $0.value.split(separator: ",") }
        hasTwoLengths = Set(lengths.map(\.trimmingBlanks)).count > 1
        var kept = HTTPFields()
        for field in fields where !dropped.contains(field.name.lowercased()) {
            if let name = HTTPField.Name(field.name) { kept.append(HTTPField(name: name, value: field.value)) }
        }
        return HTTPResponse(status: status, headerFields: kept)
    }

    /// Reads `HTTP/1.1 200 OK` or `HTTP/2 200`.
    private static func status(_ line: String) -> HTTPResponse.Status? {
        let parts = line.split(separator: " ", maxSplits: 2)
        guard parts.count >= 2, let code = Int(parts[1]), (100...999).contains(code) else { return nil }
        return HTTPResponse.Status(
            code: code, reasonPhrase: parts.count == 3 ? String(parts[2]) : HTTPResponse.Status(code: code).reasonPhrase)
    }
}

extension StringProtocol {
    /// This text without the blanks, tabs and line ends around it.
    fileprivate var trimmingBlanks: String {
        func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 13 || byte == 10 }
        var bytes = Array(utf8)[...]
        while let first = bytes.first, isBlank(first) { bytes.removeFirst() }
        while let last = bytes.last, isBlank(last) { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
}
