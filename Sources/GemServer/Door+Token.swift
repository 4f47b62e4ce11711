internal import GemCore
internal import HTTPTypes

// The server's own token. It is looked for in every place a key may stand in, beside a key of the caller's own, and taken off wherever it stands: it never goes upstream.
extension Door {
    /// Whether the server's token, if it has one, is shown; takes it off the request. Call before the credential is lifted.
    ///
    /// `shown` is what `x-gemcache-token` says; a wrong one there is not made good by a right one elsewhere.
    func takeToken(from request: inout Request, shown: String?) -> Bool {
        guard let token = configuration.token.map({ Array($0.utf8) }) else { return true }
        let isInHead = Self.take(token, from: &request.head.headerFields)
        let isInQuery = Self.take(token, from: &request.head.path)
        if let shown { return Self.equal(Array(shown.utf8), token) }
        return isInHead || isInQuery
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
        }
        return isShown
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
