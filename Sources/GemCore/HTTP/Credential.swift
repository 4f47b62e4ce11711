public import HTTPTypes

/// A key or token, held so that it cannot be printed, compared into a log or written to a file by accident.
public struct Credential: Sendable {
    private enum Secret: Sendable {
        case apiKey(String)
        case queryItem(name: String, String)
        case bearer(String)
        case authorization(String)
        case tokens(any TokenSource)
    }

    private let secret: Secret

    /// An API key, sent upstream as `x-goog-api-key`.
    public static func apiKey(_ key: String) -> Credential { Credential(secret: .apiKey(key)) }

    /// An API key that came in a URL's query, and is sent on there.
    package static func queryKey(_ key: String) -> Credential { .queryItem("key", key) }

    /// A secret that came as another item of a URL's query, and is sent on as that.
    package static func queryItem(_ name: String, _ value: String) -> Credential { Credential(secret: .queryItem(name: name, value)) }

    /// The query items that hold a credential, in lower case; whatever their case, none may get into anything that is written.
    package static let queryItems: Set<String> = ["key", "api_key", "apikey", "access_token", "oauth_token", "bearer_token"]

    /// An OAuth 2 access token, sent upstream as `Authorization: Bearer`.
    public static func bearer(_ token: String) -> Credential { Credential(secret: .bearer(token)) }

    /// An `Authorization` field of another scheme, as `Basic`, sent on as it came.
    package static func authorization(_ value: String) -> Credential { Credential(secret: .authorization(value)) }

    /// Access tokens of a source, which fetches another before one ends.
    package static func tokens(_ source: any TokenSource) -> Credential { Credential(secret: .tokens(source)) }

    /// Where access tokens come from; nil for a key or a token that is given.
    package var source: (any TokenSource)? {
        guard case .tokens(let source) = secret else { return nil }
        return source
    }

    /// Puts the credential on a request's head; for the auth layer alone, which turns a source into a token first.
    package func authorize(_ head: inout HTTPRequest) {
        switch secret {
        case .apiKey(let key): head.headerFields[.googAPIKey] = key
        case .queryItem(let name, let value):
            let path = head.path ?? "/"
            head.path = path + (path.contains("?") ? "&" : "?") + PercentCoding.encode(name) + "=" + PercentCoding.encode(value)
        case .bearer(let token): head.headerFields[.authorization] = "Bearer \(token)"
        case .authorization(let value): head.headerFields[.authorization] = value
        case .tokens: break
        }
    }

    /// The secret's bytes, for scrubbing alone, without the scheme before them; of a source, what stays the same from token to token.
    package var bytes: [UInt8] {
        switch secret {
        case .apiKey(let text), .queryItem(_, let text), .bearer(let text): Array(text.utf8)
        case .authorization(let value): Array(Self.parameters(of: value).utf8)
        case .tokens(let source): source.identity
        }
    }

    /// What tells whose credential this is, for a keyed hash alone.
    package var identity: [UInt8] {
        if case .authorization(let value) = secret { return Array(value.utf8) }
        return bytes
    }

    /// Whether this is an API key rather than an access token.
    package var isAPIKey: Bool {
        switch secret {
        case .apiKey, .queryItem: true
        case .bearer, .authorization, .tokens: false
        }
    }

    /// What stands behind the scheme of an `Authorization` field; all of it where there is none.
    private static func parameters(of value: String) -> Substring {
        let rest = value.drop { $0 != " " }.drop { $0 == " " }
        return rest.isEmpty ? value[...] : rest
    }
}

extension Credential: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "<redacted>" }
    public var debugDescription: String { "<redacted>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension HTTPField.Name {
    /// The header that carries an API key.
    public static var googAPIKey: HTTPField.Name { .init("x-goog-api-key") ?? .authorization }
    /// The header that names the project whose quota is used.
    package static var googUserProject: HTTPField.Name { .init("x-goog-user-project") ?? .authorization }
}

/// A keyed hash of a credential: equal for equal credentials of one store, and no way back.
public struct CredentialScope: Sendable, Hashable, CustomStringConvertible {
    /// 32 lower-case hex digits; empty for "no credential".
    public let text: String

    /// Wraps a scope read from a store.
    public init(_ text: String) { self.text = text }

    /// The scope of requests that carry no credential.
    public static let none = CredentialScope("")

    public var description: String { text.isEmpty ? "none" : text }
}

extension Request {
    /// Whether an `Authorization` of another scheme than `Bearer` stands beside a key: only one of them could be sent on, and nobody said which.
    package var showsTwoCredentials: Bool {
        guard let value = head.headerFields[.authorization], let scheme = value.split(separator: " ").first, scheme.lowercased() != "bearer"
        else { return false }
        if head.headerFields[.googAPIKey] != nil { return true }
        return head.path.flatMap { QueryText($0) }?.items.contains { Credential.queryItems.contains($0.name.lowercased()) } ?? false
    }

    /// Takes the credential out of a request's head: `x-goog-api-key`, `Authorization`, `?key=`, `?access_token=` and whatever else of
    /// `Credential.queryItems` there is.
    ///
    /// For doors: after this call the head holds no secret.
    public mutating func liftCredential() {
        if let key = head.headerFields[.googAPIKey] {
            head.headerFields[.googAPIKey] = nil
            credential = .apiKey(key)
        }
        if let value = head.headerFields[.authorization] {
            head.headerFields[.authorization] = nil
            let parts = value.split(separator: " ", maxSplits: 1)
            if credential == nil, !parts.isEmpty {
                let isBearer = parts.count == 2 && parts[0].lowercased() == "bearer"
                credential = isBearer ? .bearer(String(parts[1])) : .authorization(value)
            }
        }
        guard let path = head.path, var query = QueryText(path) else { return }
        query.items.removeAll { item in
            let value = item.value ?? ""
            // Upstream takes no other spelling, but a key in one is a secret all the same.
            let name = item.name.lowercased()
            if name == "key", queryCredential == nil { queryCredential = .apiKey(value) }
            guard Credential.queryItems.contains(name) else { return false }
            if credential == nil {
                credential = name.hasSuffix("token") ? .bearer(value) : name == "key" ? .queryKey(value) : .queryItem(item.name, value)
            }
            return true
        }
        head.path = query.text
    }
}
