internal import GemCore
internal import GemStore
internal import Synchronization

/// Prolongs the leases of the rows in work, for as long as there is progress to see: an upload may take longer than a lease.
final class LeaseKeeper: Sendable {
    /// How long a lease lasts.
    static let seconds = 3600.0

    private let store: Store
    private let time: any TimeSource
    private let state: Mutex<(tickets: Set<String>, renewed: Timestamp)>

    /// Keeps the leases of rows that were leased just now.
    init(_ rows: [OutboxRow], _ store: Store, _ time: any TimeSource) {
        self.store = store
        self.time = time
        state = Mutex((Set(rows.map(\.ticket)), time.now))
    }

    /// Lets a row's lease be: it is done with.
    func release(_ ticket: String) { _ = state.withLock { $0.tickets.remove(ticket) } }

    /// Something moves: renews the leases where a third of their time has passed. Blocks for a write then, some three times an hour.
    func noteProgress() {
        let now = time.now
        let tickets = state.withLock { state -> Set<String> in
            guard now.seconds(since: state.renewed) >= Self.seconds / 3 else { return [] }
            state.renewed = now
            return state.tickets
        }
        guard !tickets.isEmpty else { return }
        try? store.writeAndWait { (transaction: inout Transaction) throws(GemError) in
            for ticket in tickets { _ = try transaction.renew(ticket, until: now.adding(seconds: Self.seconds)) }
        }
    }
}
