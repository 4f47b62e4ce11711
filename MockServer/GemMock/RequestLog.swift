internal import GemCore
internal import Synchronization

/// What the mock was asked, in order.
final class RequestLog: Sendable {
    private struct State {
        var records: [RequestRecord] = []
        /// Tells records of before a reset from those after it.
        var era = 0
    }

    /// Names a record across a reset.
    struct Ticket: Sendable {
        fileprivate var era: Int
        fileprivate var index: Int
    }

    private let state = Mutex(State())

    var records: [RequestRecord] { state.withLock { $0.records } }

    /// Writes a record, numbered.
    func open(_ record: RequestRecord) -> Ticket {
        state.withLock { state in
            var record = record
            record.number = state.records.count + 1
            state.records.append(record)
            return Ticket(era: state.era, index: state.records.count - 1)
        }
    }

    /// Changes a record, unless the log was reset since.
    func update(_ ticket: Ticket, _ change: (inout RequestRecord) -> Void) {
        state.withLock { state in
            guard ticket.era == state.era else { return }
            change(&state.records[ticket.index])
        }
    }

    func reset() {
        state.withLock { state in
            state.records = []
            state.era += 1
        }
    }
}
