internal import NIOCore
internal import NIOPosix

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

// A client that ends its side may still read: what it asked for is answered. It looks just like one that has gone, until bytes are written to it.
extension ConnectionHandler {
    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .inputClosed? = event as? ChannelEvent {
            hasInputEnded = true
            watchForReset(context)
            process(context)
        }
        context.fireUserInboundEventTriggered(event)
    }

    /// Ends the connection once all that came is answered; a request that is not whole never will be.
    func endAfterInput(_ context: ChannelHandlerContext) {
        switch phase {
        case .head, .body: end(context, ByteBuffer(), keepsAlive: false, promise: nil)
        case .upload(let upload) where !upload.isPaused: context.close(promise: nil)
        case .lingering where hasEnded: context.close(promise: nil)
        case .upload, .answering, .lingering: break
        }
    }

    /// Has the kernel ask now and then whether the client is still there, whose system refuses to answer for one that has gone a minute ago.
    private func watchForReset(_ context: ChannelHandlerContext) {
        if case .head = phase, inbound.readableBytes == 0 { return }
        guard let options = context.channel as? any SocketOptionProvider else { return }
        _ = options.unsafeSetSocketOption(level: .socket, name: .so_keepalive, value: CInt(1))
        #if canImport(Darwin)
        let idle = TCP_KEEPALIVE
        #else
        let idle = TCP_KEEPIDLE
        #endif
        for name in [idle, TCP_KEEPINTVL] {
            _ = options.unsafeSetSocketOption(level: .tcp, name: NIOBSDSocket.Option(rawValue: name), value: CInt(15))
        }
    }
}
