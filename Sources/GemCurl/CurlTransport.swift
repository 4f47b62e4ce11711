internal import CCurl
package import GemCore
internal import HTTPTypes

/// Talks to the live API, or to any HTTP server, over libcurl.
///
/// All exchanges of one transport share one thread, its connections and its name lookups; any task may send. Closing the transport, or dropping it, ends the exchanges that are still going on with `cancelled`, bodies included.
package final class CurlTransport: Transport {
    /// How this transport reaches the services.
    package let configuration: Configuration
    private let loop: CurlLoop

    /// Starts the transport's thread; throws `configuration` where a base URL cannot be used, or where libcurl is not installed.
    package init(_ configuration: Configuration = Configuration()) throws(GemError) {
        guard gem_curl_is_installed() else {
            throw GemError(
                .configuration,
                "Asking the API needs libcurl, which cannot be loaded here; install it (on Debian: apt-get install libcurl4). Cached answers need no libcurl."
            )
        }
        try configuration.check()
        self.configuration = configuration
        loop = try CurlLoop(mostTransfers: configuration.maxConnections, idleTimeout: configuration.idleTimeout)
    }

    deinit { loop.close() }

    /// Ends every exchange with `cancelled`, and the thread; later requests fail the same way.
    package func close() { loop.close() }

    /// Answers `request` from its own URL where it has scheme and authority, else from the base URL of the service its path belongs to.
    ///
    /// Returns when the header fields are complete. Redirects are followed for GET and HEAD within one origin only; any other is handed back as it came.
    package func send(_ request: Request) async throws(GemError) -> Response {
        var order = try Order(request, configuration)
        for _ in 0..<Self.mostRedirects {
            let response = try await loop.perform(order)
            guard let next = order.following(response.head) else { return response }
            _ = try? await response.body.collect(upTo: 64 << 10)
            order = next
        }
        return try await loop.perform(order)
    }

    private static let mostRedirects = 5
}
