internal import GemCore
internal import HTTPTypes
internal import NIOCore

extension ConnectionHandler {
    /// The digest of a whole request, for sources that remember requests.
    func wireDigest(_ length: Int) -> Digest? {
        guard let hits, hits.remembersRequests, length <= Self.hitLimit, head.minorVersion > 0, !head.isUnusual,
            door.configuration.token == nil
        else { return nil }
        return Self.digest(inbound, count: head.length + length)
    }

    private static func digest(_ bytes: ByteBuffer, count: Int) -> Digest {
        Digest(of: bytes.readableBytesSpan.extracting(0..<count))
    }

    func answerHit(_ context: ChannelHandlerContext, _ length: Int, _ wire: Digest?) -> Bool {
        guard var hit = hit(length, wire) else { return false }
        let closes = !head.keepsAlive || isStopping
        let coding = door.configuration.gzipsFrom.flatMap { hit.code(from: $0) { head.value(.acceptEncoding).map(inbound.text) } }
        outbound.clear()
        outbound.write(hit, coding: coding, closes: closes, name: door.configuration.name)
        needsFlush = true
        inbound.moveReaderIndex(forwardBy: head.length + length)
        head.reset()
        phase = .head
        patience.restart()
        if closes {
            end(context, outbound, keepsAlive: false, promise: nil)
        } else {
            context.write(wrapOutboundOut(outbound), promise: nil)
        }
        return true
    }

    private func hit(_ length: Int, _ wire: Digest?) -> Hit? {
        guard let hits else { return nil }
        if let wire { return hits.hit(wire: wire) }
        guard length > 0, length <= Self.hitLimit, let question = HitQuestion(head, inbound, door: door) else { return nil }
        return question.ask(hits, inbound, body: head.length..<head.length + length)
    }

    func refuse(_ context: ChannelHandlerContext, _ refusal: Refusal) {
        let response = refusal.response
        var buffer = context.channel.allocator.buffer(capacity: 512)
        buffer.write(response, framing: .length(response.body.length ?? 0), connection: "close", name: door.configuration.name)
        if case .bytes(let bytes) = response.body { buffer.writeBytes(bytes) }
        end(context, buffer, keepsAlive: false, promise: nil)
    }

    func write(_ context: ChannelHandlerContext, _ text: StaticString) {
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

    func end(_ context: ChannelHandlerContext, _ buffer: ByteBuffer, keepsAlive: Bool, promise: EventLoopPromise<Void>?) {
        if keepsAlive, !isStopping, case .answering = phase {
            context.writeAndFlush(wrapOutboundOut(buffer), promise: promise)
            head.reset()
            phase = .head
            patience.restart()
            process(context)
            noteWait(context, hasProgress: true)
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
        if isStopping || hasInputEnded { return context.close(promise: nil) }
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
