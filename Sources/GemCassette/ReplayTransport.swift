public import GemCore

/// Answers from a cassette alone; nothing ever goes to the network.
public struct ReplayTransport: Transport {
    private let layer: CassetteLayer

    /// Replays `cassette`.
    public init(_ cassette: Cassette, settings: CassetteSettings = CassetteSettings()) {
        layer = CassetteLayer(cassette, mode: .none, settings: settings)
    }

    public func send(_ request: Request) async throws(GemError) -> Response {
        try await layer.send(request, next: Nowhere())
    }
}

private struct Nowhere: Transport {
    func send(_ request: Request) async throws(GemError) -> Response {
        throw GemError(.internal, "A cassette in replay has nothing behind it.")
    }
}
