internal import GemCore

/// Breaks a piece of an answer in one of a few ways, the same for the same seed.
struct Garbage: Sendable {
    let seed: UInt64

    /// The bytes with their JSON broken; the framing around an event stays, but for one way that breaks that too.
    func spoil(_ bytes: [UInt8], shape: Route.Shape) -> [UInt8] {
        guard let start = bytes.firstIndex(of: UInt8(ascii: "{")), let end = bytes.lastIndex(of: UInt8(ascii: "}")) else {
            return Array("\u{FFFD}<garbage>".utf8)
        }
        let json = bytes[start...end]
        var dice = Dice(seed)
        let spoiled: [UInt8]
        switch dice.below(3) {
        // It breaks off, as if a piece were missing.
        case 0: spoiled = Array(json.prefix(json.count / 2))
        // Brackets and a quotation mark that belong to nothing, in the middle.
        case 1: spoiled = json.prefix(json.count / 2) + Array("\"\n]}{".utf8) + json.dropFirst(json.count / 2)
        // Not JSON, and in a stream of events no event either.
        default:
            guard shape == .events else { return bytes[..<start] + Array("<garbage>".utf8) + bytes[(end + 1)...] }
            return Array("dta: <garbage>\r\n\r\n".utf8)
        }
        return bytes[..<start] + spoiled + bytes[(end + 1)...]
    }
}
