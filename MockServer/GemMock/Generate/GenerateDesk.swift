internal import GemCore

/// Answers generateContent, streamGenerateContent and countTokens.
struct GenerateDesk: Sendable {
    let shelf: FileShelf
    let time: any TimeSource
    let seed: UInt64

    /// Generates, or checks the request and lets a fixture answer.
    func answer(_ route: Route, _ body: JSON, digest: Digest, fixture: FixtureAnswer?) throws(APIFailure) -> Reply {
        let model = try model(route, verb: "generateContent")
        let prompt = try PromptReader(shelf: shelf, time: time, api: route.api).prompt(body)
        let tokens = Tokens.of(prompt, perTurn: Synthesiser.perTurn(model, route.api))
        try ModelCheck(model: model, api: route.api).check(prompt, tokens: Tokens.total(tokens))
        var reply: Reply
        if let fixture {
            reply = try fixture.reply(shape: route.shape)
        } else {
            try SignatureCheck(model: model, api: route.api).check(prompt.turns)
            let synthesiser = Synthesiser(
                prompt: prompt, promptTokens: tokens, model: model, digest: digest, seed: seed, api: route.api)
            let writer = GeneratedWriter(
                generated: synthesiser.generate(), api: route.api, model: model, responseID: Self.responseID(digest, seed: seed),
                createTime: time.now)
            reply = route.shape == .unary ? .json(writer.unary) : .stream(writer.events, shape: route.shape)
        }
        if route.api == .developer { reply.fields[text: "X-Gemini-Service-Tier"] = "standard" }
        return reply
    }

    /// Counts the tokens of a prompt in either form of the request.
    func count(_ route: Route, _ body: JSON) throws(APIFailure) -> Reply {
        let model = try model(route, verb: "countTokens")
        let whole = body.field("generateContentRequest")
        if let whole {
            let name = Route.shortModel(whole.text(of: "model"))
            guard name == route.model else {
                throw .invalidField("CountTokensRequest.generate_content_request.model", "model must be the same as the one in the path")
            }
        }
        let reader = PromptReader(shelf: shelf, time: time, api: route.api)
        let message = whole == nil ? "CountTokensRequest" : "CountTokensRequest.generate_content_request"
        let prompt = try reader.prompt(whole ?? body, message: message)
        let tokens = Tokens.of(prompt, perTurn: Synthesiser.perTurn(model, route.api))
        let texts = (prompt.system + prompt.turns.flatMap(\.parts)).compactMap { part -> String? in
            if case .text(let text) = part { text } else { nil }
        }
        let billable = texts.joined().filter { !$0.isWhitespace }.count
        return .json(
            .members([
                "totalTokens": .int(Tokens.total(tokens)), "totalBillableCharacters": route.api == .vertex ? .int(billable) : nil,
                "promptTokensDetails": Tokens.details(tokens),
            ]))
    }

    private func model(_ route: Route, verb: String) throws(APIFailure) -> Model {
        guard let model = ModelTable.model(route.model, api: route.api), model.methods.contains(verb) else { throw .unknownModel(route) }
        return model
    }

    /// An id that looks like the API's, the same for the same question.
    static func responseID(_ digest: Digest, seed: UInt64) -> String {
        var dice = Dice(digest, seed: seed ^ 0x5EED)
        return Base64Coding.encode(dice.bytes(17), urlSafe: true)
    }
}
