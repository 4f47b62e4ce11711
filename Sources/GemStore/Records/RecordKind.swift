internal import GemCore

/// What a record is; the first byte of each, so that a record in the wrong table is not misread.
///
/// Header: kind, version, two zeros, length (4 bytes), checksum (8 bytes). The checksum is XXH3 over all after the header, mixed with the header's first 8 bytes.
enum RecordKind: UInt8 {
    case entry = 1
    case vector, file, fileName, media, alias, cachedContent, outboxRow, outboxState, blob, outboxDone, meta
    case exportHead = 32
    case exportEntry, exportVector, exportName, exportEnd

    /// The version of every record's layout; a record of another version reads as a miss.
    static let version: UInt8 = 1
    /// The header's length.
    static let headerCount = 16

    /// The checksum of a whole record.
    static func checksum(_ record: UnsafeRawBufferPointer) -> UInt64 {
        let rest = UnsafeRawBufferPointer(rebasing: record[headerCount...])
        let head = UInt64(littleEndian: record.loadUnaligned(as: UInt64.self))
        return Digest(of: RawSpan(_unsafeBytes: rest)).low ^ (head &* 0x9E37_79B9_7F4A_7C15)
    }

    /// Whether a record is whole: right kind, version, length and checksum.
    func isSound(_ record: UnsafeRawBufferPointer) -> Bool {
        record.count >= RecordKind.headerCount && record[0] == rawValue && record[1] == RecordKind.version
            && UInt32(littleEndian: record.loadUnaligned(fromByteOffset: 4, as: UInt32.self)) == UInt32(truncatingIfNeeded: record.count)
            && UInt64(littleEndian: record.loadUnaligned(fromByteOffset: 8, as: UInt64.self)) == RecordKind.checksum(record)
    }
}
