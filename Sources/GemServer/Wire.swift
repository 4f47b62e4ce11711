internal import NIOCore

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// A connection's writing end, for tasks.
struct Wire: Sendable {
    private let loop: any EventLoop
    private let handler: NIOLoopBound<ConnectionHandler>
    private let channel: any Channel

    /// Call on the event loop.
    init(_ handler: ConnectionHandler, _ channel: any Channel) {
        loop = channel.eventLoop
        self.channel = channel
        self.handler = NIOLoopBound(handler, eventLoop: loop)
    }

    /// Runs on the event loop.
    func run(_ work: @escaping @Sendable (ConnectionHandler) -> Void) {
        loop.execute { work(handler.value) }
    }

    /// Writes; returns when the kernel has taken the bytes.
    func write(_ buffer: ByteBuffer) async throws {
        let promise = loop.makePromise(of: Void.self)
        run { $0.write(buffer, promise: promise) }
        try await promise.futureResult.get()
    }

    /// Writes the last part of an answer.
    func end(_ buffer: ByteBuffer = ByteBuffer(), keepsAlive: Bool) async throws {
        let promise = loop.makePromise(of: Void.self)
        run { $0.end(buffer, keepsAlive: keepsAlive, promise: promise) }
        try await promise.futureResult.get()
    }

    /// Closes without ending the answer; `resets` where the client could take the close for the end.
    func abort(resets: Bool) {
        let channel = channel
        guard resets, let options = channel as? any SocketOptionProvider else { return channel.close(promise: nil) }
        options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { _ in channel.close(promise: nil) }
    }
}
