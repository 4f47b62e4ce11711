internal import GemCore
internal import HTTPTypes

/// Answers what asks the model, by a fixture that matches, else by the synthesiser or the embedder.
///
/// Batches and the other dialects of the API ask through it too, so that one question has one answer at every door.
struct QuestionDesk: Sendable {
    let mock: MockGemini

    /// Answers a question of the API itself; `digest` decides the synthesiser's choices.
    ///
    /// Recorded bytes come as they are, unless the caller wants to read the answer.
    func answer(_ route: Route, _ body: JSON, key: RequestKey?, digest: Digest, isRead: Bool = false) throws(APIFailure) -> Reply {
        let fixture = mock.fixtures.answer(key: key, route: route, text: MatchText.text(of: body, route))
        if let fixture, fixture.isWhole || route.isEmbedding { return try Self.told(fixture, route, isRead: isRead) }
        switch route.operation {
        case .generateContent, .streamGenerateContent:
            if let fixture { return try generateDesk.answer(route, body, digest: digest, fixture: fixture) }
            return try withCache(body, route) { body throws(APIFailure) in
                try generateDesk.answer(route, body, digest: digest, fixture: nil)
            }
        case .countTokens:
            if let fixture { return try fixture.reply(shape: .unary) }
            return try withCache(body, route) { body throws(APIFailure) in try generateDesk.count(route, body) }
        case .computeTokens:
            if let fixture { return try fixture.reply(shape: .unary) }
            return try ComputeTokensDesk.answer(route, body)
        case .predict where ImagenDesk.serves(route):
            if let fixture { return try fixture.reply(shape: .unary) }
            return try ImagenDesk(seed: mock.options.seed).answer(route, body, digest: digest)
        default:
            return try EmbedDesk(shelf: mock.shelf, time: mock.time, fixtures: mock.fixtures).answer(route, body)
        }
    }

    /// Asks on behalf of a request of another form; `path` is the question's own, such as `/v1beta/models/M:generateContent`.
    func answer(path: String, _ body: JSON) throws(APIFailure) -> Reply {
        let bytes = body.bytes()
        let route = Route(method: .post, path: path)
        let key = (try? Question.read(method: .post, path: path, body: bytes, options: RequestOptions(), resolver: mock.resolver))?.key
        return try answer(route, body, key: key, digest: key?.digest ?? Digest(of: Array(path.utf8) + bytes), isRead: true)
    }

    /// A fixture's answer, with vectors in the form that was asked for.
    private static func told(_ fixture: FixtureAnswer, _ route: Route, isRead: Bool) throws(APIFailure) -> Reply {
        var reply = try fixture.reply(shape: route.shape, isRead: isRead)
        guard route.isEmbedding else { return reply }
        if case .bytes(let bytes) = reply.content, let json = try? JSON(parsing: bytes), Vectors.told(json, for: route.operation) != json {
            reply.content = .message(json)
        }
        if case .message(let json) = reply.content { reply.content = .message(Vectors.told(json, for: route.operation)) }
        return reply
    }

    /// Answers with what a cached content holds before the question's own contents.
    private func withCache(
        _ body: JSON, _ route: Route, _ answer: (JSON) throws(APIFailure) -> Reply
    ) throws(APIFailure) -> Reply {
        guard let use = try CacheUse(body, route, shelf: mock.caches, at: mock.time.now) else { return try answer(body) }
        var reply = try answer(use.merged(body))
        use.mark(&reply)
        return reply
    }

    private var generateDesk: GenerateDesk { GenerateDesk(shelf: mock.shelf, time: mock.time, seed: mock.options.seed) }
}

extension Route {
    /// Whether vectors are asked for.
    fileprivate var isEmbedding: Bool { [.embedContent, .batchEmbedContents, .predict].contains(operation) }
}
