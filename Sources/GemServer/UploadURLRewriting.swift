package import GemCore
internal import HTTPTypes

/// Points the URLs an upload start or a redirect answers with at the server the client came by, so that what follows comes the same way.
///
/// Older SDKs dial such a URL as it stands. Path and query are kept but for `key`, which upstream echoes.
package struct UploadURLRewriting: Layer {
    private let authority: String
    private let prefix: String

    /// Rewrites URLs of the host of `upstream`, the base URL requests go to.
    package init(upstream: String) {
        let parts = Self.split(upstream)
        authority = parts?.authority.lowercased() ?? ""
        let path = parts?.path ?? ""
        prefix = path.hasSuffix("/") ? String(path.dropLast()) : path
    }

    package func send(_ request: Request, next: any Transport) async throws(GemError) -> Response {
        var response = try await next.send(request)
        for name in Self.names {
            guard let url = response.head.headerFields[name] else { continue }
            response.head.headerFields[name] = rewritten(url, origin: request.origin)
        }
        return response
    }

    /// The URL as the client may see it: without `key`, and of `origin` where it is upstream's.
    package func rewritten(_ url: String, origin: String?) -> String {
        let clean = Self.scrubbed(url)
        guard let origin, let parts = Self.split(clean), parts.authority.lowercased() == authority else { return clean }
        let path = !prefix.isEmpty && parts.path.hasPrefix(prefix + "/") ? String(parts.path.dropFirst(prefix.count)) : parts.path
        return origin + path
    }

    private static let names = ["X-Goog-Upload-URL", "X-Goog-Upload-Control-URL", "X-Goog-Upload-Chunk-URL", "Location"]
        .compactMap { HTTPField.Name($0) }

    /// Takes `key` and `access_token` out of a URL's query.
    private static func scrubbed(_ url: String) -> String {
        guard var query = QueryText(url) else { return url }
        query.items.removeAll { ["key", "access_token"].contains($0.name.lowercased()) }
        return query.text
    }

    private static func split(_ url: String) -> (authority: String, path: String)? {
        guard let colon = url.firstIndex(of: ":"), url[colon...].hasPrefix("://") else { return nil }
        let rest = url[url.index(colon, offsetBy: 3)...]
        let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        return (String(rest[..<end]), String(rest[end...]))
    }
}
