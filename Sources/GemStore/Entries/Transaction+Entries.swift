package import GemCore

extension Transaction {
    /// Stores an answer in the place of any earlier one of its key and variant.
    ///
    /// A payload of more than a megabyte should have been given to `Store.staged`. Throws, and changes nothing, where the answer alone is larger than the store may be.
    package mutating func putEntry(_ record: EntryRecord) throws(GemError) {
        let length = record.payloadCount
        try refuse(larger: length + Int64(record.canonical.count))
        let id = EntryID(record.key, record.variant)
        let blob = length > core.options.blobThreshold ? try self.blob(of: record.payload, record.staged) : nil
        try removeRow(id)
        if let blob { try retain(blob, length: length) }
        let bytes = record.row(blob: blob)
        try put(tables.entries, id, bytes)
        addBytes(Int64(bytes.count) + (blob == nil ? 0 : length))
        try setUse(UsageID(.entry(id)), now)
    }

    private func refuse(larger length: Int64) throws(GemError) {
        guard let most = core.options.maxBytes, length > most else { return }
        throw GemError(.store, "An answer of \(length) bytes does not fit in a store of at most \(most); raise --max-size to keep it.")
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

    /// Removes all answers and vectors, damaged ones too, and answers how many; spares what is pinned unless `evenPinned`, and never touches the queue.
    @discardableResult
    package mutating func removeAll(evenPinned: Bool = false) throws(GemError) -> Int {
        let pinned = evenPinned ? [] : snapshot.pinned()
        let count = snapshot.count(tables.entries) + snapshot.count(tables.vectors)
        guard pinned.isEmpty else { return try removeAll(but: pinned) }
        var blobs: [(Digest, Int64)] = []
        snapshot.forEachRow(tables.entries) { _, row in
            if let layout = EntryLayout(row), let blob = layout.blob { blobs.append((blob, Int64(layout.payloadCount))) }
            return true
        }
        for (digest, length) in blobs { try release(digest, length: length) }
        for table in [tables.entries, tables.vectors, tables.usage, tables.recency] { try clear(table) }
        addBytes(-bytes)
        return count
    }

    private mutating func removeAll(but pinned: Set<UsageID>) throws(GemError) -> Int {
        var (entries, vectors): ([EntryID], [DigestID]) = ([], [])
        snapshot.forEachRow(tables.entries) { key, _ in
            if let id = EntryID(key), !pinned.contains(UsageID(.entry(id))) { entries.append(id) }
            return true
        }
        snapshot.forEachRow(tables.vectors) { key, _ in
            if let id = DigestID(key), !pinned.contains(UsageID(.vector(id))) { vectors.append(id) }
            return true
        }
        for id in entries { try removeEntry(id) }
        for id in vectors { try removeVector(id) }
        return entries.count + vectors.count
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
            addBytes(-layout.size)
            if let blob { try release(blob, length: length) }
        } else {
            addBytes(-Int64(row.count))
        }
        return try delete(tables.entries, id)
    }
}
