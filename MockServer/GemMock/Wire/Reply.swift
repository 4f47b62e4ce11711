internal import GemCore
internal import HTTPTypes

/// An answer before faults, latency and its written form: status, header fields, and what it says.
struct Reply: Sendable {
    /// What an answer says.
    enum Content: Sendable {
        /// One message, written as the request asks.
        case message(JSON)
        /// The events of a stream, framed as the request asks; each after a pause in milliseconds, where there is one.
        case events([JSON], delays: [Int64] = [])
        /// A body whose bytes its desk has written itself.
        case bytes([UInt8])
        /// A stream whose framing is its desk's own.
        case frames([Piece])
        /// A stored file, sent without holding it in memory.
        case file(FileSlice)
    }

    /// One piece of a body, sent after a pause.
    struct Piece: Sendable {
        var bytes: [UInt8]
        var delayMilliseconds: Int64 = 0
    }

    var status: Int
    var fields = HTTPFields()
    var content: Content
    /// How many items a batch held, for the log.
    var items = 0
    /// The fault that a fixture ordered with it.
    var fault: Fault?
    /// The prompt's tokens, where what it says does not tell them in the API's own form.
    var tokens: Int?
    /// How an error in the middle is framed, where the framing is its desk's own.
    var errorFrame: (@Sendable (APIFailure) -> [UInt8])?

    /// One message of the API.
    static func json(_ value: JSON, status: Int = 200) -> Reply {
        var reply = Reply(status: status, fields: standardFields, content: .message(value))
        reply.fields[.contentType] = "application/json; charset=UTF-8"
        return reply
    }

    /// A stream in the framing that was asked for; `delays` are pauses before each event.
    static func stream(_ events: [JSON], shape: Route.Shape, delays: [Int64] = []) -> Reply {
        var reply = Reply(status: 200, fields: standardFields, content: .events(events, delays: delays))
        if shape == .events {
            reply.fields[.contentDisposition] = "attachment"
            reply.fields[.contentType] = "text/event-stream"
        } else {
            reply.fields[.contentType] = "application/json; charset=UTF-8"
        }
        return reply
    }

    /// An error in the form its request's shape gives it: bare JSON, also where events were asked for; wrapped in an array where an array was.
    static func failure(_ failure: APIFailure, shape: Route.Shape) -> Reply {
        let content: Content = shape == .array ? .events([failure.json]) : .message(failure.json)
        var reply = Reply(status: failure.code, fields: standardFields, content: content)
        reply.fields[.contentType] = shape == .events ? "text/event-stream" : "application/json; charset=UTF-8"
        for (name, value) in failure.fields { reply.fields[text: name] = value }
        return reply
    }

    /// Whether the body is a stream of events or elements, rather than one message.
    var isStream: Bool {
        switch content {
        case .events, .frames: true
        case .message, .bytes, .file: false
        }
    }

    /// Whether its events come with pauses of their own.
    var hasOwnPace: Bool {
        switch content {
        case .events(_, let delays): !delays.isEmpty
        case .frames(let frames): frames.contains { $0.delayMilliseconds > 0 }
        case .message, .bytes, .file: false
        }
    }

    /// The body's pieces in order, as the request wants them written; none for a file.
    func pieces(_ form: OutputForm) -> [Piece] {
        switch content {
        case .message(let json): return [Piece(bytes: form.bytes(json))]
        case .events(let events, let delays):
            var pieces = Framing.pieces(events, form)
            for (index, delay) in delays.enumerated() where index < pieces.count { pieces[index].delayMilliseconds = delay }
            return pieces
        case .bytes(let bytes): return bytes.isEmpty ? [] : [Piece(bytes: bytes)]
        case .frames(let pieces): return pieces
        case .file: return []
        }
    }

    /// What the service's front end calls itself; uploads have another.
    static let frontEnd = "scaffolding on HTTPServer2"

    /// The fields every answer of the service carries.
    static var standardFields: HTTPFields {
        var fields = HTTPFields()
        for origin in ["Origin", "X-Origin", "Referer"] { fields.append(HTTPField(name: .vary, value: origin)) }
        fields[.server] = frontEnd
        fields[text: "X-XSS-Protection"] = "0"
        fields[text: "X-Frame-Options"] = "SAMEORIGIN"
        fields[text: "X-Content-Type-Options"] = "nosniff"
        return fields
    }
}
