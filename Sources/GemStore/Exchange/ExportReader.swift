internal import GemCore

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Reads an export file from its start, part by part, and throws `badInput` at the first byte that is not as it was written.
struct ExportReader: ~Copyable {
    /// One part; an entry's payload is read, or passed over, before the next.
    enum Part {
        case name(ExportedName)
        case entry(ExportedEntry)
        case vector(VectorRecord)
    }

    private let path: String
    private let descriptor: Int32
    let length: Int64
    private(set) var offset: Int64 = 0
    private var hasher = Digest.Hasher()
    private var buffer: [UInt8] = []
    private var position = 0
    private var counts = ExportCounts()
    private var payloadLeft: Int64 = 0

    init(_ path: String) throws(GemError) {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        var info = stat()
        let isFile = descriptor >= 0 && fstat(descriptor, &info) == 0 && info.st_mode & S_IFMT == S_IFREG
        length = isFile ? Int64(info.st_size) : 0
        guard descriptor >= 0 else { throw FileSlice.failure("open", path) }
        guard isFile else { throw GemError(.badInput, "\(path) is no file; an export is one.") }
        let magic = try bytes(min(length, Int64(ExportForm.magic.count)))
        guard magic == ExportForm.magic else {
            throw GemError(.badInput, "\(path) is no export of a store; `gemcache cache export FILE` writes one.")
        }
        try readHead()
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    private mutating func readHead() throws(GemError) {
        let head = try record()
        guard head.first == RecordKind.exportHead.rawValue,
            let (version, keys) = Self.parse(
                head, .exportHead,
                { (reader) throws(Truncated) in
                    (try reader.integer(UInt32.self), try reader.string())
                })
        else { throw damaged }
        guard version <= ExportForm.version else {
            throw GemError(
                .badInput,
                "\(path) was written by a newer gemcache (export format \(version), this one knows \(ExportForm.version)); upgrade gemcache to import it."
            )
        }
        guard keys == ExportForm.keys else {
            throw GemError(
                .badInput,
                "\(path) holds answers under keys of version \(keys), and this gemcache makes keys of version \(ExportForm.keys), so it would never find them; import it with the gemcache that wrote it."
            )
        }
    }

    /// The next part; nil at the end, once the hash of the whole file was right and nothing follows.
    mutating func next() throws(GemError) -> Part? {
        while payloadLeft > 0 { _ = try payload() }
        let before = hasher.digest()
        let record = try record()
        switch record.first.flatMap({ RecordKind(rawValue: $0) }) {
        case .exportName:
            guard let name = Self.parse(record, .exportName, { (reader) throws(Truncated) in try ExportedName(&reader) }) else {
                throw damaged
            }
            counts.names += 1
            return .name(name)
        case .exportEntry:
            guard let entry = Self.parse(record, .exportEntry, { (reader) throws(Truncated) in try ExportedEntry(&reader) }),
                entry.length >= 0, entry.length <= length - offset
            else { throw damaged }
            counts.entries += 1
            payloadLeft = entry.length
            return .entry(entry)
        case .exportVector:
            guard let vector = Self.parse(record, .exportVector, { (reader) throws(Truncated) in try VectorRecord(exported: &reader) })
            else {
                throw damaged
            }
            counts.vectors += 1
            return .vector(vector)
        case .exportEnd:
            try end(record, before)
            return nil
        default:
            throw damaged
        }
    }

    /// The next piece of an entry's payload, a megabyte at most; empty at its end.
    mutating func payload() throws(GemError) -> [UInt8] {
        let piece = try bytes(min(payloadLeft, 1 << 20))
        payloadLeft -= Int64(piece.count)
        return piece
    }

    private mutating func end(_ record: [UInt8], _ found: Digest) throws(GemError) {
        let stated = Self.parse(record, .exportEnd) { (reader) throws(Truncated) in
            (
                names: try reader.integer(UInt64.self), entries: try reader.integer(UInt64.self), vectors: try reader.integer(UInt64.self),
                digest: try reader.digest()
            )
        }
        guard let stated, stated.digest == found, offset == length,
            (UInt64(counts.names), UInt64(counts.entries), UInt64(counts.vectors)) == (stated.names, stated.entries, stated.vectors)
        else { throw damaged }
    }

    /// A sealed record.
    private mutating func record() throws(GemError) -> [UInt8] {
        var record = try bytes(Int64(RecordKind.headerCount))
        let count = record.withUnsafeBytes { Int64(UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: 4, as: UInt32.self))) }
        guard count >= Int64(RecordKind.headerCount) else { throw damaged }
        record += try bytes(count - Int64(RecordKind.headerCount))
        return record
    }

    private static func parse<T>(_ record: [UInt8], _ kind: RecordKind, _ body: (inout ByteReader) throws(Truncated) -> T) -> T? {
        record.withUnsafeBytes { bytes in
            guard var reader = ByteReader(bytes, kind) else { return nil }
            return try? body(&reader)
        }
    }

    /// Exactly so many bytes.
    private mutating func bytes(_ count: Int64) throws(GemError) -> [UInt8] {
        guard count <= length - offset else {
            throw GemError(.badInput, "\(path) is cut short: at byte \(offset) there should be \(count) more; copy it again.")
        }
        var out: [UInt8] = []
        out.reserveCapacity(Int(count))
        while out.count < Int(count) {
            if position == buffer.count { try fill() }
            let piece = buffer[position..<min(buffer.count, position + Int(count) - out.count)]
            position += piece.count
            out.append(contentsOf: piece)
        }
        hasher.update(out)
        offset += count
        return out
    }

    private mutating func fill() throws(GemError) {
        var got = 0
        let descriptor = descriptor
        buffer = [UInt8](unsafeUninitializedCapacity: 1 << 20) { space, filled in
            repeat { got = systemRead(descriptor, space.baseAddress, space.count) } while got < 0 && errno == EINTR
            filled = max(0, got)
        }
        position = 0
        guard got >= 0 else { throw FileSlice.failure("read", path) }
        guard got > 0 else { throw GemError(.badInput, "\(path) is cut short; copy it again.") }
    }

    private var damaged: GemError {
        GemError(.badInput, "\(path) is damaged: before byte \(offset) it is not as it was written; copy it again, nothing was imported.")
    }
}

private func systemRead(_ descriptor: Int32, _ space: UnsafeMutablePointer<UInt8>?, _ count: Int) -> Int { read(descriptor, space, count) }
