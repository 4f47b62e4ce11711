package import GemCore

/// What a repair did.
package struct Repaired: Sendable, Hashable {
    /// Damaged rows that were removed, or set right from others.
    package var rows = 0
    /// Blobs that were damaged or missing, and are named no more.
    package var blobs = 0
    /// Queued questions that were lost; they are among the dead letters.
    package var lost = 0
}

extension Store {
    /// Removes what `verify` found damaged, and notes anew what it found noted wrongly: answers are fetched again, lost questions become dead letters that say so.
    package func repair(_ report: StoreReport) async throws(GemError) -> Repaired {
        guard !report.isSound else { return Repaired() }
        return try await write { (transaction) throws(GemError) in
            var done = Repaired()
            for row in report.damagedRows where try transaction.repair(row, &done) { done.rows += 1 }
            let blobs = Set(report.damagedBlobs.compactMap { Digest($0) })
            if !blobs.isEmpty { try transaction.removeUsers(of: blobs, &done) }
            try transaction.noteAnew()
            return done
        }
    }
}

extension Transaction {
    /// Removes one row, or sets it right; false where it is no longer damaged.
    fileprivate mutating func repair(_ damage: DamagedRow, _ done: inout Repaired) throws(GemError) -> Bool {
        guard let table = tables.named(damage.table) else { return false }
        let ticket = String(decoding: damage.key, as: UTF8.self)
        let isSound =
            snapshot.row(table, damage.key).map { snapshot.isReadable(damage.key, $0, damage.kind) } ?? (damage.kind != .outboxRow)
        if damage.kind == .outboxRow {
            guard !isSound || snapshot.outboxState(ticket) == nil else { return false }
            if isSound, let row = snapshot.outboxRecord(ticket, .pending(attempts: 0, notBefore: now))?.row {
                try setState(ticket, row.state, row.scope)
            } else {
                try giveUp(ticket, &done)
            }
            return true
        }
        guard !isSound else { return false }
        switch damage.kind {
        case .outboxState:
            let state = snapshot.restoredState(ticket)
            if case .dead = state.state { try giveUp(ticket, &done) } else { try setState(ticket, state.state, state.scope) }
        case .entry:
            try forgetUse(owner: damage.key)
            try delete(table, damage.key)
        case .vector:
            try forgetUse(owner: damage.key + [0xFF])
            try delete(table, damage.key)
        default:
            try delete(table, damage.key)
        }
        return true
    }

    private mutating func forgetUse(owner key: [UInt8]) throws(GemError) {
        if let id = key.withUnsafeBytes({ UsageID($0) }) { try forgetUse(id) }
    }

    /// Leaves of a queue row what says that it is lost.
    private mutating func giveUp(_ ticket: String, _ done: inout Repaired) throws(GemError) {
        let state = snapshot.outboxState(ticket) ?? OutboxStateRecord(.dead(attempts: 0, error: .damaged), .none)
        var row = snapshot.outboxRecord(ticket, state.state)?.row ?? .damaged(ticket, state)
        (row.body, row.attachments) = ([], [])
        try put(tables.outbox, ticket, OutboxRecord(row, bodyBlob: nil).bytes())
        try setState(ticket, .dead(attempts: state.state.attempts, error: .damaged), state.scope)
        done.lost += 1
    }

    /// Removes the answers whose payload is one of these blobs, and gives up the questions that need one.
    fileprivate mutating func removeUsers(of blobs: Set<Digest>, _ done: inout Repaired) throws(GemError) {
        var entries: [EntryID] = []
        snapshot.forEachRow(tables.entries) { key, row in
            if let id = EntryID(key), let blob = EntryLayout(row)?.blob, blobs.contains(blob) { entries.append(id) }
            return true
        }
        for id in entries { try removeEntry(id) }
        var tickets: [String] = []
        snapshot.forEachOutboxState { ticket, state in
            let needed = snapshot.outboxRecord(ticket, state.state)?.blobs ?? []
            if needed.contains(where: { blobs.contains($0.0) }) { tickets.append(ticket) }
            return true
        }
        for ticket in tickets { try giveUp(ticket, &done) }
        done.blobs = blobs.count
        dropped += blobs
    }

    /// Notes anew how often each blob is named, how large all is, and the order of use.
    fileprivate mutating func noteAnew() throws(GemError) {
        let named = snapshot.blobCounts()
        var noted: [Digest] = []
        snapshot.forEachRow(tables.blobs) { key, _ in
            if let id = DigestID(key) { noted.append(id.digest) }
            return true
        }
        for digest in noted where named[digest] == nil {
            try delete(tables.blobs, DigestID(digest))
            dropped.append(digest)
        }
        for (digest, blob) in named { try setReferences(to: digest, length: blob.length, count: blob.count) }
        addBytes(snapshot.measuredBytes - bytes)
        try repairCounters()
        try orderUsesAnew()
    }

    private mutating func orderUsesAnew() throws(GemError) {
        for id in snapshot.unnotedUses where snapshot.usage(id) == nil { try put(tables.usage, id, Usage(now, isPinned: false).bytes) }
        // What a damaged row said is told by the order of use, in which pinned ones are not.
        let order = snapshot.order
        func usage(_ id: UsageID, among order: [UsageID: Timestamp]) -> Usage {
            order[id].map { Usage($0, isPinned: false) } ?? Usage(now, isPinned: true)
        }
        var uses: [(id: UsageID, use: Usage)] = []
        snapshot.forEachRow(tables.usage) { key, row in
            if let id = UsageID(key) { uses.append((id, Usage(row) ?? usage(id, among: order))) }
            return true
        }
        try clear(tables.recency)
        for (id, use) in uses {
            let isOwned =
                switch id.owner {
                case .entry(let entry): snapshot.row(tables.entries, entry) != nil
                case .vector(let vector): snapshot.row(tables.vectors, vector) != nil
                }
            guard isOwned else {
                try delete(tables.usage, id)
                continue
            }
            try put(tables.usage, id, use.bytes)
            if !use.isPinned { try put(tables.recency, RecencyID(use.time, id), []) }
        }
    }
}
