/// A head as the most cautious reader of RFC 9112 would take it: what it refuses, no server between us and a client could have read otherwise than we do.
///
/// Written apart from the server's own parser, line by line and with copies, so that one fault is hardly made twice.
struct PlainHead {
    let length: Int
    let contentLength: Int?
    let isChunked: Bool

    /// Nil where a head is doubtful in any way.
    init?(_ bytes: [UInt8]) {
        var lines: [[UInt8]] = []
        var line: [UInt8] = []
        var index = 0
        while true {
            guard index < bytes.count else { return nil }
            let byte = bytes[index]
            index += 1
            if byte == 13 {
                guard index < bytes.count, bytes[index] == 10 else { return nil }
                index += 1
                if line.isEmpty, lines.isEmpty { continue }
                if line.isEmpty { break }
                lines.append(line)
                line = []
            } else {
                guard byte == 9 || byte >= 32, byte != 127 else { return nil }
                line.append(byte)
            }
        }
        length = index
        var lengths: [String] = []
        var codings: [String] = []
        var hosts = 0
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0 else { return nil }
            let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
            guard name.utf8.allSatisfy({ $0 > 32 && $0 < 127 && !#"()<>@,;:\"/[]?={}"#.utf8.contains($0) }) else { return nil }
            let value = String(decoding: line[(colon + 1)...], as: UTF8.self).trimmed
            if name == "content-length" { lengths.append(value) }
            if name == "transfer-encoding" { codings.append(value.lowercased()) }
            if name == "host" { hosts += 1 }
        }
        guard lengths.count <= 1, codings.count <= 1, lengths.isEmpty || codings.isEmpty, hosts <= 1 else { return nil }
        guard codings.allSatisfy({ $0 == "chunked" }) else { return nil }
        if let text = lengths.first {
            guard !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(text) else { return nil }
            contentLength = number
        } else {
            contentLength = nil
        }
        isChunked = !codings.isEmpty
    }
}

extension String {
    fileprivate var trimmed: String {
        var part = Substring(self)
        while part.first == " " || part.first == "\t" { part.removeFirst() }
        while part.last == " " || part.last == "\t" { part.removeLast() }
        return String(part)
    }
}
