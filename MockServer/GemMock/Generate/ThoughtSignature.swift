internal import GemCore

/// Issues thought signatures, and tells whether one that comes back is what was issued.
///
/// A signature carries its proof: a keyed digest of what it signs. So nothing is remembered, and a mock that was started again knows its own.
enum ThoughtSignature {
    /// What a signature turned out to be.
    enum Verdict: Sendable {
        /// Issued by a mock, for exactly this; or one of the values the API documents for calls it never made.
        case valid
        /// In the form of the live API's own, which only that can check.
        case foreign
        /// Neither: altered, cut short, or moved to another call.
        case altered
    }

    /// A signature of a function call.
    static func of(call name: String, _ args: JSON, _ dice: inout Dice) -> String {
        Base64Coding.encode(bytes(signed(name, args), nonce: dice.bytes(nonceLength)))
    }

    /// A signature of the thoughts behind a text or a tool's use; clients may cut and join texts, so these are not signed.
    static func ofThoughts(_ dice: inout Dice) -> String { Base64Coding.encode(bytes([], nonce: dice.bytes(nonceLength))) }

    /// Checks the signature of a function call, in either base64 alphabet.
    static func check(_ signature: String, call name: String, _ args: JSON) -> Verdict {
        if documented.contains(signature) { return .valid }
        guard let given = Base64Coding.decode(signature) else { return .altered }
        if documented.contains(String(decoding: given, as: UTF8.self)) { return .valid }
        if given.count == length {
            let nonce = Array(given.dropFirst(head.count).prefix(nonceLength))
            return given == bytes(signed(name, args), nonce: nonce) ? .valid : .altered
        }
        return isForeign(given) ? .foreign : .altered
    }

    /// What the API documents for calls that another model made, or a person.
    private static let documented: Set<String> = ["skip_thought_signature_validator", "context_engineering_is_the_way_to_go"]

    /// Two nested fields in protocol buffers' wire form, and a mark.
    private static let head: [UInt8] = [0x12, 0x4D, 0x0A, 0x4B, 0x67, 0x6D, 0x63]
    private static let nonceLength = 12
    private static let length = 79
    private static let secret = Array("gemcache thought signature 1\n".utf8)

    private static func bytes(_ signed: [UInt8], nonce: [UInt8]) -> [UInt8] {
        var dice = Dice(Digest(of: secret + nonce + signed), seed: 0)
        return head + nonce + dice.bytes(length - head.count - nonce.count)
    }

    private static func signed(_ name: String, _ args: JSON) -> [UInt8] {
        Array(name.utf8) + [0] + canonical(args).bytes()
    }

    /// Arguments in one spelling: clients sort members, drop null ones, and turn `1` into `1.0`.
    private static func canonical(_ value: JSON) -> JSON {
        switch value {
        case .number(let text): Double(text).map { .double($0) } ?? value
        case .array(let elements): .array(elements.map(canonical))
        case .object(let object):
            .object(
                JSON.Object(
                    object.members.filter { $0.value != .null }.map { .init($0.name, canonical($0.value)) }.sorted { $0.name < $1.name }))
        default: value
        }
    }

    /// Whether bytes have a form the live API uses: records of one field, each with its length, or a fixed beginning.
    private static func isForeign(_ bytes: [UInt8]) -> Bool {
        guard bytes.count >= 32 else { return false }
        if bytes.starts(with: [0x01, 0x8F, 0x3D, 0x6B]) || bytes.starts(with: [0x01, 0x54, 0xA8, 0x5C]) { return true }
        var index = 0
        while index < bytes.count {
            guard bytes[index] == 0x0A || bytes[index] == 0x12 else { return false }
            index += 1
            var size = 0
            var shift = 0
            while true {
                guard index < bytes.count, shift <= 21 else { return false }
                size |= Int(bytes[index] & 0x7F) << shift
                shift += 7
                index += 1
                if bytes[index - 1] < 0x80 { break }
            }
            index += size
        }
        return index == bytes.count
    }
}
