internal import CLMDB
internal import GemCore

extension Transaction {
    /// Notes when an evictable row was used, where it still exists.
    mutating func noteUse(_ id: UsageID, _ time: Timestamp) throws(GemError) {
        guard let last = lastUse(id), last < time else { return }
        try setUse(id, time)
    }

    /// Sets when an evictable row was last used.
    mutating func setUse(_ id: UsageID, _ time: Timestamp) throws(GemError) {
        if let last = lastUse(id) { try delete(tables.recency, RecencyID(last, id)) }
        try put(tables.usage, id, withUnsafeBytes(of: time.microseconds.littleEndian, Array.init))
        try put(tables.recency, RecencyID(time, id), [])
    }

    /// Forgets an evictable row's use.
    mutating func forgetUse(_ id: UsageID) throws(GemError) {
        guard let last = lastUse(id) else { return }
        try delete(tables.recency, RecencyID(last, id))
        try delete(tables.usage, id)
    }

    /// Adds to the size of all entries and vectors; at once, since eviction in the same batch must see it.
    mutating func addBytes(_ number: Int64) throws(GemError) { try addNow(Self.bytes, number) }

    /// Removes the entries and vectors used longest ago until the rest takes nine tenths of `most`, if it takes more than `most` now.
    ///
    /// At most some thousands at a time, so that no write waits long; the next batch goes on.
    mutating func evict(to most: Int64) throws(GemError) {
        let size = snapshot.counter(Self.bytes)
        guard size > most else { return }
        var surplus = size - most / 10 * 9
        var oldest: [UsageID.Owner] = []
        snapshot.forEachRow(tables.recency) { key, _ in
            guard let owner = RecencyID.owner(key) else { return true }
            oldest.append(owner)
            surplus -= snapshot.size(of: owner)
            return surplus > 0 && oldest.count < 4096
        }
        for owner in oldest {
            switch owner {
            case .entry(let id): try removeEntry(id)
            case .vector(let id): try removeVector(id)
            }
            try forgetUse(UsageID(owner))
        }
        add("evicted", Int64(oldest.count))
    }

    /// The counter that holds the size of all entries and vectors.
    static var bytes: String { ".bytes" }

    private func lastUse(_ id: UsageID) -> Timestamp? {
        guard let row = snapshot.row(tables.usage, id), row.count == 8 else { return nil }
        return Timestamp(microseconds: Int64(littleEndian: row.loadUnaligned(as: Int64.self)))
    }
}

extension Snapshot {
    /// What an evictable row takes, its blob included.
    fileprivate func size(of owner: UsageID.Owner) -> Int64 {
        switch owner {
        case .entry(let id):
            guard let bytes = row(tables.entries, id) else { return 0 }
            return EntryLayout(bytes)?.size ?? Int64(bytes.count)
        case .vector(let id):
            return Int64(row(tables.vectors, id)?.count ?? 0)
        }
    }
}
