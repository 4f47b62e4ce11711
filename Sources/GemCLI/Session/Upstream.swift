import GemCore
import GemCurl
import HTTPTypes
import Synchronization

/// The API over libcurl, which is started by the first request: a hit does not pay for TLS.
final class Upstream: Transport {
    private let configuration: CurlTransport.Configuration
    private let isRefused: Bool
    private let started = Mutex<CurlTransport?>(nil)

    /// Starts nothing yet; where it is known that every request would be refused, none is sent.
    init(_ configuration: CurlTransport.Configuration, isRefused: Bool = false) {
        self.configuration = configuration
        self.isRefused = isRefused
    }

    func send(_ request: Request) async throws(GemError) -> Response {
        // Other addresses than the API's want no key.
        if isRefused, request.head.authority == nil { throw GemError(.refused, GemError.withoutKey) }
        let transport = try started.withLock { (started) throws(GemError) -> CurlTransport in
            if let started { return started }
            let transport = try CurlTransport(configuration)
            started = transport
            return transport
        }
        return try await transport.send(request)
    }
}
