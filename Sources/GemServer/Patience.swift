internal import NIOCore

/// How long a client may keep its connection waiting; pure, told what is waited for and what time it is.
struct Patience {
    /// What the server waits for.
    enum Wait {
        /// Nothing of the client's: an answer is being made.
        case nothing
        /// The next request on a connection that is kept open.
        case request
        /// The rest of a request's header; bytes that trickle in win no time.
        case head
        /// The rest of a request's body; each byte wins time.
        case body
        /// Room for more of an answer; each write the client takes wins time.
        case reader
    }

    /// The limits.
    struct Limits: Sendable {
        var request: TimeAmount
        var head: TimeAmount
        var body: TimeAmount
        var reader: TimeAmount

        /// How often to look: a limit is kept within twice the shortest one.
        var interval: TimeAmount { min(request, head, body, reader) }
    }

    private(set) var wait = Wait.request
    private var since: NIODeadline

    init(now: NIODeadline) { since = now }

    /// Notes what is waited for now; time starts anew with another wait, and with each progress that wins time.
    mutating func wait(for next: Wait, hasProgress: Bool, now: NIODeadline) {
        let winsTime = next == .body || next == .reader || next == .request
        if next != wait || hasProgress && winsTime { since = now }
        wait = next
    }

    /// Starts anew: a request was answered.
    mutating func restart() { wait = .nothing }

    /// When the client has used up its time; nil while nothing is expected of it.
    func deadline(_ limits: Limits) -> NIODeadline? {
        switch wait {
        case .nothing: nil
        case .request: since + limits.request
        case .head: since + limits.head
        case .body: since + limits.body
        case .reader: since + limits.reader
        }
    }
}
