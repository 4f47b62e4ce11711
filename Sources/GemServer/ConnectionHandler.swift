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

    private enum Phase {
        case head
        case body(Door.Admission?)
        case upload(Upload)
        case answering
        case lingering
    }

    private let door: Door
    private let hits: (any HitSource)?
    private let exchanges: AsyncStream<Exchange>.Continuation
    private var context: ChannelHandlerContext?
    private var phase = Phase.head
    private var head = RequestHead()
    private var inbound = ByteBuffer()
    private var outbound = ByteBuffer()
    private var admitted = HostMemo()
    private var needsFlush = false
    private var isReadHeld = false
    private var isStopping = false
    /// Our side of the connection is over; only the client's is waited for.
    private var hasEnded = false

    init(door: Door, hits: (any HitSource)?, exchanges: AsyncStream<Exchange>.Continuation) {
        self.door = door
        self.hits = hits
        self.exchanges = exchanges
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }
    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var buffer = unwrapInboundIn(data)
        if inbound.readableBytes == 0 { inbound = buffer } else { inbound.writeBuffer(&buffer) }
        process(context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        if case .upload(let upload) = phase {
            upload.body.finish(.failure(GemError(.cancelled, "The client went away before its request was complete.")))
        }
        phase = .lingering
        inbound = ByteBuffer()
        exchanges.finish()
        context.fireChannelInactive()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        process(context)
        context.fireChannelWritabilityChanged()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    func read(context: ChannelHandlerContext) {
        if wantsBytes { context.read() } else { isReadHeld = true }
    }

    private var wantsBytes: Bool {
        switch phase {
        case .head, .body, .lingering: true
        case .upload(let upload): !upload.isPaused
        case .answering: inbound.readableBytes == 0
        }
    }

    private func process(_ context: ChannelHandlerContext) {
        while context.channel.isWritable, inbound.readableBytes > 0 || isComplete, step(context) {}
        if inbound.readableBytes == 0 { inbound = ByteBuffer() }
        if needsFlush {
            needsFlush = false
            context.flush()
        }
        if isReadHeld, wantsBytes {
            isReadHeld = false
            context.read()
        }
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
        if answerHit(context, length) { return true }
        do throws(Refusal) {
            var request = try request(admission)
            if length > 0 { request.body = .bytes(inbound.getBytes(at: inbound.readerIndex + head.length, length: length) ?? []) }
            inbound.moveReaderIndex(forwardBy: head.length + length)
            phase = .answering
            hand(request)
        } catch {
            refuse(context, error)
        }
        return false
    }

    private func request(_ admission: Door.Admission?) throws(Refusal) -> Request {
        if let admission { return try Request(head, inbound, admission: admission, door: door) }
        return try Request(head, inbound, admission: door.admit(head, inbound), door: door)
    }

    private func hand(_ request: Request) {
        exchanges.yield(Exchange(request: request, version: head.minorVersion, keepsAlive: head.keepsAlive))
    }

    private func startUpload(_ context: ChannelHandlerContext, _ admission: Door.Admission) throws(Refusal) {
        var request = try request(admission)
        let upload = Upload(framing: head.isChunked ? .chunked(.size) : .length(head.contentLength ?? 0))
        let (wire, id) = (Wire(self, context.channel), upload.id)
        upload.body = ByteChannel(onDrain: { wire.run { $0.resume(upload: id) } }, onCancel: { wire.run { $0.discard(upload: id) } })
        request.body = .stream(upload.body.stream, length: head.contentLength.map { Int64($0) })
        inbound.moveReaderIndex(forwardBy: head.length)
        phase = .upload(upload)
        hand(request)
    }

    private func readUpload(_ context: ChannelHandlerContext, _ upload: Upload) -> Bool {
        guard !upload.isPaused else { return false }
        do throws(Refusal) {
            switch try upload.framing.next(&inbound) {
            case .needsMore: return false
            case .bytes(let bytes):
                upload.count += bytes.count
                guard upload.count <= door.configuration.maxBody else { throw door.tooLarge }
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

// Answering.
extension ConnectionHandler {
    private func answerHit(_ context: ChannelHandlerContext, _ length: Int) -> Bool {
        guard let hits, length > 0, length <= Self.hitLimit, let question = HitQuestion(head, inbound, door: door) else { return false }
        guard let hit = question.ask(hits, inbound, body: head.length..<head.length + length) else { return false }
        let closes = !head.keepsAlive || isStopping
        outbound.clear()
        outbound.write(hit, closes: closes, name: door.configuration.name)
        needsFlush = true
        inbound.moveReaderIndex(forwardBy: head.length + length)
        head.reset()
        phase = .head
        if closes {
            end(context, outbound, keepsAlive: false, promise: nil)
        } else {
            context.write(wrapOutboundOut(outbound), promise: nil)
        }
        return true
    }

    private func refuse(_ context: ChannelHandlerContext, _ refusal: Refusal) {
        let response = refusal.response
        var buffer = context.channel.allocator.buffer(capacity: 512)
        buffer.write(response, framing: .length(response.body.length ?? 0), connection: "close", name: door.configuration.name)
        if case .bytes(let bytes) = response.body { buffer.writeBytes(bytes) }
        end(context, buffer, keepsAlive: false, promise: nil)
    }

    private func write(_ context: ChannelHandlerContext, _ text: StaticString) {
        var buffer = context.channel.allocator.buffer(capacity: text.utf8CodeUnitCount)
        buffer.writeStaticString(text)
        context.write(wrapOutboundOut(buffer), promise: nil)
        needsFlush = true
    }

    /// Writes a part of an answer; the promise is kept once the kernel has it.
    func write(_ buffer: ByteBuffer, promise: EventLoopPromise<Void>) {
        guard let context else { return promise.fail(ChannelError.ioOnClosedChannel) }
        context.writeAndFlush(wrapOutboundOut(buffer), promise: promise)
    }

    /// Writes the last part of an answer, and goes on to the next request or ends the connection.
    func end(_ buffer: ByteBuffer, keepsAlive: Bool, promise: EventLoopPromise<Void>?) {
        guard let context else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        end(context, buffer, keepsAlive: keepsAlive, promise: promise)
    }

    private func end(_ context: ChannelHandlerContext, _ buffer: ByteBuffer, keepsAlive: Bool, promise: EventLoopPromise<Void>?) {
        if keepsAlive, !isStopping, case .answering = phase {
            context.writeAndFlush(wrapOutboundOut(buffer), promise: promise)
            head.reset()
            phase = .head
            process(context)
            return
        }
        if case .upload(let upload) = phase { upload.body.finish(.failure(GemError(.cancelled, "The answer came before the body's end."))) }
        phase = .lingering
        inbound = ByteBuffer()
        let written = promise ?? context.eventLoop.makePromise()
        let wire = Wire(self, context.channel)
        written.futureResult.whenComplete { _ in wire.run { $0.linger() } }
        context.writeAndFlush(wrapOutboundOut(buffer), promise: written)
    }

    /// Ends our side and waits a little for the client's, so that unread bytes of its request do not reset the connection under our answer.
    private func linger() {
        guard let context else { return }
        if isStopping { return context.close(promise: nil) }
        hasEnded = true
        context.close(mode: .output, promise: nil)
        let channel = context.channel
        let timer = context.eventLoop.scheduleTask(in: .seconds(2)) { channel.close(promise: nil) }
        channel.closeFuture.whenComplete { _ in timer.cancel() }
        process(context)
    }

    /// Answers the request under way, if any, then closes.
    func stop() {
        guard let context, !isStopping else { return }
        isStopping = true
        switch phase {
        case .head, .body: context.close(promise: nil)
        case .lingering where hasEnded: context.close(promise: nil)
        case .upload, .answering, .lingering: break
        }
    }
}
