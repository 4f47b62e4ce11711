package import GemCore

extension HTTPServer {
    /// Where a server listens and whom it lets in.
    package struct Configuration: Sendable {
        /// The address or name to listen on.
        package var host: String
        /// The port to listen on; 0 picks a free one.
        package var port: Int
        /// The largest request body taken; more is answered with 413.
        package var maxBody: Int
        /// The largest request head taken; more is answered with 431.
        package var maxHead: Int
        /// What the `Server` field says.
        package var name: String
        /// Transports for paths of our own, by path prefix (`/__gemcache/`); the longest prefix wins.
        package var admin: [String: any Transport]
        /// Whether a server on a loopback address refuses hosts and origins that are not this machine's (DNS rebinding).
        package var checksHost: Bool
        /// More names a `Host` field may carry.
        package var allowedHosts: [String]
        /// What clients must show, in `x-gemcache-token` or in the place of their API key; nil lets everyone in.
        package var token: String?
        /// How long exchanges under way may go on after the server was told to stop.
        package var grace: Duration
        /// How long a client may keep its connection waiting.
        package var patience = PatienceLimits()
        /// The most connections at a time; those over it are answered with 503.
        package var maxConnections = 16_384
        /// Whether JSON goes out in gzip to clients that read it, as the API's does; otherwise answers are sent as they are.
        package var codesJSON = false

        /// JSON bodies of at least so many bytes that are whole, no streams, go out in gzip to clients that prefer it; nil for never.
        package var gzipsFrom: Int?

        /// The defaults: a free loopback port, bodies up to 4 GiB, heads up to 64 KiB, host check on, five seconds of grace.
        package init(
            host: String = "127.0.0.1", port: Int = 0, maxBody: Int = 4 << 30, maxHead: Int = 64 << 10, name: String = "gemcache",
            admin: [String: any Transport] = [:], checksHost: Bool = true, allowedHosts: [String] = [], token: String? = nil,
            grace: Duration = .seconds(5)
        ) {
            self.host = host
            self.port = port
            self.maxBody = maxBody
            self.maxHead = maxHead
            self.name = name
            self.admin = admin
            self.checksHost = checksHost
            self.allowedHosts = allowedHosts
            self.token = token
            self.grace = grace
        }
    }

    /// How long a client may keep its connection waiting, kept within twice the shortest of these.
    package struct PatienceLimits: Sendable {
        /// For the next request on a connection that is kept open; then it is closed.
        package var request: Duration = .seconds(120)
        /// For a whole request header; then 408.
        package var head: Duration = .seconds(60)
        /// For the next bytes of a request body; then 408.
        package var body: Duration = .seconds(60)
        /// Until the client takes more of an answer; then the connection is closed.
        package var reader: Duration = .seconds(600)

        /// The defaults.
        package init() {}
    }

    /// Where a running server can be reached.
    package struct BoundAddress: Sendable, Hashable, CustomStringConvertible {
        /// The numeric address.
        package let host: String
        /// The port.
        package let port: Int
        /// `http://127.0.0.1:1234`.
        package var url: String { "http://\(authority)" }
        package var description: String { authority }
        var authority: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
        /// Whether only this machine can reach it.
        package var isLoopback: Bool { Door.isLoopback(host) }
    }
}
