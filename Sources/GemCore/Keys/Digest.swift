internal import CXXHash

/// An XXH3-128 hash: a fast fingerprint of content, not a proof against a forger.
public struct Digest: Sendable, Hashable {
    /// The upper 64 bits.
    public let high: UInt64
    /// The lower 64 bits.
    public let low: UInt64

    /// Makes a digest from its halves.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Hashes bytes.
    public init(of bytes: RawSpan) {
        let hash = bytes.withUnsafeBytes { gem_xxh3_128($0.baseAddress, $0.count) }
        self.init(high: hash.high64, low: hash.low64)
    }

    /// Hashes bytes.
    public init(of bytes: [UInt8]) {
        let hash = bytes.withUnsafeBytes { gem_xxh3_128($0.baseAddress, $0.count) }
        self.init(high: hash.high64, low: hash.low64)
    }

    /// Reads 32 hexadecimal digits; nil for anything else.
    public init?(_ text: some StringProtocol) {
        var halves: (UInt64, UInt64) = (0, 0)
        var count = 0
        for digit in text.utf8 {
            guard let value = Hex.value(digit) else { return nil }
            if count < 16 { halves.0 = halves.0 << 4 | UInt64(value) } else { halves.1 = halves.1 << 4 | UInt64(value) }
            count += 1
        }
        guard count == 32 else { return nil }
        self.init(high: halves.0, low: halves.1)
    }

    /// The 16 bytes in XXH128's canonical (big-endian) order.
    public var bytes: [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(16)
        for shift in stride(from: 56, through: 0, by: -8) { out.append(UInt8(truncatingIfNeeded: high >> UInt64(shift))) }
        for shift in stride(from: 56, through: 0, by: -8) { out.append(UInt8(truncatingIfNeeded: low >> UInt64(shift))) }
        return out
    }

    /// Hashes bytes that arrive in pieces.
    public struct Hasher: ~Copyable {
        private let state: OpaquePointer

        /// Starts an empty hash.
        public init() {
            guard let state = gem_xxh3_create() else { preconditionFailure("Out of memory for a hash state.") }
            self.state = state
        }

        /// Adds bytes.
        public mutating func update(_ bytes: RawSpan) {
            bytes.withUnsafeBytes { gem_xxh3_update(state, $0.baseAddress, $0.count) }
        }

        /// Adds bytes.
        public mutating func update(_ bytes: [UInt8]) {
            bytes.withUnsafeBytes { gem_xxh3_update(state, $0.baseAddress, $0.count) }
        }

        /// Adds bytes.
        package mutating func update(_ bytes: UnsafeRawBufferPointer) { gem_xxh3_update(state, bytes.baseAddress, bytes.count) }

        /// The hash of all bytes so far.
        public borrowing func digest() -> Digest {
            let hash = gem_xxh3_digest(state)
            return Digest(high: hash.high64, low: hash.low64)
        }

        deinit { gem_xxh3_free(state) }
    }
}

extension Digest: CustomStringConvertible {
    /// 32 lower-case hexadecimal digits.
    public var description: String { Hex.string(bytes) }
}

/// A question's identity for the cache, for flights in the air, for the queue and for cassettes.
public struct RequestKey: Sendable, Hashable, CustomStringConvertible {
    /// XXH3-128 of the canonical form.
    public let digest: Digest

    /// Wraps the digest of a canonical form.
    public init(_ digest: Digest) { self.digest = digest }

    /// Reads a printed key; nil for anything but 32 hexadecimal digits.
    public init?(_ text: some StringProtocol) {
        guard let digest = Digest(text) else { return nil }
        self.digest = digest
    }

    /// 32 lower-case hexadecimal digits.
    public var description: String { digest.description }
}
