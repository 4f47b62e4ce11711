#if DEBUG
/// Makes keys collide, for tests: inside `NarrowKeys.$bits.withValue(8) { … }` a key has as many bits, spread over its digits.
///
/// Debug builds alone have it; in release builds a key is the hash and nothing is looked up.
package enum NarrowKeys {
    /// How many bits a key has; nil for all of them.
    @TaskLocal package static var bits: Int?

    /// The digest as narrow as it is to be.
    static func narrowed(_ digest: Digest) -> Digest {
        guard let bits else { return digest }
        let kept = digest.low & ((1 << UInt64(clamping: min(bits, 63))) - 1)
        return Digest(high: kept &* 0x9E37_79B9_7F4A_7C15, low: kept)
    }
}
#endif
