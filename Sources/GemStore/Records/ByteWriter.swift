/// Builds a record: a sealed 16-byte header, then fields in little-endian order.
struct ByteWriter {
    private(set) var bytes: [UInt8]

    /// Starts a record of a kind, with room for `count` bytes of fields.
    init(_ kind: RecordKind, capacity count: Int = 256) {
        bytes = []
        bytes.reserveCapacity(RecordKind.headerCount + count)
        bytes.append(kind.rawValue)
        bytes.append(RecordKind.version)
        bytes.append(contentsOf: repeatElement(0, count: RecordKind.headerCount - 2))
    }

    /// Appends an integer.
    mutating func put(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    /// Appends a flag.
    mutating func put(_ value: Bool) { bytes.append(value ? 1 : 0) }

    /// Appends text with its length before it.
    mutating func put(_ text: String) {
        put(UInt32(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    /// Appends bytes with their length before them.
    mutating func put(_ value: [UInt8]) {
        put(UInt32(value.count))
        bytes.append(contentsOf: value)
    }

    /// Appends bytes alone.
    mutating func append(_ value: some Sequence<UInt8>) { bytes.append(contentsOf: value) }

    /// Appends raw memory alone.
    mutating func append(raw value: UnsafeRawBufferPointer) { bytes.append(contentsOf: value) }

    /// Appends zeros until the record's length is a multiple of 16.
    mutating func align() {
        while bytes.count % 16 != 0 { bytes.append(0) }
    }

    /// The record with its length and checksum in the header.
    consuming func sealed() -> [UInt8] {
        let count = UInt32(truncatingIfNeeded: bytes.count)
        for shift in 0..<4 { bytes[4 + shift] = UInt8(truncatingIfNeeded: count >> UInt32(8 * shift)) }
        let sum = bytes.withUnsafeBytes { RecordKind.checksum($0) }
        for shift in 0..<8 { bytes[8 + shift] = UInt8(truncatingIfNeeded: sum >> UInt64(8 * shift)) }
        return bytes
    }
}
