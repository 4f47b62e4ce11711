internal import GemCore

/// Answers `cachedContents` of both services: create, get, list, patch, delete.
struct CacheDesk: Sendable {
    let shelf: CacheShelf
    let files: FileShelf
    let time: any TimeSource
    let seed: UInt64

    func answer(_ route: Route, _ body: JSON) throws -> Reply {
        switch route.operation {
        case .createCachedContent: return .json(try create(route, body).json)
        case .listCachedContents:
            let page = try Page(shelf.caches(route.api, at: time.now), route, standard: 100, limit: 1000) { $0.number }
            return .json(page.json("cachedContents") { $0.json })
        case .updateCachedContent: return .json(try update(route, body).json)
        case .deleteCachedContent:
            shelf.remove(try cache(route))
            return .json(.object(JSON.Object()))
        default: return .json(try cache(route).json)
        }
    }

    private func cache(_ route: Route) throws(APIFailure) -> StoredCache {
        guard let cache = shelf.cache(route.resource, api: route.api, at: time.now) else {
            throw .unknownCache(route.resource, api: route.api)
        }
        return cache
    }

    private func create(_ route: Route, _ body: JSON) throws -> StoredCache {
        let given = body.text(of: "model")
        guard !given.isEmpty else {
            throw APIFailure.invalidField("CreateCachedContentRequest.cached_content.model", "model is not specified")
        }
        var asked = route
        asked.model = Route.shortModel(given)
        guard let model = ModelTable.model(asked.model, api: route.api), model.methods.contains("createCachedContent") else {
            throw APIFailure.unknownModel(asked)
        }
        let content = Self.content(body)
        let tokens = try tokens(content, route)
        try Self.check(Tokens.total(tokens), model, route.api)
        let now = time.now
        let expiry = try expiry(body, message: "CreateCachedContentRequest", at: now) ?? .after(seconds: 3600, from: now)
        let canonical = canonical(body)
        let scope = route.scope.isEmpty ? "" : route.scope + "/"
        let name = given.hasPrefix("projects/") ? given : scope + "publishers/google/models/" + model.name
        let kept = try CacheFiles(shelf: files).kept(content)
        return shelf.add(at: now) { number in
            var dice = Dice(Digest(of: canonical), seed: seed &+ number)
            let id = route.api == .vertex ? String(1_000_000_000_000_000_000 + dice.next() % 8_000_000_000_000_000_000) : dice.name(40)
            return StoredCache(
                number: number, name: "\(scope)cachedContents/\(id)", api: route.api,
                model: route.api == .vertex ? name : "models/" + model.name, displayName: body.text(of: "displayName"),
                content: kept.content, files: kept.names, canonical: canonical, tokens: tokens, createTime: now, updateTime: now,
                expireTime: expiry)
        }
    }

    private func update(_ route: Route, _ body: JSON) throws(APIFailure) -> StoredCache {
        var cache = try cache(route)
        let mask = (route.queryValue("updateMask") ?? "").split(separator: ",").map { $0.filter { $0 != " " && $0 != "_" }.lowercased() }
        guard mask.allSatisfy({ $0 == "ttl" || $0 == "expiretime" || $0 == "*" }) else {
            throw .invalidField("UpdateCachedContentRequest.update_mask", "only ttl and expire_time can be updated")
        }
        let now = time.now
        guard let expiry = try expiry(body, message: "UpdateCachedContentRequest", at: now) else {
            throw .invalidField("UpdateCachedContentRequest.cached_content", "ttl or expire_time must be specified")
        }
        (cache.expireTime, cache.updateTime) = (expiry, now)
        shelf.replace(cache)
        return cache
    }

    /// When a request wants it to end; a time that has passed is no error, the cache is dead at once.
    private func expiry(_ body: JSON, message: String, at now: Timestamp) throws(APIFailure) -> StoredCache.Expiry? {
        let path = "\(message).cached_content"
        let (ttl, expires) = (body.field("ttl"), body.field("expireTime"))
        guard ttl == nil || expires == nil else { throw .invalidField(path, "only one of ttl and expire_time can be specified") }
        if let ttl {
            guard let text = ttl.string, text.hasSuffix("s"), let seconds = Double(text.dropLast()), seconds.isFinite else {
                throw .invalid(
                    "Invalid value at 'cached_content.ttl' (type.googleapis.com/google.protobuf.Duration), \(Self.shown(ttl))")
            }
            guard seconds > 0 else { throw .invalidField("\(path).ttl", "ttl must be positive.") }
            return .after(seconds: seconds, from: now)
        }
        guard let expires else { return nil }
        guard let time = expires.string.flatMap({ Timestamp($0) }) else {
            throw .invalid(
                "Invalid value at 'cached_content.expire_time' (type.googleapis.com/google.protobuf.Timestamp), \(Self.shown(expires))")
        }
        return .at(time)
    }

    private static func shown(_ value: JSON) -> String { String(value.text().prefix(60)) }

    /// What a cache keeps of a request.
    private static func content(_ body: JSON) -> JSON {
        .members([
            "contents": body.list("contents").isEmpty ? nil : .array(body.list("contents")),
            "systemInstruction": body.field("systemInstruction"), "tools": body.field("tools"), "toolConfig": body.field("toolConfig"),
        ])
    }

    /// Counts a cache's tokens as a prompt's; a cache may hold a system instruction or tools alone.
    private func tokens(_ content: JSON, _ route: Route) throws(APIFailure) -> Tokens.Count {
        var prompt = content
        if prompt["contents"] == nil {
            guard prompt.field("systemInstruction") != nil || !prompt.list("tools").isEmpty else {
                throw .invalidField("CreateCachedContentRequest.cached_content.contents", "contents is not specified")
            }
            let system = prompt.field("systemInstruction")
            prompt["contents"] = [["role": "user", "parts": .array(system?.list("parts") ?? [["text": " "]])]]
            prompt["systemInstruction"] = nil
        }
        let reader = PromptReader(shelf: files, time: time, api: route.api)
        return Tokens.of(try reader.prompt(prompt, message: "CreateCachedContentRequest.cached_content"))
    }

    /// Refuses what is too small or too large for a model.
    private static func check(_ count: Int, _ model: Model, _ api: Route.API) throws(APIFailure) {
        let least = CacheMinimum.tokens(model, api: api)
        guard count >= least else {
            throw .invalid(
                api == .vertex
                    ? "The cached content is of \(count) tokens. The minimum token count to start caching is \(least)."
                    : "Cached content is too small. total_token_count=\(count), min_total_token_count=\(least)")
        }
        guard count <= model.inputTokenLimit else {
            throw .invalid("The input token count (\(count)) exceeds the maximum number of tokens allowed (\(model.inputTokenLimit)).")
        }
    }

    private func canonical(_ body: JSON) -> [UInt8] {
        let bytes = body.bytes()
        let resolver = MockResolver(files: files, caches: shelf)
        return (try? Question.canonical(ofCachedContent: bytes, resolver: resolver)) ?? bytes
    }
}

/// The fewest tokens a cache may hold.
enum CacheMinimum {
    /// By model on the Developer API, as its documentation lists them; Vertex counts from 1024 on for all.
    static func tokens(_ model: Model, api: Route.API) -> Int {
        guard api == .developer else { return 1024 }
        switch model.answersAs {
        case "gemini-3-flash-preview": return 1024
        case let name where name.hasPrefix("gemini-2.5-flash"): return 1024
        case let name where name.hasPrefix("gemini-2.5-pro"): return 2048
        default: return 4096
        }
    }
}

extension APIFailure {
    /// The cache is unknown, expired or someone else's; each service has its own words.
    static func unknownCache(_ name: String, api: Route.API) -> APIFailure {
        api == .vertex
            ? APIFailure(code: 404, status: "NOT_FOUND", message: "Not found: cache content metadata \(StoredCache.id(name)).")
            : APIFailure(code: 403, status: "PERMISSION_DENIED", message: "CachedContent not found (or permission denied)")
    }
}
