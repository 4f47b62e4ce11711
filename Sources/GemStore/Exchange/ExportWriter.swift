internal import GemCore

/// Writes an export file: a megabyte at a time, hashed on the way.
struct ExportWriter: ~Copyable {
    private let file: NewFile
    private var hasher = Digest.Hasher()
    private var buffer: [UInt8] = []
    private(set) var length: Int64 = 0

    init(_ file: consuming NewFile) throws(GemError) {
        self.file = file
        try put(ExportForm.magic)
        var head = ByteWriter(.exportHead, capacity: 64)
        head.put(ExportForm.version)
        head.put(ExportForm.keys)
        try put(head.sealed())
    }

    /// Appends bytes.
    mutating func put(_ bytes: [UInt8]) throws(GemError) {
        if let failure = bytes.withUnsafeBytes({ append($0) }) { throw failure }
    }

    /// Appends bytes where they lie.
    mutating func put(_ bytes: UnsafeRawBufferPointer) throws(GemError) {
        if let failure = append(bytes) { throw failure }
    }

    private mutating func append(_ bytes: UnsafeRawBufferPointer) -> GemError? {
        hasher.update(RawSpan(_unsafeBytes: bytes))
        length += Int64(bytes.count)
        do throws(GemError) {
            if buffer.count + bytes.count > 1 << 20 { try flush() }
            if bytes.count > 1 << 20 { try file.write(bytes) } else { buffer.append(contentsOf: bytes) }
            return nil
        } catch {
            return error
        }
    }

    private mutating func flush() throws(GemError) {
        try file.write(buffer)
        buffer.removeAll(keepingCapacity: true)
    }

    /// Writes the end, and gives the file its name; answers the hash of all before the end.
    mutating func finish(_ counts: ExportCounts, as path: String, at time: Timestamp) throws(GemError) -> Digest {
        let digest = hasher.digest()
        var end = ByteWriter(.exportEnd, capacity: 64)
        for count in [counts.names, counts.entries, counts.vectors] { end.put(UInt64(count)) }
        end.put(digest)
        try put(end.sealed())
        try flush()
        try file.finish(as: path, at: time)
        return digest
    }
}
