internal import GemCore

extension Snapshot {
    /// What the store notes beside its rows and does not agree with them: blob counts, its size, when rows were used.
    func wrongNotes(_ named: [Digest: BlobCount]) -> [String] {
        var wrong: [String] = []
        var counted: Set<Digest> = []
        forEachRow(tables.blobs) { key, row in
            guard let digest = DigestID(key)?.digest else { return true }
            counted.insert(digest)
            let noted = decode(row, .blob) { (reader) throws(Truncated) in try reader.integer(UInt32.self) }
            let count = named[digest]?.count ?? 0
            if let noted, noted != count { wrong.append("blob \(digest) is noted as named \(noted) times, and is \(count) times") }
            return true
        }
        for digest in named.keys.filter({ !counted.contains($0) }).map(\.description).sorted() {
            wrong.append("blob \(digest) is named and not noted")
        }
        let size = measuredBytes
        if let noted = soundCounter(Transaction.bytes), noted != size {
            wrong.append("the size is noted as \(noted) bytes, and is \(size)")
        }
        wrong += damagedCounters.map { "the counter \($0) is damaged" }
        let unread = damagedUses
        if unread > 0 { wrong.append("of \(unread) answers and vectors it is damaged when they were used") }
        let lost = unnotedUses.count
        if lost > 0 { wrong.append("of \(lost) answers and vectors it is not noted when they were used") }
        let (rows, owners) = (count(tables.usage), count(tables.entries) + count(tables.vectors))
        if rows > owners { wrong.append("of \(rows - owners) answers and vectors that are gone it is noted when they were used") }
        let (order, pinned) = (count(tables.recency), self.pinned().count)
        if order != rows - pinned { wrong.append("the order of use has \(order) rows, and should have \(rows - pinned)") }
        return wrong
    }

    /// The size of all entries and vectors, measured anew.
    var measuredBytes: Int64 {
        var size = Int64(0)
        forEachRow(tables.entries) { _, row in
            size += EntryLayout(row)?.size ?? Int64(row.count)
            return true
        }
        forEachRow(tables.vectors) { _, row in
            size += Int64(row.count)
            return true
        }
        return size
    }

    /// How many rows that say when something was used are damaged.
    private var damagedUses: Int {
        var count = 0
        forEachRow(tables.usage) { _, row in
            if Usage(row) == nil { count += 1 }
            return true
        }
        return count
    }

    /// The entries and vectors of which no use is noted, or not in order.
    var unnotedUses: [UsageID] {
        var found: [UsageID] = []
        func check(_ owner: UsageID.Owner) {
            let id = UsageID(owner)
            guard let use = usage(id) else { return found.append(id) }
            if !use.isPinned, row(tables.recency, RecencyID(use.time, id)) == nil { found.append(id) }
        }
        forEachRow(tables.entries) { key, _ in
            if let id = EntryID(key) { check(.entry(id)) }
            return true
        }
        forEachRow(tables.vectors) { key, _ in
            if let id = DigestID(key) { check(.vector(id)) }
            return true
        }
        return found
    }
}
