import GemCore
import HTTPTypes
import Testing

@testable import GemCurl

extension CurlTransport {
    /// A transport to a test server, past any proxy.
    static func to(_ server: TestServer, _ change: (inout Configuration) -> Void = { _ in }) throws -> CurlTransport {
        var configuration = Configuration()
        configuration.developerBase = server.base
        configuration.proxy = ""
        change(&configuration)
        return try CurlTransport(configuration)
    }
}

extension Response {
    /// The whole body as text.
    func text() async throws -> String { String(decoding: try await body.collect(upTo: 64 << 20), as: UTF8.self) }
}

/// The error a piece of work ends with.
func failure(_ work: () async throws -> Void) async -> GemError? {
    do {
        try await work()
        return nil
    } catch {
        return error as? GemError
    }
}
