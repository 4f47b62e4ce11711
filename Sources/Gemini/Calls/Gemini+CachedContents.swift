internal import GemCache
public import GemCore
internal import HTTPTypes

/// When upstream forgets something it keeps.
public enum Lifetime: Sendable, Hashable {
    /// So many seconds from now.
    case seconds(Double)
    /// At a time.
    case until(Timestamp)
}

/// What a cached content has besides the conversation's beginning.
public struct CachedContentOptions: Sendable {
    /// What the model is told before the conversation.
    public var systemInstruction: Content?
    /// What the model may use.
    public var tools: [Tool] = []
    /// How functions are called.
    public var toolConfig: ToolConfig?
    /// When upstream forgets it; nil for the API's own hour.
    public var lifetime: Lifetime?
    /// A name for people.
    public var displayName = ""
    /// Told what goes on while files are uploaded; called from any thread.
    public var onProgress: (@Sendable (Progress) -> Void)?

    /// The defaults: the media and nothing else, for an hour.
    public init() {}
}

extension Gemini {
    /// Has upstream keep the beginning of a conversation, so that further questions about it cost less; `GenerateOptions.cachedContent` names it then.
    ///
    ///     let film = try await gemini.createCachedContent(media: ["film.mp4"])
    ///     var options = GenerateOptions()
    ///     options.cachedContent = film.name
    ///     try await gemini.gem("Who speaks first?", options: options)
    ///
    /// Only `model` can use it, and the API wants a minimum of tokens, 1,024 for gemini-2.5-flash. A question about it that was asked before is known although
    /// upstream has forgotten what it named.
    public func createCachedContent(
        media: [Media] = [], text: String = "", model: String? = nil, options: CachedContentOptions = CachedContentOptions()
    ) async throws(GemError) -> CachedContent {
        let hasContents = !media.isEmpty || !text.isEmpty
        guard hasContents || options.systemInstruction != nil || !options.tools.isEmpty else {
            throw GemError(.badInput, "There is nothing to keep; give media, a text, a system instruction or tools.")
        }
        let turn = hasContents ? try await self.turn(text, media) : nil
        let question = GenerateContentRequest(contents: turn.map { [$0.content] } ?? [], attachments: turn?.attachments ?? [])
        return try await createCachedContent(question, model: model, options: options)
    }

    /// Has upstream keep the conversation of `question`, of which contents and attachments count.
    public func createCachedContent(
        _ question: GenerateContentRequest, model: String? = nil, options: CachedContentOptions = CachedContentOptions()
    ) async throws(GemError) -> CachedContent {
        let path = try shelf("cachedContents", "Cached contents")
        let name = try resource(model ?? self.model).split(separator: "/").dropFirst().map { PercentCoding.decode($0) }.joined(
            separator: "/")
        var body = JSON.members([
            "model": .string(name), "contents": question.contents.isEmpty ? nil : question.json["contents"],
            "systemInstruction": (options.systemInstruction ?? question.systemInstruction)?.json,
            "tools": options.tools.isEmpty ? question.json["tools"] : .array(options.tools.map(\.json)),
            "toolConfig": (options.toolConfig ?? question.toolConfig)?.json,
            "displayName": options.displayName.isEmpty ? nil : .string(options.displayName),
        ])
        if let lifetime = options.lifetime {
            let member = try Self.member(lifetime)
            body[member.name] = member.value
        }
        var request = Request.json(.post, path, body.bytes())
        request.attachments = question.attachments
        request.onProgress = options.onProgress
        return CachedContent(json: try await call(request, to: "keep a content for \(model ?? self.model)").json)
    }

    /// All cached contents of this key or project, newest first.
    public func cachedContents() async throws(GemError) -> [CachedContent] {
        try await pages(shelf("cachedContents", "Cached contents"), size: 100, member: "cachedContents", RequestOptions())
            .map { CachedContent(json: $0) }
    }

    /// One cached content by its name; upstream does not tell what it holds. Throws `refused` where it has ended, as the API does.
    public func cachedContent(_ name: String) async throws(GemError) -> CachedContent {
        CachedContent(json: try await call(.get(try cachedContentPath(name)), to: "look up \(name)").json)
    }

    /// Has upstream keep a cached content for longer, or forget it sooner.
    public func updateCachedContent(_ name: String, lifetime: Lifetime) async throws(GemError) -> CachedContent {
        let member = try Self.member(lifetime)
        let body = JSON.object(JSON.Object([member]))
        let request = Request.json(.patch, try cachedContentPath(name) + "?updateMask=\(member.name)", body.bytes())
        return CachedContent(json: try await call(request, to: "change how long \(name) lives").json)
    }

    /// Deletes a cached content upstream.
    public func deleteCachedContent(_ name: String) async throws(GemError) {
        var request = Request.get(try cachedContentPath(name))
        request.head.method = .delete
        _ = try await answer(request, to: "delete \(name)")
    }

    private func cachedContentPath(_ name: String) throws(GemError) -> String { try path(name, of: "cachedContents", "Cached contents") }

    private static func member(_ lifetime: Lifetime) throws(GemError) -> JSON.Object.Member {
        switch lifetime {
        case .until(let time): return .init("expireTime", .string(time.description))
        case .seconds(let seconds):
            guard seconds > 0, seconds < 1e9 else {
                throw GemError(.badInput, "A cached content cannot live for \(seconds) seconds; give a time above 0.")
            }
            return .init("ttl", .string(ProtoDuration.text(milliseconds: Int64((seconds * 1000).rounded(.up)))))
        }
    }
}
