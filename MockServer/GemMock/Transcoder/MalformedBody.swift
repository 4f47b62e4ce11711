internal import GemCore

extension APIFailure {
    /// The body is no JSON: the transcoder's words, up to 20 bytes on either side of where it stopped, and a caret.
    ///
    /// It reads a body as one chunk, then once more what the chunk may have cut short; what it stopped at there is shown without what went before.
    static func malformed(_ failure: JSONFailure, in bytes: [UInt8]) -> APIFailure {
        let place = min(failure.offset, bytes.count)
        let first = secondReading(failure, place, bytes) ?? 0
        let begin = max(first, place - 20)
        // A character cut in two is no text to answer with.
        guard let segment = String(validating: bytes[begin..<min(bytes.count, place + 20)], as: UTF8.self) else { return standard(400) }
        let spaces = String(repeating: " ", count: place - begin)
        return invalid("Invalid JSON payload received. \(failure.message)\n\(segment)\n\(spaces)^")
    }

    /// Where the second reading begins; nil where the first one failed.
    private static func secondReading(_ failure: JSONFailure, _ place: Int, _ bytes: [UInt8]) -> Int? {
        if failure.message.hasPrefix("Closing quote") { return place }
        if place == bytes.count {
            let token = bytes.reversed().prefix { isWord($0) || [43, 45, 46].contains($0) }.count
            let isWhole = ["true", "false", "null"].contains { bytes.suffix(token).elementsEqual($0.utf8) }
            return isWhole ? place : place - token
        }
        if failure.message.hasPrefix("Expected a"), !isWord(bytes[place]), !"\"'{}[]:,".utf8.contains(bytes[place]) { return place }
        return failure.message == "Unexpected token." && bytes.count - place < 5 ? place : nil
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        byte == 95 || byte == 36 || (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }
}
