internal import GemCore
internal import HTTPTypes

// The server's own token. It is looked for in every place a key may stand in, beside a key of the caller's own, and taken off wherever it stands: it never goes upstream.
extension Door {
    /// Whether the server's token, if it has one, is shown; takes it off the request. Call before the credential is lifted.
    ///
    /// `shown` is what `x-gemcache-token` says; a wrong one there is not made good by a right one elsewhere. `isInPath` is what `withoutToken` found.
    func takeToken(from request: inout Request, shown: String?, isInPath: Bool) -> Bool {
        guard let token = configuration.token.map({ Array($0.utf8) }) else { return true }
        let isInHead = Self.take(token, from: &request.head.headerFields)
        let isInQuery = Self.take(token, from: &request.head.path)
        if let shown { return Self.equal(Array(shown.utf8), token) }
        return isInHead || isInQuery || isInPath
    }

    /// A path without the token before it, where it stands there (`HTTPServer.tokenPath`), and whether it did.
    ///
    /// For clients whose own credential must stay where it is and who can be told no field: all they take is a base URL.
    func withoutToken(_ path: String) -> (path: String, isShown: Bool) {
        guard let token = configuration.token, path.hasPrefix(HTTPServer.tokenPrefix) else { return (path, false) }
        let rest = path.dropFirst(HTTPServer.tokenPrefix.count)
        let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        guard Self.equal(Array(PercentCoding.decode(rest[..<end]).utf8), Array(token.utf8)) else { return (path, false) }
        let left = String(rest[end...])
        return (left.hasPrefix("/") ? left : "/" + left, true)
    }

    private static func take(_ token: [UInt8], from fields: inout HTTPFields) -> Bool {
        var isShown = false
        if let key = fields[.googAPIKey], equal(Array(key.utf8), token) {
            fields[.googAPIKey] = nil
            isShown = true
        }
        let parts = (fields[.authorization] ?? "").split(separator: " ", maxSplits: 1)
        if parts.count == 2, parts[0].lowercased() == "bearer", equal(Array(parts[1].utf8), token) {
            fields[.authorization] = nil
            isShown = true
        } else if let last = parts.last, isPassword(token, in: last) {
            // That is no place to show it in, but upstream must not see it there either.
            fields[.authorization] = nil
        }
        return isShown
    }

    /// Whether a field of another scheme gives the token, as it is or as a user's name or password in Base64.
    private static func isPassword(_ token: [UInt8], in value: Substring) -> Bool {
        if equal(Array(value.utf8), token) { return true }
        let words = (Base64Coding.decode(value) ?? []).split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
        return words.contains { equal(Array($0), token) }
    }

    private static func take(_ token: [UInt8], from path: inout String?) -> Bool {
        guard let whole = path, var query = QueryText(whole) else { return false }
        let count = query.items.count
        query.items.removeAll { item in
            guard let value = item.value, ["key", "access_token"].contains(item.name.lowercased()) else { return false }
            return equal(Array(value.utf8), token)
        }
        guard query.items.count < count else { return false }
        path = query.text
        return true
    }
}

extension HTTPServer {
    static let tokenPrefix = "/__gemcache/as/"

    /// What a base URL ends with to show a server's token in every request's path; it is taken off there, and goes no further.
    package static func tokenPath(_ token: String) -> String { tokenPrefix + PercentCoding.encode(token) }
}
