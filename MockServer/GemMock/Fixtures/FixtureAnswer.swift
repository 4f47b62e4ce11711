internal import GemCore

/// One answer of a fixture.
struct FixtureAnswer: Sendable {
    /// What an answer is made of.
    enum Content: Sendable {
        case response(JSON)
        case stream([JSON], delays: [Int64])
        case error(APIFailure)
        case whole(WholeAnswer)
    }

    var content: Content
    /// What goes wrong with it.
    var fault: Fault?

    /// Whether it comes as it is, whatever the request holds.
    var isWhole: Bool { if case .whole = content { true } else { false } }

    /// The answer as it was recorded, whatever was asked for.
    func verbatim() throws(APIFailure) -> Reply {
        guard case .whole(let answer) = content else { return try reply(shape: .unary) }
        return answer.verbatim
    }

    /// The answer in the shape that was asked for: a message becomes a stream of one event, a stream is joined into a message.
    ///
    /// Recorded bytes come as they are in their own shape, unless a desk wants to read them.
    func reply(shape: Route.Shape, isRead: Bool = false) throws(APIFailure) -> Reply {
        var reply: Reply
        switch content {
        case .error(let failure):
            guard fault != nil else { throw failure }
            reply = .failure(failure, shape: shape)
        case .response(let json): reply = shape == .unary ? .json(json) : .stream([json], shape: shape)
        case .stream(let events, let delays):
            reply = shape == .unary ? .json(StreamMerge.merge(events)) : .stream(events, shape: shape, delays: delays)
        case .whole(let answer): reply = try answer.reply(shape: shape, isRead: isRead)
        }
        if let fault { reply.fault = fault }
        return reply
    }
}
