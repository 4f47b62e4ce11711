internal import GemCore
internal import HTTPTypes

/// Answers the OpenAI-compatible paths, by the questions of the API itself that stand behind them.
struct OpenAIDesk: Sendable {
    let mock: MockGemini

    /// Answers a chat completion, embeddings, or a look at the models.
    func answer(_ call: DialectCall) throws(APIFailure) -> Reply {
        switch (call.route.operation, call.method) {
        case (.chatCompletions, .post): return try chat(call)
        case (.openAIEmbeddings, .post): return try OpenAIEmbeddings(mock: mock).answer(call)
        case (.openAIModels, .get): return .compact(try OpenAIModels.answer(call))
        default: throw .standard(404)
        }
    }

    private func chat(_ call: DialectCall) throws(APIFailure) -> Reply {
        let question = try ChatReader(body: call.body, api: call.route.api).question()
        let verb = question.streams ? "streamGenerateContent?alt=sse" : "generateContent"
        let answer = try Self.renamed { () throws(APIFailure) in try call.ask(mock, verb, of: question.model, question.request) }
        let writer = ChatWriter(question: question, created: mock.time.now, digest: Digest(of: question.request, model: question.model))
        guard question.streams else { return .compact(writer.completion(answer.messages.last?.value ?? .null)).putting(answer) }
        return .eventStream(writer.pieces(answer.messages)) { ChatWriter.frame($0.json.bytes()) }.putting(answer)
    }

    /// Asks, and names the version these paths are served by in the error of an unknown model.
    static func renamed(_ ask: () throws(APIFailure) -> Reply) throws(APIFailure) -> Reply {
        do {
            return try ask()
        } catch {
            var failure = error
            failure.message = failure.message.replacing("for API version v1beta,", with: "for API version v1main,")
            throw failure
        }
    }

    /// An error as these paths write it: the API's own, as the one element of an array.
    static func reply(to failure: APIFailure) -> Reply {
        let bytes = Array("[".utf8) + failure.json.bytes(.pretty) + Array("]".utf8)
        var reply = Reply(status: failure.code, fields: Reply.standardFields, content: .bytes(bytes))
        reply.fields[.contentType] = "application/json; charset=UTF-8"
        for (name, value) in failure.fields { reply.fields[text: name] = value }
        return reply
    }
}

extension APIFailure {
    /// A value the transcoder cannot read, with the place it stands at.
    static func value(_ value: JSON, at path: String, type: String) -> APIFailure {
        let text = "Invalid value at '\(path)' (\(type)), \(String(value.text().prefix(100)))"
        return badRequest(text, field: path)
    }

    /// One thing that is wrong, and where.
    static func badRequest(_ message: String, field: String) -> APIFailure { violations([Violation(field: field, text: message)]) }
}
