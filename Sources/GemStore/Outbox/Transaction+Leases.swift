package import GemCore

extension Transaction {
    /// Gives every leased row back untouched, the attempt uncounted, for a process that knows no other one works on the queue.
    package mutating func releaseLeases(at now: Timestamp) throws(GemError) {
        var leased: [(ticket: String, record: OutboxStateRecord)] = []
        snapshot.forEachOutboxState { ticket, record in
            if case .leased = record.state { leased.append((ticket, record)) }
            return true
        }
        for (ticket, record) in leased {
            try setState(ticket, .pending(attempts: max(0, record.state.attempts - 1), notBefore: now), record.scope)
        }
    }

    /// Gives a leased row back untouched, the attempt uncounted, to wait until a time; false where it is not leased.
    @discardableResult
    package mutating func giveBack(_ ticket: String, notBefore: Timestamp) throws(GemError) -> Bool {
        guard let record = snapshot.outboxState(ticket), case .leased = record.state else { return false }
        try setState(ticket, .pending(attempts: max(0, record.state.attempts - 1), notBefore: notBefore), record.scope)
        return true
    }
}

extension Snapshot {
    /// How many rows could be leased at `now`.
    package func due(at now: Timestamp, scope: CredentialScope? = nil) -> Int {
        var count = 0
        forEachOutboxState { _, record in
            guard scope == nil || scope == record.scope else { return true }
            switch record.state {
            case .pending(_, let time) where time <= now, .leased(let time, _) where time <= now: count += 1
            default: break
            }
            return true
        }
        return count
    }
}
