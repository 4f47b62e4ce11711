package import GemCore

extension Transaction {
    /// Has an upload's bytes held while it lives, in case upstream loses it before its time; their blob must be there (`Store.adopt`).
    ///
    /// What is held takes `limit` bytes at most: what has ended goes, then what ends first. False where the row is another one by now, or the bytes are too many.
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
        for var other in others where total > limit || other.expires.map({ $0 <= now }) ?? true {
            other.isHeld = false
            total -= other.length
            try putFile(other)
        }
        held.isHeld = true
        try putFile(held)
        return true
    }
}
