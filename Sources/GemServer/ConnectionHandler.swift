internal import GemCore
internal import HTTPTypes
internal import NIOCore

/// One connection: reads requests strictly in turn, answers hits on the spot, and hands everything else to the connection's task.
///
/// A request is looked at only when the one before it is answered, so answers keep their order; bytes that came early wait in `inbound`, and the socket is read no further.
final class ConnectionHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// The largest body kept in memory rather than streamed.
    static let collectLimit = 1 << 20
    /// The largest body looked up on the event loop.
    static let hitLimit = 256 << 10

    enum Phase {
        case head
        case body(Door.Admission?)
        case upload(Upload)
        case answering
        case lingering
    }

    let door: Door
    let hits: (any HitSource)?
    private let exchanges: AsyncStream<Exchange>.Continuation
    var context: ChannelHandlerContext?
    var phase = Phase.head
    var head = RequestHead()
    var inbound = ByteBuffer()
    var outbound = ByteBuffer()
    private var admitted = HostMemo()
    var needsFlush = false
    private var isReadHeld = false
    var isStopping = false
    /// Our side of the connection is over; only the client's is waited for.
    var hasEnded = false
    /// The client sends nothing more; it may still read.
    var hasInputEnded = false
    /// This connection is one too many.
    private let isSurplus: Bool
    var patience = Patience(now: .distantPast)
    var lookAgain: Scheduled<Void>?

    init(door: Door, hits: (any HitSource)?, exchanges: AsyncStream<Exchange>.Continuation, isSurplus: Bool = false) {
        self.door = door
        self.isSurplus = isSurplus
        self.hits = hits
        self.exchanges = exchanges
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) {
        lookAgain?.cancel()
        self.context = nil
    }

    func channelActive(context: ChannelHandlerContext) {
        patience = Patience(now: context.eventLoop.now)
        if isSurplus { refuse(context, .full(door.configuration.maxConnections)) }
        keepLooking(context)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var buffer = unwrapInboundIn(data)
        if inbound.readableBytes == 0 {
            inbound = buffer
        } else {
            inbound.discardReadBytes()
            inbound.writeBuffer(&buffer)
        }
        process(context)
        noteWait(context, hasProgress: true)
    }

    func channelInactive(context: ChannelHandlerContext) {
        if case .upload(let upload) = phase {
            upload.body.finish(.failure(GemError(.cancelled, "The client went away before its request was complete.")))
        }
        phase = .lingering
        lookAgain?.cancel()
        inbound = ByteBuffer()
        exchanges.finish()
        context.fireChannelInactive()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        process(context)
        noteWait(context, hasProgress: true)
        context.fireChannelWritabilityChanged()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    func read(context: ChannelHandlerContext) {
        if wantsBytes(context) { context.read() } else { isReadHeld = true }
    }

    private func wantsBytes(_ context: ChannelHandlerContext) -> Bool {
        switch phase {
        case .body, .lingering: true
        case .head: context.channel.isWritable || inbound.readableBytes == 0
        case .upload(let upload): !upload.isPaused
        case .answering: inbound.readableBytes == 0
        }
    }

    func process(_ context: ChannelHandlerContext) {
        while inbound.readableBytes > 0 || isComplete, step(context) {}
        if inbound.readableBytes == 0 { inbound = ByteBuffer() }
        if needsFlush {
            needsFlush = false
            context.flush()
        }
        if isReadHeld, wantsBytes(context) {
            isReadHeld = false
            context.read()
        }
        if hasInputEnded { endAfterInput(context) }
    }

    /// Whether the phase can go on without further bytes.
    private var isComplete: Bool {
        guard case .upload(let upload) = phase, case .length(0) = upload.framing else { return false }
        return true
    }

    private func step(_ context: ChannelHandlerContext) -> Bool {
        switch phase {
        case .head: return readHead(context)
        case .body(let admission): return readBody(context, admission)
        case .upload(let upload): return readUpload(context, upload)
        case .answering: return false
        case .lingering:
            inbound = ByteBuffer()
            return false
        }
    }
}

// Reading a request.
extension ConnectionHandler {
    private func readHead(_ context: ChannelHandlerContext) -> Bool {
        guard context.channel.isWritable else { return false }
        switch head.parse(inbound.readableBytesUInt8Span, limit: door.configuration.maxHead) {
        case .incomplete: return false
        case .refused(let refusal):
            refuse(context, refusal)
            return false
        case .complete: break
        }
        do throws(Refusal) {
            // A host that was let in before on this connection is let in again; all else is looked at in full.
            let isPlain = !head.isUnusual && !head.isChunked && (head.contentLength ?? 0) <= Self.collectLimit
            let isKnown = isPlain && admitted.holds(head, inbound)
            let admission = isKnown ? nil : try door.admit(head, inbound)
            if !isKnown { admitted.keep(head, inbound) }
            let isLong = head.isChunked || (head.contentLength ?? 0) > Self.collectLimit
            if let admission, isLong {
                try startUpload(context, admission)
            } else {
                phase = .body(admission)
            }
        } catch {
            refuse(context, error)
            return false
        }
        if head.value(.expect) != nil, head.minorVersion > 0, inbound.readableBytes < head.length + (head.contentLength ?? 1) {
            write(context, "HTTP/1.1 100 Continue\r\n\r\n")
        }
        return true
    }

    private func readBody(_ context: ChannelHandlerContext, _ admission: Door.Admission?) -> Bool {
        let length = head.contentLength ?? 0
        guard inbound.readableBytes >= head.length + length else { return false }
        let wire = wireDigest(length)
        if answerHit(context, length, wire) { return true }
        do throws(Refusal) {
            var request = try request(admission)
            request.wire = wire
            let manner = manner
            if length > 0 { request.body = .bytes(inbound.getBytes(at: inbound.readerIndex + head.length, length: length) ?? []) }
            inbound.moveReaderIndex(forwardBy: head.length + length)
            phase = .answering
            hand(request, manner, context)
        } catch {
            refuse(context, error)
        }
        return false
    }

    private func request(_ admission: Door.Admission?) throws(Refusal) -> Request {
        if let admission { return try Request(head, inbound, admission: admission, door: door) }
        return try Request(head, inbound, admission: door.admit(head, inbound), door: door)
    }

    /// How the client wants its answer written.
    private struct Manner {
        var coding = Coding.plain
        var takesTrailers = false
    }

    /// What the head says of the answer; to be read before the head is passed over. A HEAD's has no body to code.
    private var manner: Manner {
        var manner = Manner()
        if let codings = head.value(.te) { manner.takesTrailers = inbound.readableBytesUInt8Span.lists(codings, "trailers") }
        if inbound.text(head.method) != "HEAD" {
            manner.coding = Coding(door.configuration, head.value(.acceptEncoding).map(inbound.text))
        }
        return manner
    }

    private func hand(_ request: Request, _ manner: Manner, _ context: ChannelHandlerContext) {
        let exchange = Exchange(
            request: request, version: head.minorVersion, keepsAlive: head.keepsAlive, coding: manner.coding,
            takesTrailers: manner.takesTrailers)
        if case .terminated = exchanges.yield(exchange) { context.close(promise: nil) }
    }

    private func startUpload(_ context: ChannelHandlerContext, _ admission: Door.Admission) throws(Refusal) {
        var request = try request(admission)
        let upload = Upload(framing: head.isChunked ? .chunked(.size) : .length(head.contentLength ?? 0))
        let manner = manner
        let (wire, id) = (Wire(self, context.channel), upload.id)
        upload.body = ByteChannel(onDrain: { wire.run { $0.resume(upload: id) } }, onCancel: { wire.run { $0.discard(upload: id) } })
        request.body = .stream(upload.body.stream, length: head.contentLength.map { Int64($0) })
        inbound.moveReaderIndex(forwardBy: head.length)
        phase = .upload(upload)
        hand(request, manner, context)
    }

    private func readUpload(_ context: ChannelHandlerContext, _ upload: Upload) -> Bool {
        guard !upload.isPaused else { return false }
        do throws(Refusal) {
            switch try upload.framing.next(&inbound) {
            case .needsMore: return false
            case .bytes(let bytes):
                upload.count += bytes.count
                guard upload.count + upload.framing.announced <= door.configuration.maxBody else { throw door.tooLarge }
                if !upload.isDiscarded { upload.isPaused = !upload.body.offer(bytes) }
                return true
            case .end:
                upload.body.finish()
                phase = .answering
                return true
            }
        } catch {
            let failure = UpstreamFailure(httpStatus: error.status, status: "INVALID_ARGUMENT", message: error.message)
            upload.body.finish(.failure(GemError(.badInput, error.message, upstream: failure)))
            upload.isBroken = true
            upload.isPaused = true
            return false
        }
    }

    private func resume(upload id: ObjectIdentifier) {
        guard let context, case .upload(let upload) = phase, upload.id == id, !upload.isBroken else { return }
        upload.isPaused = false
        process(context)
    }

    private func discard(upload id: ObjectIdentifier) {
        guard case .upload(let upload) = phase, upload.id == id else { return }
        upload.isDiscarded = true
        resume(upload: id)
    }
}
