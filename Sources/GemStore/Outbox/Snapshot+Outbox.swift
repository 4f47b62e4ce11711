package import GemCore

extension Snapshot {
    /// One row of the queue.
    package func row(_ ticket: String) -> OutboxRow? {
        guard let state = outboxState(ticket) else { return nil }
        return outboxRow(ticket, state.state) ?? .damaged(ticket, state)
    }

    /// The oldest rows of the queue, in the order they were queued.
    package func rows(limit: Int = .max) -> [OutboxRow] {
        var found: [OutboxRow] = []
        forEachOutboxState { ticket, state in
            guard found.count < limit else { return false }
            found.append(outboxRow(ticket, state.state) ?? .damaged(ticket, state))
            return found.count < limit
        }
        return found
    }

    /// How many rows of the queue are in which state.
    package var outboxCounts: OutboxCounts {
        var counts = OutboxCounts()
        forEachOutboxState { _, state in
            switch state.state {
            case .pending: counts.pending += 1
            case .leased: counts.leased += 1
            case .dead: counts.dead += 1
            }
            return true
        }
        return counts
    }

    /// When the next row that is not dead can be leased; nil where there is none. Not before `now` for rows that are due.
    package func nextDue(scope: CredentialScope? = nil) -> Timestamp? {
        var next: Timestamp?
        forEachOutboxState { _, state in
            guard scope == nil || scope == state.scope else { return true }
            switch state.state {
            case .pending(_, let time), .leased(let time, _): next = min(next ?? time, time)
            case .dead: break
            }
            return true
        }
        return next
    }

    /// Visits the rows' states, oldest row first.
    func forEachOutboxState(_ visit: (String, OutboxStateRecord) -> Bool) {
        forEachRow(tables.outboxStates) { key, bytes in
            let ticket = String(decoding: key, as: UTF8.self)
            return visit(ticket, outboxState(ticket, bytes))
        }
    }

    func outboxState(_ ticket: String) -> OutboxStateRecord? { row(tables.outboxStates, ticket).map { outboxState(ticket, $0) } }

    /// Reads a state. Where it is damaged the question waits from the start, if that can still be read, and is lost if not.
    private func outboxState(_ ticket: String, _ bytes: UnsafeRawBufferPointer) -> OutboxStateRecord {
        let state = decode(bytes, .outboxState) { (reader) throws(Truncated) in try OutboxStateRecord(&reader) }
        return state ?? restoredState(ticket)
    }

    func restoredState(_ ticket: String) -> OutboxStateRecord {
        guard let row = outboxRecord(ticket, .pending(attempts: 0, notBefore: core.time.now))?.row else {
            return OutboxStateRecord(.dead(attempts: 0, error: .damaged), .none)
        }
        return OutboxStateRecord(.pending(attempts: 0, notBefore: row.created), row.scope)
    }

    func outboxRecord(_ ticket: String, _ state: OutboxState) -> OutboxRecord? {
        decode(tables.outbox, ticket, .outboxRow) { (reader) throws(Truncated) in
            try OutboxRecord(&reader, ticket: ticket, state: state, blobs: core.blobs)
        }
    }

    func outboxRow(_ ticket: String, _ state: OutboxState) -> OutboxRow? {
        guard var record = outboxRecord(ticket, state) else { return nil }
        guard let blob = record.bodyBlob else { return record.row }
        guard let mapped = core.blobs.map(blob, length: Int64(record.bodyCount)) else {
            core.noteDamage()
            return nil
        }
        record.row.body = Array(mapped.bytes)
        return record.row
    }
}
