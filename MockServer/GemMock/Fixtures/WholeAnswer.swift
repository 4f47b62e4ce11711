internal import GemCore
internal import HTTPTypes

/// A whole HTTP response: status, header fields, and the very bytes of the body.
struct WholeAnswer: Sendable {
    var status: Int
    var fields: HTTPFields
    /// The body, each piece after a pause.
    var pieces: [Reply.Piece]
    /// Whether the connection is lost after the pieces.
    var isCut = false

    /// The framing the bytes are in.
    var shape: Route.Shape {
        guard (200..<300).contains(status) else { return first == UInt8(ascii: "[") ? .array : .unary }
        if fields[.contentType]?.lowercased().hasPrefix("text/event-stream") == true { return .events }
        return first == UInt8(ascii: "[") ? .array : .unary
    }

    private var first: UInt8? { pieces.lazy.flatMap(\.bytes).first { $0 > 32 } }

    /// The response as it is, or told in another framing where that is asked for and its bytes can be read.
    func reply(shape wanted: Route.Shape, isRead: Bool) throws(APIFailure) -> Reply {
        let isError = !(200..<300).contains(status)
        // An error comes bare for events as for a message.
        let form = isError && wanted == .events ? Route.Shape.unary : wanted
        if !isRead, form == shape || isCut { return verbatim }
        guard let messages else { return verbatim }
        if isError {
            let error = messages.first ?? .null
            if isRead { throw Self.failure(error, status) }
            var reply = Reply(status: status, fields: fields, content: wanted == .array ? .events([error]) : .message(error[0] ?? error))
            reply.fields[.contentType] = Answer.contentType(of: wanted)
            return reply
        }
        let delays = pieces.count == messages.count ? pieces.map(\.delayMilliseconds) : []
        var reply = wanted == .unary ? Reply.json(StreamMerge.merge(messages)) : .stream(messages, shape: wanted, delays: delays)
        if messages.count == 1, wanted == .unary { reply.content = .message(messages[0]) }
        for field in fields where field.name != .contentType && field.name != .contentDisposition { reply.fields[field.name] = field.value }
        reply.status = status
        return reply
    }

    /// The response as it is.
    var verbatim: Reply {
        var reply = Reply(status: status, fields: fields, content: .frames(pieces))
        if shape == .unary, !isCut, pieces.allSatisfy({ $0.delayMilliseconds == 0 }) { reply.content = .bytes(pieces.flatMap(\.bytes)) }
        if isCut { reply.fault = .cut(afterEvents: pieces.count) }
        return reply
    }

    /// The messages the bytes hold; nil where they are in no framing of the API.
    var messages: [JSON]? {
        var reader = AnswerReader(shape: shape, start: Timestamp(microseconds: 0))
        for piece in pieces { reader.feed(piece.bytes, at: Timestamp(microseconds: 0)) }
        guard case .whole(let answer) = reader.finish() else { return nil }
        var messages: [JSON] = []
        for frame in answer.frames {
            guard let json = try? JSON(parsing: frame.json) else { return nil }
            messages.append(json)
        }
        return messages
    }

    private static func failure(_ json: JSON, _ status: Int) -> APIFailure {
        let error = (json[0] ?? json)["error"] ?? .null
        var failure = APIFailure.standard((400...599).contains(status) ? status : 500)
        if let name = error["status"]?.string { failure.status = name }
        if let message = error["message"]?.string { failure.message = message }
        failure.details = error["details"]?.array ?? []
        return failure
    }

    /// Cuts the bytes of server-sent events after each event; other bytes stay in one piece.
    static func pieces(_ bytes: [UInt8], delays: [Int64], isEvents: Bool) -> [Reply.Piece] {
        var pieces: [Reply.Piece] = []
        var start = 0
        var lineStart = 0
        for (index, byte) in bytes.enumerated() where isEvents && byte == 10 {
            let isBlank = index == lineStart || index == lineStart + 1 && bytes[lineStart] == 13
            lineStart = index + 1
            guard isBlank else { continue }
            pieces.append(Reply.Piece(bytes: Array(bytes[start...index])))
            start = index + 1
        }
        if start < bytes.count { pieces.append(Reply.Piece(bytes: Array(bytes[start...]))) }
        for (index, delay) in delays.enumerated() where index < pieces.count { pieces[index].delayMilliseconds = delay }
        return pieces
    }
}
