package import GemCore
internal import HTTPTypes

/// Names this proxy in the `Via` of what it sends, so that it knows a request of its own that comes back to it, by whatever way.
package struct Via: Layer {
    /// What it is called there: drawn anew for each proxy, so that one may stand behind another.
    package let pseudonym: String

    /// Draws a name.
    package init() {
        var generator = SystemRandomNumberGenerator()
        let digits = Array("0123456789abcdef")
        pseudonym = "cache-" + String((0..<16).map { _ in digits[Int.random(in: 0..<16, using: &generator)] })
    }

    package func send(_ request: Request, next: any Transport) async throws(GemError) -> Response {
        var request = request
        let before = request.head.headerFields[.via].map { $0 + ", " } ?? ""
        request.head.headerFields[.via] = before + "1.1 " + pseudonym
        return try await next.send(request)
    }

    /// What a request is answered with that has been here before; nil for all others.
    func refusal(of request: Request) -> Response? {
        guard let via = request.head.headerFields[.via], via.contains(pseudonym) else { return nil }
        return Response.rpcError(
            httpStatus: 508, status: "UNAVAILABLE",
            message: "The request came back to the proxy that sent it: the upstream leads back here. Name the API itself as --upstream.",
            reason: "LOOP"
        ).framed(for: request.route.shape)
    }
}

extension HTTPField.Name {
    /// RFC 9110's `Via`.
    fileprivate static var via: HTTPField.Name { .init("Via") ?? .server }
}
