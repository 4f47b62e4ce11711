internal import GemCore

extension Transaction {
    /// So long after its file's end a name still stands for the content, so that known questions which use it are still known.
    private static var grace: Double { 30 * 86_400 }

    /// Forgets the names of files that ended long ago.
    mutating func removeOldNames(_ now: Timestamp) throws(GemError) {
        var old: [[UInt8]] = []
        var undated: [(name: [UInt8], known: KnownFile)] = []
        snapshot.forEachRow(tables.fileNames) { key, row in
            guard let known = snapshot.decode(row, .fileName, { (reader) throws(Truncated) in try KnownFile(&reader) }) else { return true }
            guard let expires = known.expires else {
                undated.append((Array(key), known))
                return true
            }
            if expires.adding(seconds: Self.grace) <= now { old.append(Array(key)) }
            return true
        }
        for name in old { try delete(tables.fileNames, name) }
        // An older build told no end: this is the latest it can be.
        for (name, known) in undated {
            var known = known
            known.expires = now.adding(seconds: 48 * 3600)
            try put(tables.fileNames, name, known.row())
        }
    }
}
