package import GemCore

/// A small deterministic source of choices (SplitMix64): equal seeds, equal choices, on every machine.
package struct Dice: Sendable {
    private var state: UInt64

    /// Starts at a seed.
    package init(_ seed: UInt64) { state = seed }

    /// Starts at a digest and a seed.
    package init(_ digest: Digest, seed: UInt64) { state = digest.high ^ (digest.low &* 0x9E37_79B9_7F4A_7C15) ^ seed }

    /// The next 64 bits.
    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }

    /// A number from 0 up to `count` - 1; 0 where there is no choice.
    package mutating func below(_ count: Int) -> Int { count > 1 ? Int(next() % UInt64(count)) : 0 }

    /// Some bytes.
    package mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(truncatingIfNeeded: next() >> 24) } }

    /// Some lower-case letters and digits.
    package mutating func name(_ count: Int) -> String {
        let alphabet = Array("abcdefghijklmnopqrstuvwxyz0123456789".utf8)
        return String(decoding: (0..<count).map { _ in alphabet[below(alphabet.count)] }, as: UTF8.self)
    }
}
