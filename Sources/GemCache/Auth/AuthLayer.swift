package import GemCore
internal import HTTPTypes

/// Puts the credential on the request: the innermost layer, and the only one that reads it.
package struct AuthLayer: Layer {
    /// Makes the layer.
    package init() {}

    package func send(_ request: Request, next: any Transport) async throws(GemError) -> Response {
        var request = request
        // An absolute URL is one upstream handed out: it carries its own right to be used, and may be on another host.
        if request.head.authority == nil { request.credential?.authorize(&request.head) }
        request.credential = nil
        return try await next.send(request)
    }
}
