internal import GemCache
public import GemCore
internal import HTTPTypes

extension Gemini {
    /// Asks a question as it is and gives the whole answer, blocked or not.
    public func generate(
        _ question: GenerateContentRequest, model: String? = nil, options: RequestOptions = RequestOptions(),
        onProgress: (@Sendable (Progress) -> Void)? = nil
    ) async throws(GemError) -> GenerateContentResponse {
        let name = model ?? self.model
        if isVertex { try VideoLimits.check(question, model: name) }
        let request = try self.request(question, path: path(name, "generateContent"), options: options, onProgress: onProgress)
        let (json, cacheStatus) = try await call(request, to: "ask \(name)")
        return try GenerateContentResponse(json: json, cacheStatus: cacheStatus).withWholeCalls(name)
    }

    /// Asks a question as it is and gives the answer chunk by chunk.
    public func stream(
        _ question: GenerateContentRequest, model: String? = nil, options: RequestOptions = RequestOptions(),
        onProgress: (@Sendable (Progress) -> Void)? = nil
    ) async throws(GemError) -> GenerateStream {
        let name = model ?? self.model
        if isVertex { try VideoLimits.check(question, model: name) }
        let path = try path(name, "streamGenerateContent") + "?alt=sse"
        let request = self.request(question, path: path, options: options, onProgress: onProgress)
        return GenerateStream(StreamReader(try await answer(request, to: "ask \(name)"), model: name))
    }

    /// Counts a question's tokens.
    public func countTokens(
        _ question: GenerateContentRequest, model: String? = nil, options: RequestOptions = RequestOptions()
    ) async throws(GemError) -> TokenCount {
        let name = model ?? self.model
        var body = question
        if !isVertex, question.json.object?.members.contains(where: { $0.name != "contents" }) == true {
            var inner = question.json
            inner["model"] = .string(name.contains("/") ? name : "models/" + name)
            body.json = ["generateContentRequest": inner]
        }
        let request = self.request(body, path: try path(name, "countTokens"), options: options, onProgress: nil)
        return TokenCount(json: try await call(request, to: "count tokens with \(name)").json)
    }

    /// Counts the tokens of a prompt with its attachments.
    public func countTokens(_ prompt: String, _ attachments: Media..., model: String? = nil) async throws(GemError) -> TokenCount {
        let turn = try await self.turn(prompt, attachments)
        return try await countTokens(GenerateContentRequest(contents: [turn.content], attachments: turn.attachments), model: model)
    }

    private func request(
        _ question: GenerateContentRequest, path: String, options: RequestOptions, onProgress: (@Sendable (Progress) -> Void)?
    ) -> Request {
        var request = Request.json(.post, path, question.json.bytes())
        request.attachments = question.attachments
        request.options = options
        request.onProgress = onProgress
        return request
    }
}

/// How many tokens something has.
public struct TokenCount: APIMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }
    /// All of them.
    public var total: Int { json["totalTokens"]?.int ?? 0 }
    /// Those that upstream's own context cache holds.
    public var cached: Int { json["cachedContentTokenCount"]?.int ?? 0 }
}
