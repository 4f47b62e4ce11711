internal import GemCore
internal import Synchronization

/// What the mock was asked, in order; of very many requests, the last ones.
final class RequestLog: Sendable {
    private struct State {
        var records: [RequestRecord] = []
        /// How many records were dropped from the front.
        var dropped = 0
        /// What those add up to.
        var past = Tally()
        /// Tells records of before a reset from those after it.
        var era = 0
    }

    /// Names a record across a reset.
    struct Ticket: Sendable {
        fileprivate var era: Int
        fileprivate var number: Int
    }

    private let limit: Int
    private let state = Mutex(State())

    /// Makes an empty log that keeps between half of `limit` and `limit` records.
    init(limit: Int = 100_000) { self.limit = max(2, limit) }

    var records: [RequestRecord] { state.withLock { $0.records } }

    /// What all requests since the start or the last reset add up to, dropped ones as they stood then.
    var tally: Tally {
        let (past, records) = state.withLock { ($0.past, $0.records) }
        return records.reduce(into: past) { $0.add($1) }
    }

    /// Writes a record, numbered.
    func open(_ record: RequestRecord) -> Ticket {
        state.withLock { state in
            if state.records.count == limit {
                for record in state.records.prefix(limit / 2) { state.past.add(record) }
                state.records.removeFirst(limit / 2)
                state.dropped += limit / 2
            }
            var record = record
            record.number = state.dropped + state.records.count + 1
            state.records.append(record)
            return Ticket(era: state.era, number: record.number)
        }
    }

    /// Changes a record, unless it is gone.
    func update(_ ticket: Ticket, _ change: (inout RequestRecord) -> Void) {
        state.withLock { state in
            let index = ticket.number - 1 - state.dropped
            guard ticket.era == state.era, index >= 0 else { return }
            change(&state.records[index])
        }
    }

    func reset() { state.withLock { $0 = State(era: $0.era + 1) } }
}
