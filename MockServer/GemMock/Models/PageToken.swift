internal import GemCore

/// Page tokens: the last name of a page, in the form of a one-field message, in base64.
enum PageToken {
    static func write(_ name: String) -> String {
        let bytes = Array(name.utf8.prefix(127))
        return Base64Coding.encode([10, UInt8(bytes.count)] + bytes)
    }

    static func read(_ token: String) -> String? {
        guard let bytes = Base64Coding.decode(token), bytes.count >= 2, bytes[0] == 10, Int(bytes[1]) == bytes.count - 2 else { return nil }
        return String(decoding: bytes[2...], as: UTF8.self)
    }
}
