import GemCore
import GemServer

/// Applies the proxy's mode to what comes in, and lends its own key where it may.
struct ProxyDoor: Transport {
    let next: any Transport
    let cache: CachePolicy?
    let offline: OfflinePolicy?
    /// The proxy's own key, for callers without one; nil where it is lent to nobody.
    let own: Credential?

    func send(_ request: Request) async throws(GemError) -> Response {
        var request = request
        if let cache { request.options.cache = cache }
        if let offline { request.options.offline = offline }
        if request.credential == nil, !request.continuesUpload { request.credential = own }
        return try await next.send(request)
    }
}
