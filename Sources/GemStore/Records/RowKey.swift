internal import GemCore

/// The key of a row: its bytes in the order LMDB sorts by.
protocol RowKey {
    func withBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R
}

extension RowKey where Self: BitwiseCopyable {
    /// The bytes as they lie in memory; for structs without padding before their end.
    func withBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R { withUnsafeBytes(of: self) { body($0) } }
}

extension Array: RowKey where Element == UInt8 {
    func withBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R { withUnsafeBytes { body($0) } }
}

extension String: RowKey {
    func withBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
        var copy = self
        return copy.withUTF8 { body(UnsafeRawBufferPointer($0)) }
    }
}

/// 16 bytes: a digest, big-endian.
struct DigestID: RowKey, Hashable, Sendable, BitwiseCopyable {
    private let high: UInt64
    private let low: UInt64

    init(_ digest: Digest) {
        high = digest.high.bigEndian
        low = digest.low.bigEndian
    }

    /// Reads a row's key; nil for another length.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count == 16 else { return nil }
        high = bytes.loadUnaligned(as: UInt64.self)
        low = bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
    }

    var digest: Digest { Digest(high: UInt64(bigEndian: high), low: UInt64(bigEndian: low)) }
}

/// 17 bytes: a request's key and the variant of its answer.
struct EntryID: RowKey, Hashable, Sendable, BitwiseCopyable {
    private let digest: DigestID
    private let code: UInt8

    init(_ key: RequestKey, _ variant: Route.API) {
        digest = DigestID(key.digest)
        code = variant.code
    }

    /// Reads a row's key; nil for another length or an unknown variant.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count == 17, Route.API(code: bytes[16]) != nil, let digest = DigestID(UnsafeRawBufferPointer(rebasing: bytes[..<16]))
        else { return nil }
        self.digest = digest
        code = bytes[16]
    }

    var key: RequestKey { RequestKey(digest.digest) }
    var variant: Route.API { Route.API(code: code) ?? .developer }

    /// What a row holds of its own key, under its checksum: a key with a flipped bit is no row's. The variant, 0 being none, and the halves of the digest in one.
    var mark: UInt8 { code &+ 1 }
    var echo: UInt64 { digest.digest.high ^ digest.digest.low }
}

/// 17 bytes: an evictable row, an entry or a vector.
struct UsageID: RowKey, Hashable, Sendable, BitwiseCopyable {
    enum Owner: Hashable, Sendable {
        case entry(EntryID)
        case vector(DigestID)
    }

    private let digest: DigestID
    private let code: UInt8

    init(_ owner: Owner) {
        switch owner {
        case .entry(let id): (digest, code) = (DigestID(id.key.digest), id.variant.code)
        case .vector(let id): (digest, code) = (id, 0xFF)
        }
    }

    /// Reads a key; nil for another length.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count == 17, let digest = DigestID(UnsafeRawBufferPointer(rebasing: bytes[..<16])) else { return nil }
        self.digest = digest
        code = bytes[16]
    }

    var owner: Owner {
        guard let variant = Route.API(code: code) else { return .vector(digest) }
        return .entry(EntryID(RequestKey(digest.digest), variant))
    }
}

/// 25 bytes: when an evictable row was last used, and which it is; oldest first.
struct RecencyID: RowKey, BitwiseCopyable {
    private let time: UInt64
    private let id: UsageID

    init(_ time: Timestamp, _ id: UsageID) {
        self.time = UInt64(clamping: time.microseconds).bigEndian
        self.id = id
    }

    /// Reads the time of a key of the right length.
    static func time(_ bytes: UnsafeRawBufferPointer) -> Timestamp {
        Timestamp(microseconds: Int64(clamping: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self))))
    }

    /// Reads the row a key names; nil for another length.
    static func owner(_ bytes: UnsafeRawBufferPointer) -> UsageID.Owner? {
        guard bytes.count == 25 else { return nil }
        return UsageID(UnsafeRawBufferPointer(rebasing: bytes[8...]))?.owner
    }
}
