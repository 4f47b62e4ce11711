package import GemCore

extension Transaction {
    /// Has an upload's bytes held while its name is known, so that it can be sent again when upstream has it no longer; their blob must be there (`Store.adopt`).
    ///
    /// What is held takes `limit` bytes at most: what ends first goes first. False where the row is another one by now, or the bytes are too many.
    @discardableResult
    package mutating func holdFile(_ record: FileRecord, within limit: Int64) throws(GemError) -> Bool {
        guard record.length <= limit, !record.isLocal, core.blobs.holds(record.digest, length: record.length),
            var held = snapshot.file(record.scope, record.digest, mimeType: record.mimeType), held.name == record.name
        else { return false }
        guard !held.isHeld else { return true }
        var others: [FileRecord] = []
        snapshot.forEachRow(tables.files) { _, row in
            let other = snapshot.decode(row, .file) { (reader) throws(Truncated) in try FileRecord(&reader) }
            if let other, other.isHeld { others.append(other) }
            return true
        }
        others.sort { ($0.expires ?? now, $0.checked ?? now) < ($1.expires ?? now, $1.checked ?? now) }
        var total = others.reduce(record.length) { $0 + $1.length }
        for var other in others where total > limit {
            other.isHeld = false
            total -= other.length
            try putFile(other)
        }
        held.isHeld = true
        try putFile(held)
        return true
    }
}
