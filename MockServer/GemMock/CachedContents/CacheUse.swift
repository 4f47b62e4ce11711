internal import GemCore

/// A cached content that a question names, which stands before the question's own contents.
struct CacheUse: Sendable {
    private let cache: StoredCache
    private let api: Route.API

    /// Finds the cache a question names; nil where it names none.
    init?(_ body: JSON, _ route: Route, shelf: CacheShelf, at now: Timestamp) throws(APIFailure) {
        let request = body.field("generateContentRequest") ?? body
        let name = request.text(of: "cachedContent")
        guard !name.isEmpty else { return nil }
        let isVertex = route.api == .vertex
        guard !["systemInstruction", "tools", "toolConfig"].contains(where: { Self.isSet(request.field($0)) }) else {
            throw .invalid(
                isVertex
                    ? "Tool config, tools and system instruction should not be set in the request when using cached content."
                    : "CachedContent can not be used with GenerateContent request setting system_instruction, tools or tool_config.\n\nProposed fix: move those values to CachedContent from GenerateContent request."
            )
        }
        guard !isVertex || name.contains("cachedContents/") else { throw .invalid("Invalid CachedContent name: \(name.prefix(200)).") }
        guard let cache = shelf.cache(name, api: route.api, at: now) else { throw .unknownCache(name, api: route.api) }
        guard Route.shortModel(cache.model) == route.model else {
            throw .invalid(
                isVertex
                    ? "Cached content model does not match the model in the request."
                    : "Model used by GenerateContent request (models/\(route.model)) and CachedContent (\(cache.model)) has to be the same."
            )
        }
        self.cache = cache
        api = route.api
    }

    private static func isSet(_ value: JSON?) -> Bool {
        switch value {
        case nil, .null: false
        case .array(let items): !items.isEmpty
        case .object(let object): !object.isEmpty
        default: true
        }
    }

    /// The question with what the cache holds in it.
    func merged(_ body: JSON) -> JSON {
        guard let inner = body.field("generateContentRequest") else { return whole(body) }
        return ["generateContentRequest": whole(inner)]
    }

    private func whole(_ request: JSON) -> JSON {
        let replaced: Set = [
            "contents", "cachedContent", "cached_content", "systemInstruction", "system_instruction", "tools", "toolConfig", "tool_config",
        ]
        var merged = JSON.Object((request.object?.members ?? []).filter { !replaced.contains($0.name) })
        let own = request.list("contents")
        // A question without contents of its own stays one, and is refused for it.
        if !own.isEmpty { merged["contents"] = .array(cache.content.list("contents") + own) }
        for name in ["systemInstruction", "tools", "toolConfig"] {
            if let value = cache.content[name] { merged[name] = value }
        }
        return .object(merged)
    }

    /// Tells in an answer's usage how much came from the cache.
    func mark(_ reply: inout Reply) {
        switch reply.content {
        case .message(let message): reply.content = .message(marked(message))
        case .events(let events, let delays): reply.content = .events(events.map(marked), delays: delays)
        default: break
        }
    }

    private func marked(_ message: JSON) -> JSON {
        if message["totalTokens"] != nil { return counted(message, after: "totalTokens") }
        guard let usage = message["usageMetadata"], usage["promptTokenCount"] != nil else { return message }
        var message = message
        message["usageMetadata"] = counted(usage, after: "totalTokenCount")
        return message
    }

    private func counted(_ usage: JSON, after total: String) -> JSON {
        var members: [JSON.Object.Member] = []
        let details = api == .vertex ? nil : Tokens.details(cache.tokens).map { JSON.Object.Member("cacheTokensDetails", $0) }
        for member in usage.object?.members ?? [] {
            members.append(member)
            if member.name == total { members.append(.init("cachedContentTokenCount", .int(Tokens.total(cache.tokens)))) }
            if member.name == "promptTokensDetails", let details { members.append(details) }
        }
        return .object(JSON.Object(members))
    }
}
