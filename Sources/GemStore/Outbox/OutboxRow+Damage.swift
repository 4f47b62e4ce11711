internal import GemCore

extension OutboxFailure {
    /// What a row is given up with that cannot be read any more.
    static let damaged = OutboxFailure(
        code: GemError.Code.store.name, message: "The queued request is damaged on disk and cannot be sent; ask again.")
}

extension OutboxRow {
    /// Stands for a row that cannot be read: its ticket, which tells when it was queued, and that it is lost.
    static func damaged(_ ticket: String, _ state: OutboxStateRecord) -> OutboxRow {
        let created = Timestamp(microseconds: Int64(ticket, radix: 16) ?? 0)
        var row = OutboxRow(key: RequestKey(Digest(high: 0, low: 0)), path: "", body: [], scope: state.scope, created: created)
        row.ticket = ticket
        if case .dead = state.state { row.state = state.state } else { row.state = .dead(attempts: state.state.attempts, error: .damaged) }
        return row
    }
}

extension Snapshot {
    /// Whether a ticket's row asks the same as another with the same credential; the index that names it has no checksum.
    func holds(_ ticket: String, _ row: OutboxRow) -> Bool {
        guard let known = outboxRecord(ticket, row.state)?.row else { return false }
        return known.key == row.key && known.canonical == row.canonical && known.api == row.api && known.scope == row.scope
    }
}
