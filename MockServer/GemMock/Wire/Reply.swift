internal import GemCore
internal import HTTPTypes

/// An answer before faults and latency: status, header fields, and the body's pieces in order.
struct Reply: Sendable {
    /// One piece of a body, sent after a pause.
    struct Piece: Sendable {
        var bytes: [UInt8]
        var delayMilliseconds: Int64 = 0
    }

    var status: Int
    var fields = HTTPFields()
    var pieces: [Piece]
    /// Whether the body is a stream of events or elements, rather than one message.
    var isStream = false
    /// How many items a batch held, for the log.
    var items = 0

    /// A pretty-printed message.
    static func json(_ value: JSON, status: Int = 200, layout: JSON.Layout = .pretty) -> Reply {
        var reply = Reply(status: status, fields: standardFields, pieces: [Piece(bytes: value.bytes(layout))])
        reply.fields[.contentType] = "application/json; charset=UTF-8"
        return reply
    }

    /// A stream in the framing that was asked for; `delays` are pauses before each event.
    static func stream(_ events: [JSON], shape: Route.Shape, delays: [Int64] = []) -> Reply {
        var reply = Reply(status: 200, fields: standardFields, pieces: Framing.pieces(events, shape: shape), isStream: true)
        for (index, delay) in delays.enumerated() where index < reply.pieces.count { reply.pieces[index].delayMilliseconds = delay }
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
        var bytes = failure.json.bytes(.pretty)
        if shape == .array { bytes = [UInt8(ascii: "[")] + bytes + [UInt8(ascii: "]")] }
        var reply = Reply(status: failure.code, fields: standardFields, pieces: [Piece(bytes: bytes)])
        reply.fields[.contentType] = shape == .events ? "text/event-stream" : "application/json; charset=UTF-8"
        for (name, value) in failure.fields { reply.fields[text: name] = value }
        return reply
    }

    /// The same message without white space, as `prettyPrint=false` asks; streams stay as they are.
    var compacted: Reply {
        guard !isStream, fields[.contentType]?.hasPrefix("application/json") == true,
            let json = try? JSON(parsing: pieces.flatMap(\.bytes))
        else { return self }
        var reply = self
        reply.pieces = [Piece(bytes: json.bytes(.compact))]
        return reply
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

extension Route {
    /// Whether the query asks for JSON without white space.
    var wantsCompact: Bool {
        ["prettyPrint", "$prettyPrint"].contains { queryValue($0)?.lowercased() == "false" || queryValue($0) == "0" }
    }
}
