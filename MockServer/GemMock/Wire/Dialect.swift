internal import GemCore
internal import HTTPTypes

/// A request in one of the API's other dialects, on its way to the desk that speaks it.
struct DialectCall: Sendable {
    var route: Route
    var method: HTTPRequest.Method
    /// The path without its query, still percent-encoded.
    var path: String
    /// The body, an empty object where there is none.
    var body: JSON

    /// Asks the question behind the request, of the same service and project.
    func ask(_ mock: MockGemini, _ verb: String, of model: String, _ question: JSON) throws(APIFailure) -> Reply {
        let path = path(asking: verb, of: model)
        try Transcoder.check(question, Route(method: .post, path: path))
        return try QuestionDesk(mock: mock).answer(path: path, question)
    }

    private func path(asking verb: String, of model: String) -> String {
        guard route.api == .vertex else { return "/v1beta/models/\(model):\(verb)" }
        let scope = route.scope.isEmpty ? "" : route.scope + "/"
        return "/\(route.version.isEmpty ? "v1" : route.version)/\(scope)publishers/google/models/\(model):\(verb)"
    }
}

extension Digest {
    /// Of the question behind a request of another dialect; what it decides is the same whole and streamed.
    init(of request: JSON, model: String) { self.init(of: Array(model.utf8) + request.bytes()) }
}

extension Reply {
    /// An error in the dialect its request spoke.
    static func failure(_ failure: APIFailure, to route: Route) -> Reply {
        switch route.operation {
        case .chatCompletions, .openAIEmbeddings, .openAIModels: OpenAIDesk.reply(to: failure)
        case .interactions: InteractionDesk.reply(to: failure)
        default: .failure(failure, shape: route.shape)
        }
    }

    /// One message without white space, as the other dialects print theirs.
    static func compact(_ value: JSON) -> Reply {
        var reply = Reply(status: 200, fields: standardFields, content: .bytes(value.bytes()))
        reply.fields[.contentType] = "application/json"
        return reply
    }

    /// A stream of events that are framed already, and a way to frame errors among them.
    static func eventStream(_ pieces: [Piece], errorFrame: @escaping @Sendable (APIFailure) -> [UInt8]) -> Reply {
        var reply = Reply(status: 200, fields: standardFields, content: .frames(pieces), errorFrame: errorFrame)
        reply.fields[.contentDisposition] = "attachment"
        reply.fields[.contentType] = "text/event-stream"
        return reply
    }

    /// This answer with the fault and the count of another, which it puts in other words.
    func putting(_ other: Reply) -> Reply {
        var reply = self
        (reply.fault, reply.tokens) = (other.fault, other.promptTokens)
        return reply
    }

    /// One message of an answer and the pause before it.
    struct Message: Sendable {
        var value: JSON
        var delayMilliseconds: Int64 = 0
    }

    /// What a generation's answer says, message by message; one for an answer that is no stream.
    var messages: [Message] {
        switch content {
        case .message(let value): [Message(value: value)]
        case .events(let events, let delays):
            events.enumerated().map { Message(value: $1, delayMilliseconds: delays.indices.contains($0) ? delays[$0] : 0) }
        case .bytes, .frames, .file: []
        }
    }
}
