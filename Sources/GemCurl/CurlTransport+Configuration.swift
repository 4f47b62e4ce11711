internal import GemCore

extension CurlTransport {
    /// How a transport reaches the services; the defaults are right for the live API.
    package struct Configuration: Sendable {
        /// Where requests of the Developer API go; a path prefix is kept.
        package var developerBase = "https://generativelanguage.googleapis.com"
        /// Where requests of Vertex AI go; nil for the endpoint of the location in the request's path.
        package var vertexBase: String?
        /// How long looking up the name, connecting and the TLS handshake may take together.
        package var connectTimeout: Duration = .seconds(10)
        /// How long the other side may stay silent; thinking models do for minutes. A reader that pauses does not count.
        package var idleTimeout: Duration = .seconds(600)
        /// A PEM file of certificate authorities in place of the system's.
        package var caBundle: String?
        /// Which versions of HTTP may be spoken.
        package var httpVersion: HTTPVersion = .automatic
        /// What is sent as `User-Agent` where a request has none.
        package var userAgent = "gemcache/0.1"
        /// The most exchanges at a time, each with a connection of its own at worst; more wait their turn.
        package var maxConnections = 256
        /// A proxy for every request, or an empty string for none; nil for the one the environment names, which loopback addresses do not use.
        package var proxy: String?

        /// The defaults.
        package init() {}
    }

    /// Which versions of HTTP may be spoken.
    package enum HTTPVersion: Sendable, Hashable {
        /// HTTP/2 where the server offers it over TLS and the body need not be paused, else HTTP/1.1.
        case automatic
        /// HTTP/1.1 always.
        case http11
    }
}

extension CurlTransport.Configuration {
    /// Throws `configuration` where a base URL cannot be used.
    func check() throws(GemError) {
        for base in [developerBase, vertexBase ?? developerBase] {
            guard let destination = Destination(base), !destination.hasQuery else {
                throw GemError(
                    .configuration,
                    "\(Destination.withoutQuery(base)) is no base URL: give http:// or https://, a host, and at most a path.")
            }
        }
    }

    /// The URL in front of the path of a request without one of its own.
    func base(for route: Route) throws(GemError) -> String {
        switch route.api {
        case .developer: return developerBase
        case .vertex: break
        }
        if let vertexBase { return vertexBase }
        let location = route.scope.split(separator: "/").last ?? "global"
        if location == "global" { return "https://aiplatform.googleapis.com" }
        if location == "us" || location == "eu" { return "https://aiplatform.\(location).rep.googleapis.com" }
        let isName = location.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || byte == UInt8(ascii: "-")
        }
        guard isName else {
            throw GemError(.badInput, "The location “\(location)” in the request's path is no Vertex AI location, such as us-central1.")
        }
        return "https://\(location)-aiplatform.googleapis.com"
    }
}
