package import GemCore
internal import HTTPTypes

/// Puts the credential on the request: the innermost layer, and the only one that reads it.
///
/// Access tokens are fetched here, past all other layers; where upstream refuses one, another is fetched, once, and the request sent again.
/// Errors, and streams that end in one, may echo the credential; it is taken out of what is answered here, before anything can print or keep it.
package struct AuthLayer: Layer {
    private static let errorLimit = 1 << 20

    /// Makes the layer.
    package init() {}

    package func send(_ request: Request, next: any Transport) async throws(GemError) -> Response {
        var request = request
        let credential = request.credential
        request.credential = nil
        guard let source = credential?.source else { return try await send(request, credential, next) }
        // An absolute URL is one upstream handed out: it carries its own right to be used, and may be on another host.
        guard request.head.authority == nil else { return try await next.send(request) }
        if let project = source.quotaProject { request.head.headerFields[.googUserProject] = project }
        let token = try await source.token(over: next, refusing: nil)
        let response = try await send(request, .bearer(token), next)
        guard response.head.status.code == 401, request.body.isRepeatable else { return response }
        let other = try await source.token(over: next, refusing: token)
        return other == token ? response : try await send(request, .bearer(other), next)
    }

    private func send(_ request: Request, _ credential: Credential?, _ next: any Transport) async throws(GemError) -> Response {
        var request = request
        if request.head.authority == nil { credential?.authorize(&request.head) }
        var response = try await next.send(request)
        guard let secret = credential?.bytes, secret.count >= 8 else { return response }
        guard response.head.status.code >= 400 else {
            // An error may stand in the midst of a stream, and an answer may tell what it was asked with, or why a file or batch failed.
            let isText = response.head.isEventStream || response.head.headerFields[.contentType]?.hasPrefix("application/json") == true
            if isText || request.route.operation.isQuestion { response.body = response.body.without(secret) }
            return response
        }
        var mask = Mask(secret, keepsLength: false)
        response.body = .bytes(mask.pass(try await response.body.collect(upTo: Self.errorLimit)) + mask.rest())
        response.head.headerFields[.contentLength] = nil
        return response
    }
}

extension Body {
    /// Whether it can be sent again.
    fileprivate var isRepeatable: Bool {
        if case .stream = self { return false }
        return true
    }
}
