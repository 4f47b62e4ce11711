public import GemCore

/// What goes wrong with an exchange.
public enum Fault: Sendable, Hashable {
    /// An error answer with the API's own body; 429 carries QuotaFailure and RetryInfo (two seconds unless told), of a minute's quota or of a day's.
    case status(Int, retryMilliseconds: Int64? = nil, perDay: Bool = false)
    /// The request is taken and the connection closed before any answer.
    case drop
    /// The connection is reset (TCP RST): before an answer, or after some events of it.
    case reset(afterEvents: Int? = nil)
    /// The connection is reset after some bytes: of an upload's data where the request carries any, else of the answer.
    case resetBytes(after: Int)
    /// Nothing can be sent at all.
    case unreachable
    /// The connection is lost after some events of the answer; in the middle of an answer that is one message, or of an upload's data.
    case cut(afterEvents: Int)
    /// The connection is lost after some bytes: of an upload's data where the request carries any, else of the answer.
    case cutBytes(after: Int)
    /// An error object among the events of a stream, after some of them; an error status for an answer that is one message.
    case errorMidStream(afterEvents: Int, status: Int)
    /// Silence, until the test resumes it, its time is over or the caller gives up: before the answer, or after some events of it.
    case stall(afterEvents: Int? = nil, milliseconds: Int64? = nil)
    /// The answer, and an upload's data, pass at so many bytes a second.
    case slow(bytesPerSecond: Int)
    /// The answer is no JSON: one event of a stream, after some good ones (one unless told), or the whole message. The seed says how it is broken.
    case garbage(afterEvents: Int? = nil, seed: UInt64 = 0)
    /// The last of some events of a stream comes twice; for all else, the work is done and its answer lost.
    case duplicate(afterEvents: Int = 1)
    /// The status and the header fields of a good answer, and nothing after them.
    case empty
    /// A web page in the place of an answer, as a broken gateway sends it.
    case html(Int = 502)
    /// The stream ends well after some events (all but the last unless told) and never tells why it finished; a message lacks its finish reason, or its second half.
    case earlyEnd(afterEvents: Int? = nil)

    /// Reads `KIND[;name=value…]`; throws `badInput` that names what is not known.
    ///
    /// What tells when a fault strikes (`times`, `rate` …) has no place here; see `FaultOrder`.
    public init(_ text: String) throws(GemError) {
        let spec = try FaultSpec(text)
        if let name = spec.values.keys.sorted().first(where: { $0 != "seed" && FaultSpec.orderNames.contains($0) }) {
            throw GemError(
                .badInput,
                "Fault \"\(text)\": \(name) has no place here; it may stand in a header, on the command line and in an admin call.")
        }
        self = try spec.fault()
    }

    /// The word a log names it by.
    var name: String {
        switch self {
        case .status(let code, _, _): String(code)
        case .drop: "drop"
        case .reset, .resetBytes: "reset"
        case .unreachable: "unreachable"
        case .cut, .cutBytes: "cut"
        case .errorMidStream: "error-mid-stream"
        case .stall: "stall"
        case .slow: "slow"
        case .garbage: "garbage"
        case .duplicate: "duplicate"
        case .empty: "empty"
        case .html: "html"
        case .earlyEnd: "early-end"
        }
    }

    /// Whether it strikes bytes, of which an upload's start and its answer have none.
    var needsData: Bool {
        switch self {
        case .cut, .cutBytes, .resetBytes, .duplicate, .garbage, .empty, .earlyEnd, .errorMidStream: true
        default: false
        }
    }

    /// Where an upload's data of a known length break off; nil where they do not.
    func uploadLimit(length: Int64?) -> Int? {
        switch self {
        case .cutBytes(let count), .resetBytes(let count): count
        case .cut: Int((length ?? 2) / 2)
        default: nil
        }
    }

    /// Whether it strikes an error's bytes as well as a good answer's.
    var spoilsErrors: Bool {
        switch self {
        case .cut, .cutBytes, .reset, .resetBytes, .slow, .stall, .garbage, .empty: true
        default: false
        }
    }

    /// How the connection breaks in the middle of an upload's data.
    var loss: GemError {
        switch self {
        case .reset, .resetBytes: .lost("reset the connection", resets: true)
        default: .lost("lost the connection", resets: false)
        }
    }
}

extension Fault: CustomStringConvertible {
    /// The fault as `Fault(_:)` reads it.
    public var description: String {
        func text(_ values: (String, (any CustomStringConvertible)?)...) -> String {
            values.reduce(name) { text, value in value.1.map { "\(text);\(value.0)=\($0)" } ?? text }
        }
        return switch self {
        case .status(_, let retry, let perDay): text(("retry", retry.map { "\($0)ms" }), ("per", perDay ? "day" : nil))
        case .reset(let events): text(("after", events))
        case .resetBytes(let count), .cutBytes(let count): text(("bytes", count))
        case .cut(let events), .duplicate(let events): text(("after", events))
        case .errorMidStream(let events, let code): text(("after", events), ("code", code))
        case .stall(let events, let wait): text(("after", events), ("for", wait.map { "\($0)ms" }))
        case .slow(let rate): text(("bytes", rate))
        case .garbage(let events, let seed): text(("after", events), ("seed", seed == 0 ? nil : seed))
        case .html(let code): text(("code", code))
        case .earlyEnd(let events): text(("after", events))
        case .drop, .unreachable, .empty: name
        }
    }
}

extension GemError {
    /// A connection that breaks as a fault told it to.
    static func lost(_ what: String, resets: Bool) -> GemError {
        GemError(.cut, "The mock server \(what), as it was told to.", cause: HangUp(resets: resets))
    }
}
