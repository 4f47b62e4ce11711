/// A record ended before its fields did.
struct Truncated: Error {}

/// Reads the fields of a sound record in order.
struct ByteReader {
    private let record: UnsafeRawBufferPointer
    private(set) var offset = RecordKind.headerCount

    /// Starts behind the header of a sound record; nil where the record is not.
    init?(_ record: UnsafeRawBufferPointer, _ kind: RecordKind) {
        guard kind.isSound(record) else { return nil }
        self.record = record
    }

    /// Reads an integer.
    mutating func integer<T: FixedWidthInteger>(_ type: T.Type = T.self) throws(Truncated) -> T {
        T(littleEndian: try raw(MemoryLayout<T>.size).loadUnaligned(as: T.self))
    }

    /// Reads a flag.
    mutating func flag() throws(Truncated) -> Bool { try integer(UInt8.self) != 0 }

    /// Reads text.
    mutating func string() throws(Truncated) -> String {
        String(decoding: try raw(Int(try integer(UInt32.self))), as: UTF8.self)
    }

    /// Reads bytes.
    mutating func bytes() throws(Truncated) -> [UInt8] { Array(try raw(Int(try integer(UInt32.self)))) }

    /// Reads `count` bytes in place.
    mutating func raw(_ count: Int) throws(Truncated) -> UnsafeRawBufferPointer {
        guard count >= 0, count <= record.count - offset else { throw Truncated() }
        defer { offset += count }
        return UnsafeRawBufferPointer(rebasing: record[offset..<offset + count])
    }
}
