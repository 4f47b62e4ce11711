package import GemCore

/// The proxy's outermost step: applies its mode to what comes in, lends its own key where it may, and completes bare Vertex AI paths.
package struct ProxyDoor: Transport {
    /// The proxy's own credentials, for callers that have none.
    package struct OwnKeys: Sendable {
        /// For the Developer API, and for Vertex AI in express mode.
        package var apiKey: Credential?
        /// For Vertex AI.
        package var token: Credential?

        /// Takes what there is.
        package init(apiKey: Credential? = nil, token: Credential? = nil) {
            self.apiKey = apiKey
            self.token = token
        }

        func credential(for route: Route) -> Credential? { route.api == .vertex ? token ?? apiKey : apiKey }
    }

    private let next: any Transport
    /// How every request uses the cache, within what it forbids; nil where each says so itself.
    package var cache: CachePolicy?
    /// What becomes of every question that cannot reach upstream; nil where each says so itself.
    package var offline: OfflinePolicy?
    /// Lent to whoever was let in without a key; nil where nothing is lent.
    package var lent: OwnKeys?
    /// Knows requests that this proxy itself sent; nil where nothing is named so.
    package var via: Via?
    /// Where bare Vertex AI paths belong.
    package var vertex: VertexScope?

    /// Stands before `next`.
    package init(next: any Transport) { self.next = next }

    package func send(_ request: Request) async throws(GemError) -> Response {
        if let refusal = via?.refusal(of: request) { return refusal }
        var request = request
        if let cache { request.options.take(mode: cache) }
        if let offline { request.options.offline = offline }
        // Who goes on with an upload shows no key, and was not asked for the token: nothing is lent for that.
        if request.credential == nil, let lent, !request.continuesUpload { request.credential = lent.credential(for: request.route) }
        if let vertex { request = vertex.completing(request) }
        return try await next.send(request)
    }
}

extension RequestOptions {
    /// Uses the cache as a mode says where the request leaves that open: what it forbids stays forbidden.
    fileprivate mutating func take(mode: CachePolicy) {
        switch cache {
        case .bypass: break
        // Nothing stored is taken in such a mode, and nobody may be asked.
        case .onlyIfCached: limits.maxAge = 0
        case .auto, .refresh: cache = mode
        }
    }
}
