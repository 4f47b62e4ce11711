internal import GemCore

extension Transaction {
    /// Counts one more row that names a blob; the file must be there.
    mutating func retain(_ digest: Digest, length: Int64) throws(GemError) {
        try setReferences(to: digest, length: length, count: (snapshot.references(to: digest) ?? 0) + 1)
    }

    /// Counts one row less; the file goes after the commit when it was the last.
    mutating func release(_ digest: Digest, length: Int64) throws(GemError) {
        let count = (snapshot.references(to: digest) ?? 1) - 1
        if count > 0 { return try setReferences(to: digest, length: length, count: count) }
        try delete(tables.blobs, DigestID(digest))
        dropped.append(digest)
    }

    mutating func setReferences(to digest: Digest, length: Int64, count: UInt32) throws(GemError) {
        var writer = ByteWriter(.blob, capacity: 16)
        writer.put(count)
        writer.put(length)
        try put(tables.blobs, DigestID(digest), writer.sealed())
    }
}

extension Snapshot {
    /// How many rows name a blob; nil where none does. Where the count is damaged the rows are counted.
    func references(to digest: Digest) -> UInt32? {
        guard let bytes = row(tables.blobs, DigestID(digest)) else { return nil }
        let noted = decode(bytes, .blob) { (reader) throws(Truncated) in try reader.integer(UInt32.self) }
        return noted ?? blobCounts()[digest]?.count
    }
}
