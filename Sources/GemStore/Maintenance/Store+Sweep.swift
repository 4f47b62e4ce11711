package import GemCore

/// What a sweep removed.
package struct Swept: Sendable, Hashable {
    /// Answers that had expired.
    package var entries = 0
    /// Uploads that upstream has forgotten.
    package var files = 0
    /// Files that no row names.
    package var blobs = 0
    /// Answers and vectors that were damaged.
    package var damaged = 0
}

extension Store {
    /// Removes answers and uploads that have expired at `now`, what is damaged of answers and vectors, and blobs that no row names; never the queue, never what is pinned.
    ///
    /// Reads without holding anybody up, and removes some hundreds at a time. Blobs younger than an hour stay: their request may be about to be queued.
    package func removeExpired(_ now: Timestamp) async throws(GemError) -> Swept {
        var swept = Swept()
        let doomed = try read { (snapshot) throws(GemError) in snapshot.doomed(now) }
        for start in stride(from: 0, to: doomed.count, by: 512) {
            let some = Array(doomed[start..<min(start + 512, doomed.count)])
            let (entries, damaged) = try await write { (transaction) throws(GemError) in try transaction.remove(some, now) }
            swept.entries += entries
            swept.damaged += damaged
        }
        let rest = try await write { (transaction) throws(GemError) in
            (try transaction.removeExpiredFiles(now), transaction.removeStrayBlobs(before: now.adding(seconds: -3600)))
        }
        (swept.files, swept.blobs) = rest
        return swept
    }

    /// Removes the uploads that have expired at `now`, with the bytes held for them; how many there were.
    @discardableResult
    package func removeExpiredUploads(_ now: Timestamp) async throws(GemError) -> Int {
        try await write { (transaction) throws(GemError) in try transaction.removeExpiredFiles(now) }
    }
}

extension Snapshot {
    /// Whether a row has to go at `now`, and why.
    private func verdict(_ owner: UsageID.Owner, _ row: UnsafeRawBufferPointer, _ now: Timestamp) -> Doom? {
        switch owner {
        case .entry(let id):
            guard let layout = EntryLayout(row), layout.isOf(id) else { return .damaged }
            if let expires = layout.expires, expires <= now, RecordKind.entry.isSound(row) { return .expired }
            return RecordKind.entry.isSound(row) ? nil : .damaged
        case .vector:
            return RecordKind.vector.isSound(row) && VectorLayout(row) != nil ? nil : .damaged
        }
    }

    fileprivate enum Doom { case expired, damaged }

    /// The answers and vectors that have to go at `now`.
    fileprivate func doomed(_ now: Timestamp) -> [UsageID.Owner] {
        var doomed: [UsageID.Owner] = []
        forEachRow(tables.entries) { key, row in
            if let id = EntryID(key), doom(.entry(id), row, now) != nil { doomed.append(.entry(id)) }
            return true
        }
        forEachRow(tables.vectors) { key, row in
            if let id = DigestID(key), doom(.vector(id), row, now) != nil { doomed.append(.vector(id)) }
            return true
        }
        return doomed
    }

    /// The verdict on a row, in favour of what is pinned and only expired.
    fileprivate func doom(_ owner: UsageID.Owner, _ row: UnsafeRawBufferPointer, _ now: Timestamp) -> Doom? {
        let verdict = verdict(owner, row, now)
        return verdict == .expired && usage(UsageID(owner))?.isPinned == true ? nil : verdict
    }
}

extension Transaction {
    /// Removes those of some rows that still have to go.
    fileprivate mutating func remove(_ owners: [UsageID.Owner], _ now: Timestamp) throws(GemError) -> (expired: Int, damaged: Int) {
        var (expired, damaged) = (0, 0)
        for owner in owners {
            let row =
                switch owner {
                case .entry(let id): snapshot.row(tables.entries, id)
                case .vector(let id): snapshot.row(tables.vectors, id)
                }
            guard let row, let doom = snapshot.doom(owner, row, now) else { continue }
            switch owner {
            case .entry(let id): try removeEntry(id)
            case .vector(let id): try removeVector(id)
            }
            if doom == .expired { expired += 1 } else { damaged += 1 }
        }
        return (expired, damaged)
    }

    fileprivate mutating func removeExpiredFiles(_ now: Timestamp) throws(GemError) -> Int {
        try removeOldNames(now)
        var expired: [FileRecord] = []
        snapshot.forEachRow(tables.files) { _, row in
            let record = snapshot.decode(row, .file) { (reader) throws(Truncated) in try FileRecord(&reader) }
            guard let record, let expires = record.expires, expires <= now else { return true }
            // What is held may be asked about while its name stands for it.
            if !record.isHeld || snapshot.knownFile(record.name) == nil { expired.append(record) }
            return true
        }
        for record in expired { try removeFile(record) }
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
