package import GemCore

/// What a sweep removed.
package struct Swept: Sendable, Hashable {
    /// Answers that had expired.
    package var entries = 0
    /// Uploads that upstream has forgotten.
    package var files = 0
    /// Files that no row names.
    package var blobs = 0
}

extension Store {
    /// Removes answers and uploads that have expired at `now`, and blobs that no row names; never touches the queue.
    ///
    /// Blobs younger than an hour stay: their request may be about to be queued.
    package func removeExpired(_ now: Timestamp) async throws(GemError) -> Swept {
        try await write { (transaction) throws(GemError) in
            var swept = Swept()
            swept.entries = try transaction.removeExpiredEntries(now)
            swept.files = try transaction.removeExpiredFiles(now)
            swept.blobs = transaction.removeStrayBlobs(before: now.adding(seconds: -3600))
            return swept
        }
    }
}

extension Transaction {
    fileprivate mutating func removeExpiredEntries(_ now: Timestamp) throws(GemError) -> Int {
        var expired: [EntryID] = []
        snapshot.forEachRow(tables.entries) { key, row in
            if let id = EntryID(key), let expires = EntryLayout(row)?.expires, expires <= now { expired.append(id) }
            return true
        }
        for id in expired { try removeEntry(id) }
        return expired.count
    }

    fileprivate mutating func removeExpiredFiles(_ now: Timestamp) throws(GemError) -> Int {
        var expired: [FileRecord] = []
        snapshot.forEachRow(tables.files) { _, row in
            let record = snapshot.decode(row, .file) { (reader) throws(Truncated) in try FileRecord(&reader) }
            if let record, let expires = record.expires, expires <= now { expired.append(record) }
            return true
        }
        for record in expired { try removeFile(record) }
        try removeOldNames(now)
        return expired.count
    }

    /// Lets the files go that no row names, once this transaction has committed.
    fileprivate mutating func removeStrayBlobs(before limit: Timestamp) -> Int {
        let strays = core.blobs.files().filter { file in
            file.kept < limit && Digest(file.name).map { snapshot.references(to: $0) == nil } ?? true
        }
        for stray in strays {
            if let digest = Digest(stray.name) { dropped.append(digest) } else { core.blobs.remove(named: stray.name) }
        }
        return strays.count
    }
}
