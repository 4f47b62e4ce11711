package import GemCore

extension Transaction {
    /// Gives every leased row back to wait, for a process that knows no other one works on the queue.
    package mutating func releaseLeases(at now: Timestamp) throws(GemError) {
        var leased: [String] = []
        snapshot.forEachOutboxState { ticket, record in
            if case .leased = record.state { leased.append(ticket) }
            return true
        }
        for ticket in leased { try retry(ticket, notBefore: now) }
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
