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
    /// How many questions are kept with their records.
    private let questionLimit: Int
    private let onEnd: (@Sendable (RequestRecord) -> Void)?
    private let state = Mutex(State())

    /// Makes an empty log that keeps between half of `limit` and `limit` records; `onEnd` is told each when its exchange has ended.
    init(limit: Int = 100_000, questions: Int = 1000, onEnd: (@Sendable (RequestRecord) -> Void)? = nil) {
        self.limit = max(2, limit)
        questionLimit = max(0, questions)
        self.onEnd = onEnd
    }

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

    /// Keeps a question with its record, and lets go of an older one's.
    func keep(_ question: JSON, _ ticket: Ticket) {
        state.withLock { state in
            let index = ticket.number - 1 - state.dropped
            guard ticket.era == state.era, index >= 0 else { return }
            state.records[index].question = question
            if index >= questionLimit { state.records[index - questionLimit].question = nil }
        }
    }

    /// Notes how an exchange ended, once, after so many milliseconds.
    func close(_ ticket: Ticket, _ ending: RequestRecord.Ending, milliseconds: Double) {
        let record = state.withLock { state -> RequestRecord? in
            let index = ticket.number - 1 - state.dropped
            guard ticket.era == state.era, index >= 0, state.records[index].ending == .open else { return nil }
            state.records[index].ending = ending
            state.records[index].ended = milliseconds
            return state.records[index]
        }
        if let record { onEnd?(record) }
    }

    /// A record as it stands, unless it is gone.
    func record(_ ticket: Ticket) -> RequestRecord? {
        state.withLock { state in
            let index = ticket.number - 1 - state.dropped
            return ticket.era == state.era && index >= 0 ? state.records[index] : nil
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
