package import GemCore

extension Transaction {
    /// Queues a question and answers its ticket; the ticket of a row that already waits for the same answer with the same credential, where there is one.
    ///
    /// Attachments must have been given to `Store.adopt` before.
    package mutating func enqueue(_ row: OutboxRow) throws(GemError) -> String {
        let index = indexKey(row)
        var tickets: [String] = []
        for ticket in indexed(index) {
            guard let known = snapshot.outboxState(ticket) else { continue }
            if snapshot.holds(ticket, row) {
                if case .dead = known.state { continue }
                return ticket
            }
            tickets.append(ticket)
        }
        for attachment in row.attachments where !core.blobs.holds(attachment.digest, length: attachment.length) {
            throw GemError(
                .store,
                "The attachment \(attachment.displayName.isEmpty ? attachment.path : attachment.displayName) was not taken into the store before its request was queued."
            )
        }
        let ticket = try nextTicket()
        let blob = row.body.count > core.options.blobThreshold ? try self.blob(of: row.body, row.staged) : nil
        let record = OutboxRecord(row, bodyBlob: blob)
        for (digest, length) in record.blobs { try retain(digest, length: length) }
        try put(tables.outbox, ticket, record.bytes())
        try setState(ticket, row.state, row.scope)
        try setIndex(index, tickets + [ticket])
        return ticket
    }

    /// Takes up to `limit` rows to work on until `seconds` from `now`: those that are due, and those whose lease has run out; oldest first.
    package mutating func lease(
        now: Timestamp, for seconds: Double, limit: Int, scope: CredentialScope? = nil
    ) throws(GemError) -> [OutboxRow] {
        guard limit > 0 else { return [] }
        var due: [(ticket: String, record: OutboxStateRecord)] = []
        snapshot.forEachOutboxState { ticket, record in
            guard scope == nil || scope == record.scope else { return true }
            switch record.state {
            case .pending(_, let time) where time <= now, .leased(let time, _) where time <= now: due.append((ticket, record))
            default: break
            }
            return due.count < limit
        }
        var rows: [OutboxRow] = []
        for (ticket, record) in due {
            let state = OutboxState.leased(until: now.adding(seconds: seconds), attempts: record.state.attempts + 1)
            if let row = snapshot.outboxRow(ticket, state) {
                try setState(ticket, state, record.scope)
                rows.append(row)
            } else {
                try setState(ticket, .dead(attempts: record.state.attempts, error: .damaged), record.scope)
            }
        }
        return rows
    }

    /// Prolongs a lease, for work that takes long; false where the row is not leased any more.
    package mutating func renew(_ ticket: String, until: Timestamp) throws(GemError) -> Bool {
        guard let record = snapshot.outboxState(ticket), case .leased(_, let attempts) = record.state else { return false }
        try setState(ticket, .leased(until: until, attempts: attempts), record.scope)
        return true
    }

    /// Removes a row that was answered; call it in the transaction that puts the entry. False where the row is gone already.
    @discardableResult
    package mutating func complete(_ ticket: String) throws(GemError) -> Bool {
        try noteDone(ticket)
        return try remove(ticket)
    }

    /// Puts a row back to wait; false where there is none, or it is dead.
    @discardableResult
    package mutating func retry(_ ticket: String, notBefore: Timestamp) throws(GemError) -> Bool {
        guard let record = snapshot.outboxState(ticket) else { return false }
        if case .dead = record.state { return false }
        try setState(ticket, .pending(attempts: record.state.attempts, notBefore: notBefore), record.scope)
        return true
    }

    /// Gives a row up, with the reason; false where there is none.
    @discardableResult
    package mutating func bury(_ ticket: String, _ error: OutboxFailure) throws(GemError) -> Bool {
        guard let record = snapshot.outboxState(ticket) else { return false }
        try setState(ticket, .dead(attempts: record.state.attempts, error: error), record.scope)
        return true
    }

    /// Lets a row wait again from the start; false where there is none, or it is not dead.
    @discardableResult
    package mutating func revive(_ ticket: String) throws(GemError) -> Bool {
        guard let record = snapshot.outboxState(ticket), case .dead = record.state else { return false }
        try setState(ticket, .pending(attempts: 0, notBefore: now), record.scope)
        return true
    }

    /// Removes a row in whatever state; false where there is none.
    @discardableResult
    package mutating func remove(_ ticket: String) throws(GemError) -> Bool {
        guard let state = snapshot.outboxState(ticket) else {
            try delete(tables.outbox, ticket)
            return try delete(tables.outboxStates, ticket)
        }
        if let record = snapshot.outboxRecord(ticket, state.state) {
            for (digest, length) in record.blobs { try release(digest, length: length) }
            let index = indexKey(record.row)
            let tickets = indexed(index)
            if tickets.contains(ticket) { try setIndex(index, tickets.filter { $0 != ticket }) }
        }
        try delete(tables.outbox, ticket)
        return try delete(tables.outboxStates, ticket)
    }

    mutating func setState(_ ticket: String, _ state: OutboxState, _ scope: CredentialScope) throws(GemError) {
        try put(tables.outboxStates, ticket, OutboxStateRecord(state, scope).bytes())
    }

    /// By what a row that asks the same is found: question, service and credential. Keys may collide, so that several rows can stand there.
    private func indexKey(_ row: OutboxRow) -> [UInt8] {
        row.key.digest.bytes + [row.api.code] + Digest(of: Array(row.scope.text.utf8)).bytes
    }

    /// The tickets that stand in the index, each 16 digits long.
    private func indexed(_ key: [UInt8]) -> [String] {
        guard let row = snapshot.row(tables.outboxKeys, key) else { return [] }
        return stride(from: 0, to: row.count, by: 16).map { String(decoding: row[$0..<min($0 + 16, row.count)], as: UTF8.self) }
    }

    private mutating func setIndex(_ key: [UInt8], _ tickets: [String]) throws(GemError) {
        guard !tickets.isEmpty else { return _ = try delete(tables.outboxKeys, key) }
        try put(tables.outboxKeys, key, tickets.flatMap { Array($0.utf8) })
    }

    /// A ticket no row of this store had before: the time in microseconds, or one more than the last ticket.
    private mutating func nextTicket() throws(GemError) -> String {
        let last = snapshot.soundCounter(Self.ticket) ?? snapshot.lastTicket
        let next = max(now.microseconds, last &+ 1)
        try setCounter(Self.ticket, next)
        return Hex.string(withUnsafeBytes(of: next.bigEndian, Array.init))
    }
}
