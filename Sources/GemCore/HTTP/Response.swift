public import HTTPTypes

/// The answer to a request: status, header fields, and a body that may still be arriving.
public struct Response: Sendable {
    /// Status and header fields.
    public var head: HTTPResponse
    /// What came back.
    public var body: Body
    /// How the cache dealt with the request; nil where no cache layer took part.
    public var cacheStatus: CacheStatus?
    /// What can be said of that when the body has ended and not before, for a trailer; nil where the head says it all.
    package var lastWord: (@Sendable () async -> CacheStatus?)?

    /// Makes a response from its head.
    public init(_ head: HTTPResponse, body: Body = .empty, cacheStatus: CacheStatus? = nil) {
        self.head = head
        self.body = body
        self.cacheStatus = cacheStatus
    }

    /// Makes a JSON response.
    public static func json(_ status: HTTPResponse.Status = .ok, _ body: [UInt8]) -> Response {
        var fields = HTTPFields()
        fields[.contentType] = "application/json; charset=UTF-8"
        return Response(HTTPResponse(status: status, headerFields: fields), body: .bytes(body))
    }
}

/// How the cache dealt with a request, printed as RFC 9211's `Cache-Status`.
public struct CacheStatus: Sendable, Hashable, CustomStringConvertible {
    /// What happened.
    public enum Outcome: Sendable, Hashable {
        /// The answer came from the store.
        case hit
        /// The request went upstream because nothing was stored.
        case miss
        /// The request went upstream because what was stored had outlived its lifetime.
        case stale
        /// The request went upstream because it cannot or may not be cached.
        case bypass
        /// The request went upstream because the caller asked for a fresh answer.
        case request
    }

    /// What happened.
    public var outcome: Outcome
    /// The question's key.
    public var key: RequestKey?
    /// How many seconds the answer stays fresh, less than 0 where it no longer is; nil where it has no lifetime or did not come from the store.
    public var ttl: Int?
    /// The status upstream answered with, where it did.
    public var forwardStatus: Int?
    /// Whether the answer was put in the store; false in the head of a stream, whose end is not known then.
    public var stored = false
    /// Whether this request shared another one's flight.
    public var collapsed = false
    /// Why, where a word helps: `unknown-file`, `secret`, `method`, …
    public var detail: String?

    /// Makes a status.
    public init(_ outcome: Outcome, key: RequestKey? = nil, stored: Bool = false, collapsed: Bool = false, detail: String? = nil) {
        self.outcome = outcome
        self.key = key
        self.stored = stored
        self.collapsed = collapsed
        self.detail = detail
    }

    /// `gemcache; hit; ttl=60; key="…"` or `gemcache; fwd=miss; fwd-status=200; stored; key="…"`.
    public var description: String {
        var text = "gemcache"
        switch outcome {
        case .hit: text += "; hit"
        case .miss: text += "; fwd=miss"
        case .stale: text += "; fwd=stale"
        case .bypass: text += "; fwd=bypass"
        case .request: text += "; fwd=request"
        }
        if let forwardStatus { text += "; fwd-status=\(forwardStatus)" }
        if let ttl { text += "; ttl=\(ttl)" }
        if stored { text += "; stored" }
        if collapsed { text += "; collapsed" }
        if let key { text += "; key=\"\(key)\"" }
        if let detail { text += "; detail=\(detail)" }
        return text
    }
}

extension HTTPField.Name {
    /// RFC 9211's `Cache-Status`.
    public static var cacheStatus: HTTPField.Name { .init("Cache-Status") ?? .cacheControl }
}
