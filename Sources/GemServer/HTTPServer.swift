package import GemCore
internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// Exposes a transport over HTTP/1.1: the caching proxy's and the mock's door.
///
/// Requests with small bodies are first shown to `hits` on the event loop; every other request goes to the transport from the connection's own task. Answers are identity-coded unless the configuration says otherwise.
package struct HTTPServer: Sendable {
    private let transport: any Transport
    private let hits: (any HitSource)?
    private let configuration: Configuration

    /// Makes a server; nothing listens until it runs.
    package init(transport: any Transport, hits: (any HitSource)? = nil, configuration: Configuration = Configuration()) {
        self.transport = transport
        self.hits = hits
        self.configuration = configuration
    }

    /// Listens and serves until the task is cancelled: then takes no more, lets exchanges under way end within the grace, and returns.
    ///
    /// `onBound` is told once where the server can be reached. Throws `configuration` where it cannot listen.
    package func run(onBound: (BoundAddress) async -> Void = { _ in }) async throws(GemError) {
        let open = OpenConnections()
        let listener = try await listen(open)
        let address = Self.address(of: listener.channel) ?? BoundAddress(host: configuration.host, port: configuration.port)
        let routes = Routes(transport, admin: configuration.admin)
        let name = configuration.name
        // Not a child task: the server's cancellation asks it to end, and only when the grace is over cancels it.
        let serving = Task {
            try await listener.executeThenClose { connections in
                try await withThrowingDiscardingTaskGroup { group in
                    for try await connection in connections {
                        group.addTask { await connection.serve(routes, name: name) }
                    }
                }
            }
        }
        let end = await withTaskCancellationHandler {
            await onBound(address)
            let end = await serving.result
            open.close()
            return end
        } onCancel: {
            listener.channel.close(promise: nil)
            open.stop()
            let grace = TimeAmount.nanoseconds(Int64(configuration.grace / .nanoseconds(1)))
            listener.channel.eventLoop.scheduleTask(in: grace) { serving.cancel() }
        }
        if case .failure(let error) = end, !Task.isCancelled {
            throw GemError(.internal, "The server at \(address.url) stopped taking connections.", cause: error)
        }
    }

    /// Runs the server for as long as `body` runs, which is given its base URL (`http://127.0.0.1:1234`).
    package func withServer<Result>(_ body: (String) async throws -> Result) async throws -> Result {
        let (addresses, bound) = AsyncStream.makeStream(of: BoundAddress.self)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { bound.finish() }
                try await run { bound.yield($0) }
            }
            defer { group.cancelAll() }
            for await address in addresses { return try await body(address.url) }
            try await group.waitForAll()
            throw GemError(.cancelled, "The server was stopped before it listened.")
        }
    }

    private func listen(_ open: OpenConnections) async throws(GemError) -> NIOAsyncChannel<Connection, Never> {
        let bootstrap = ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelInitializer { channel in
                // Out of file descriptors: wait a little, and keep listening.
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(AcceptBackoffHandler(shouldForwardIOErrorCaught: false))
                }
            }
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.maxMessagesPerRead, value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(
                .recvAllocator, value: AdaptiveRecvByteBufferAllocator(minimum: 2048, initial: 2048, maximum: 256 << 10))
        let (configuration, hits) = (configuration, hits)
        do {
            return try await bootstrap.bind(host: configuration.host, port: configuration.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    let address = Self.address(of: channel) ?? BoundAddress(host: configuration.host, port: configuration.port)
                    let (exchanges, incoming) = AsyncStream.makeStream(of: Exchange.self)
                    let bound = channel.parent.flatMap { Self.address(of: $0) } ?? address
                    let door = Door(
                        configuration: configuration, address: address, checksHost: configuration.checksHost && bound.isLoopback)
                    let handler = ConnectionHandler(
                        door: door, hits: hits, exchanges: incoming, isSurplus: open.count >= configuration.maxConnections)
                    try channel.pipeline.syncOperations.addHandler(handler)
                    let connection = Connection(channel: channel, wire: Wire(handler, channel), exchanges: exchanges)
                    open.add(connection)
                    return connection
                }
            }
        } catch {
            throw GemError(
                .configuration,
                "Cannot listen on \(configuration.host):\(configuration.port); choose another address, or port 0 for a free port.",
                cause: error)
        }
    }

    private static func address(of channel: any Channel) -> BoundAddress? {
        guard let address = channel.localAddress, let host = address.ipAddress, let port = address.port else { return nil }
        return BoundAddress(host: host, port: port)
    }
}
