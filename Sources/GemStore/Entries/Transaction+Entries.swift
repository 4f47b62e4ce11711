package import GemCore

extension Transaction {
    /// Stores an answer in the place of any earlier one of its key and variant.
    package mutating func putEntry(_ record: EntryRecord) throws(GemError) {
        let id = EntryID(record.key, record.variant)
        try removeRow(id)
        var blob: Digest?
        if record.payload.count > core.options.blobThreshold {
            let digest = try core.blobs.keep(record.payload)
            try retain(digest, length: Int64(record.payload.count))
            blob = digest
        }
        let bytes = record.row(blob: blob)
        try put(tables.entries, id, bytes)
        try addBytes(Int64(bytes.count) + (blob == nil ? 0 : Int64(record.payload.count)))
        try setUse(UsageID(.entry(id)), now)
    }

    /// Removes an answer; false where there is none.
    @discardableResult
    package mutating func removeEntry(_ key: RequestKey, _ variant: Route.API) throws(GemError) -> Bool {
        try removeEntry(EntryID(key, variant))
    }

    /// Removes the answers `matching` says true for, and answers how many; never touches the queue.
    @discardableResult
    package mutating func removeEntries(matching: (borrowing EntryView) -> Bool) throws(GemError) -> Int {
        var found: [EntryID] = []
        snapshot.forEachEntry { view in
            if matching(view) { found.append(EntryID(view.key, view.variant)) }
            return true
        }
        for id in found { try removeEntry(id) }
        return found.count
    }

    /// Removes all answers and vectors, damaged ones too, and answers how many there were; never touches the queue.
    @discardableResult
    package mutating func removeAll() throws(GemError) -> Int {
        let count = snapshot.count(tables.entries) + snapshot.count(tables.vectors)
        var blobs: [(Digest, Int64)] = []
        snapshot.forEachRow(tables.entries) { _, row in
            if let layout = EntryLayout(row), let blob = layout.blob { blobs.append((blob, Int64(layout.payloadCount))) }
            return true
        }
        for (digest, length) in blobs { try release(digest, length: length) }
        for table in [tables.entries, tables.vectors, tables.usage, tables.recency] { try clear(table) }
        try addBytes(-snapshot.counter(Self.bytes))
        return count
    }

    @discardableResult
    mutating func removeEntry(_ id: EntryID) throws(GemError) -> Bool {
        guard try removeRow(id) else { return false }
        try forgetUse(UsageID(.entry(id)))
        return true
    }

    @discardableResult
    private mutating func removeRow(_ id: EntryID) throws(GemError) -> Bool {
        guard let row = snapshot.row(tables.entries, id) else { return false }
        if let layout = EntryLayout(row) {
            let (blob, length) = (layout.blob, Int64(layout.payloadCount))
            try addBytes(-layout.size)
            if let blob { try release(blob, length: length) }
        } else {
            try addBytes(-Int64(row.count))
        }
        return try delete(tables.entries, id)
    }
}
