/// Turns a request into a response: the live API, a cassette, the mock server, a refusal.
public protocol Transport: Sendable {
    /// Answers `request`; an HTTP error status is an answer, a failure to get any answer is thrown.
    ///
    /// The response's body may still be arriving when this returns. Cancelling the task, or dropping the body, ends the exchange.
    func send(_ request: Request) async throws(GemError) -> Response
}

/// Changes behaviour around a transport: caching, recording, retrying, authenticating.
public protocol Layer: Sendable {
    /// Answers `request`, usually by way of `next`.
    func send(_ request: Request, next: any Transport) async throws(GemError) -> Response
}

extension Transport {
    /// This transport with `layer` around it.
    public func wrapped(by layer: some Layer) -> any Transport {
        LayeredTransport(layer: layer, next: self)
    }
}

struct LayeredTransport: Transport {
    let layer: any Layer
    let next: any Transport

    func send(_ request: Request) async throws(GemError) -> Response {
        try await layer.send(request, next: next)
    }
}
