package import GemCore

/// What an export file is made of, in order: the magic bytes, the head, names, hashes, media, cached contents, answers, vectors, the end.
///
/// Each part is a sealed record as the store's own, an answer's with its payload behind it; the end has the hash of all before it. `docs/Store.md` has the layout.
enum ExportForm {
    /// The first bytes of every export.
    static let magic = Array("gemcache export\n".utf8)
    /// The version of the layout; a file with a larger one is refused.
    static let version: UInt32 = 1
    /// The version of the keys of which the answers are.
    static var keys: String { "\(Question.keyVersion)" }
}

/// How much an export holds.
package struct ExportCounts: Sendable, Hashable {
    /// Answers.
    package var entries = 0
    /// Embeddings.
    package var vectors = 0
    /// What names and hashes of files stand for, and cached contents.
    package var names = 0

    /// All of them.
    package var total: Int { entries + vectors + names }
}

/// What was exported.
package struct Exported: Sendable, Hashable {
    /// How much of each.
    package var counts = ExportCounts()
    /// Rows that could not be read and are not in it.
    package var damaged = 0
    /// The file's length.
    package var bytes: Int64 = 0
    /// The hash the file ends with: equal content has an equal one.
    package var digest = Digest(high: 0, low: 0)
}

/// An answer in an export, without its payload.
struct ExportedEntry {
    var record: EntryRecord
    var length: Int64
    var digest: Digest

    func bytes() -> [UInt8] {
        var writer = ByteWriter(.exportEntry, capacity: 128 + record.canonical.count)
        writer.put(record.key.digest)
        writer.put(record.variant)
        writer.put(record.created)
        writer.put(optional: record.expires) { $0.put($1) }
        writer.put(record.operation)
        writer.put(record.model)
        writer.put(record.canonical)
        writer.put(length)
        writer.put(digest)
        return writer.sealed()
    }

    init(_ record: EntryRecord, length: Int64, digest: Digest) { (self.record, self.length, self.digest) = (record, length, digest) }

    init(_ reader: inout ByteReader) throws(Truncated) {
        let key = RequestKey(try reader.digest())
        let (variant, created) = (try reader.api(), try reader.timestamp())
        let expires = try reader.optional { (reader) throws(Truncated) in try reader.timestamp() }
        let (operation, model, canonical) = (try reader.string(), try reader.string(), try reader.bytes())
        record = EntryRecord(
            key: key, variant: variant, canonical: canonical, payload: [], operation: operation, model: model, created: created,
            expires: expires)
        length = try reader.integer()
        digest = try reader.digest()
    }
}

extension VectorRecord {
    func exported() -> [UInt8] {
        var writer = ByteWriter(.exportVector, capacity: 128 + canonical.count + 4 * values.count)
        writer.put(key.digest)
        writer.put(created)
        writer.put(model)
        writer.put(optional: promptTokens) { $0.put($1) }
        writer.put(canonical)
        writer.put(UInt32(values.count))
        for value in values { writer.put(value.bitPattern) }
        return writer.sealed()
    }

    init(exported reader: inout ByteReader) throws(Truncated) {
        let (key, created, model) = (RequestKey(try reader.digest()), try reader.timestamp(), try reader.string())
        let tokens = try reader.optional { (reader) throws(Truncated) in try reader.integer(Int32.self) }
        let canonical = try reader.bytes()
        let raw = try reader.raw(Int(try reader.integer(UInt32.self)) * 4)
        let values = stride(from: 0, to: raw.count, by: 4).map {
            Float(bitPattern: UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: $0, as: UInt32.self)))
        }
        self.init(key: key, canonical: canonical, values: values, model: model, promptTokens: tokens, created: created)
    }
}

/// What a name, a hash or a digest stands for, in an export.
enum ExportedName {
    case name(row: String, name: String, MediaContent)
    case alias(sha256: [UInt8], Digest)
    case media(MediaContent)
    case cachedContent(String, canonical: [UInt8])

    func bytes() -> [UInt8] {
        var writer = ByteWriter(.exportName)
        switch self {
        case .name(let row, let name, let content):
            writer.put(UInt8(0))
            writer.put(row)
            writer.put(name)
            writer.put(content)
        case .alias(let hash, let digest):
            writer.put(UInt8(1))
            writer.put(hash)
            writer.put(digest)
        case .media(let content):
            writer.put(UInt8(2))
            writer.put(content)
        case .cachedContent(let name, let canonical):
            writer.put(UInt8(3))
            writer.put(name)
            writer.put(canonical)
        }
        return writer.sealed()
    }

    init(_ reader: inout ByteReader) throws(Truncated) {
        switch try reader.integer(UInt8.self) {
        case 0: self = .name(row: try reader.string(), name: try reader.string(), try reader.content())
        case 1:
            let hash = try reader.bytes()
            guard hash.count == 32 else { throw Truncated() }
            self = .alias(sha256: hash, try reader.digest())
        case 2: self = .media(try reader.content())
        case 3: self = .cachedContent(try reader.string(), canonical: try reader.bytes())
        default: throw Truncated()
        }
    }
}

extension ByteWriter {
    fileprivate mutating func put(_ content: MediaContent) {
        put(content.mimeType)
        put(content.length)
        switch content.identity {
        case .digest(let digest):
            put(true)
            put(digest)
        case .sha256(let hash):
            put(false)
            put(hash)
        }
    }
}

extension ByteReader {
    fileprivate mutating func content() throws(Truncated) -> MediaContent {
        let (mimeType, length): (String, Int64) = (try string(), try integer())
        let identity: MediaContent.Identity = try flag() ? .digest(try digest()) : .sha256(try bytes())
        return MediaContent(mimeType: mimeType, length: length, identity: identity)
    }
}
