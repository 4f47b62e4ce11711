internal import CLMDB
internal import GemCore

/// When an evictable row was last used, and whether it is pinned.
///
/// 8 bytes, one that says whether it is pinned, and 8 for their checksum; older builds wrote the time alone, and one more byte for a pinned row. A pinned row is
/// not in `recency`, so eviction never comes across it; and so that table tells what a damaged row said.
struct Usage {
    var time: Timestamp
    var isPinned: Bool

    init(_ time: Timestamp, isPinned: Bool) { (self.time, self.isPinned) = (time, isPinned) }

    /// Reads a row; nil where it is damaged.
    init?(_ row: UnsafeRawBufferPointer) {
        guard row.count == 8 || row.count == 9 || row.count == 17 else { return nil }
        let time = Timestamp(microseconds: Int64(littleEndian: row.loadUnaligned(as: Int64.self)))
        self.init(time, isPinned: row.count == 17 ? row[8] == 1 : row.count == 9)
        if row.count == 17, !row.elementsEqual(bytes) { return nil }
    }

    var bytes: [UInt8] {
        let plain = withUnsafeBytes(of: time.microseconds.littleEndian, Array.init) + [isPinned ? 1 : 0]
        return plain + withUnsafeBytes(of: Digest(of: plain).low.littleEndian, Array.init)
    }
}

extension Transaction {
    /// Notes when an evictable row was used, where it still exists.
    mutating func noteUse(_ id: UsageID, _ time: Timestamp) throws(GemError) {
        guard let last = snapshot.usage(id), last.time < time else { return }
        try setUse(id, time)
    }

    /// Sets when an evictable row was last used; a pinned one stays pinned.
    mutating func setUse(_ id: UsageID, _ time: Timestamp) throws(GemError) {
        let last = snapshot.usage(id)
        try setUse(id, from: last, to: Usage(time, isPinned: last?.isPinned ?? false))
    }

    /// Pins an evictable row or lets it go again.
    mutating func setPin(_ id: UsageID, _ isPinned: Bool) throws(GemError) {
        let last = snapshot.usage(id)
        try setUse(id, from: last, to: Usage(last?.time ?? now, isPinned: isPinned))
    }

    private mutating func setUse(_ id: UsageID, from last: Usage?, to next: Usage) throws(GemError) {
        if let last, !last.isPinned { try delete(tables.recency, RecencyID(last.time, id)) }
        try put(tables.usage, id, next.bytes)
        if !next.isPinned { try put(tables.recency, RecencyID(next.time, id), []) }
    }

    /// Forgets an evictable row's use.
    mutating func forgetUse(_ id: UsageID) throws(GemError) {
        guard let last = snapshot.usage(id) else { return }
        try delete(tables.recency, RecencyID(last.time, id))
        try delete(tables.usage, id)
    }

    /// Adds to the size of all entries and vectors; one row holds it, which is written once a batch.
    mutating func addBytes(_ number: Int64) { growth &+= number }

    /// Removes the entries and vectors used longest ago until the rest takes nine tenths of `most`, if it takes more than `most` now; answers whether more must go.
    ///
    /// At most some thousands at a time, so that no write waits long.
    mutating func evict(to most: Int64) throws(GemError) -> Bool {
        let size = bytes
        guard size > most else { return false }
        var surplus = size - most / 10 * 9
        var oldest: [(key: [UInt8], owner: UsageID.Owner)] = []
        var stale: [(key: [UInt8], owner: UsageID.Owner)] = []
        snapshot.forEachRow(tables.recency) { key, _ in
            guard let owner = RecencyID.owner(key) else { return true }
            // A damaged row here must not have gone what was used just now, or is pinned.
            guard snapshot.agrees(Array(key), owner) else {
                stale.append((Array(key), owner))
                return stale.count < 4096
            }
            oldest.append((Array(key), owner))
            surplus -= snapshot.size(of: owner)
            return surplus > 0 && oldest.count < 4096
        }
        for (key, owner) in stale {
            try delete(tables.recency, key)
            let id = UsageID(owner)
            if let use = snapshot.usage(id), !use.isPinned { try put(tables.recency, RecencyID(use.time, id), []) }
        }
        for (key, owner) in oldest {
            switch owner {
            case .entry(let id): try removeEntry(id)
            case .vector(let id): try removeVector(id)
            }
            try forgetUse(UsageID(owner))
            try delete(tables.recency, key)  // Where a damaged row of `usage` named another time.
        }
        add("evicted", Int64(oldest.count))
        return surplus > 0 && !(oldest.isEmpty && stale.isEmpty)
    }

    /// The counter that holds the size of all entries and vectors.
    static var bytes: String { ".bytes" }
}

extension Snapshot {
    /// When an evictable row was last used; nil where that was never noted. Where the note is damaged, the order of use tells: what is not in it is pinned.
    func usage(_ id: UsageID) -> Usage? {
        guard let row = row(tables.usage, id) else { return nil }
        if let use = Usage(row) { return use }
        core.noteDamage()
        return order[id].map { Usage($0, isPinned: false) } ?? Usage(core.time.now, isPinned: true)
    }

    /// The order of use, read whole.
    var order: [UsageID: Timestamp] {
        var found: [UsageID: Timestamp] = [:]
        forEachRow(tables.recency) { key, _ in
            if let owner = RecencyID.owner(key) { found[UsageID(owner)] = RecencyID.time(key) }
            return true
        }
        return found
    }

    /// Whether a row of the order of use says what the row's own note says, or there is none.
    fileprivate func agrees(_ key: [UInt8], _ owner: UsageID.Owner) -> Bool {
        guard let row = row(tables.usage, UsageID(owner)), let use = Usage(row) else { return true }
        return !use.isPinned && RecencyID(use.time, UsageID(owner)).withBytes { key.elementsEqual($0) }
    }

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
