internal import NIOCore
internal import Synchronization

/// The connections of a running server, so that they can be asked to end.
final class OpenConnections: Sendable {
    private let state = Mutex((connections: [ObjectIdentifier: Connection](), isStopping: false))

    /// How many there are.
    var count: Int { state.withLock { $0.connections.count } }

    /// Keeps a connection until its channel closes.
    func add(_ connection: Connection) {
        let id = ObjectIdentifier(connection.channel)
        let isStopping = state.withLock { state in
            state.connections[id] = connection
            return state.isStopping
        }
        connection.channel.closeFuture.whenComplete { _ in self.state.withLock { _ = $0.connections.removeValue(forKey: id) } }
        if isStopping { connection.wire.run { $0.stop() } }
    }

    /// Asks every connection, and those still to come, to end after the request under way.
    func stop() {
        for connection in stopAll() { connection.wire.run { $0.stop() } }
    }

    /// Closes what is left.
    func close() {
        for connection in stopAll() { connection.channel.close(promise: nil) }
    }

    private func stopAll() -> [Connection] {
        state.withLock { state in
            state.isStopping = true
            return Array(state.connections.values)
        }
    }
}
