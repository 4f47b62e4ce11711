internal import GemCore
internal import NIOCore

// Losing patience with clients that keep the server waiting. One timer a connection looks now and then, so that a request costs none.
extension ConnectionHandler {
    /// Notes what is waited for, after something was read, written or answered.
    func noteWait(_ context: ChannelHandlerContext, hasProgress: Bool) {
        patience.wait(for: wait(context), hasProgress: hasProgress, now: context.eventLoop.now)
    }

    /// Looks at the connection's deadline when it may have come.
    func keepLooking(_ context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        let (limits, now) = (door.patience, context.eventLoop.now)
        let next = min(patience.deadline(limits) ?? .distantFuture, now + limits.interval)
        let wire = Wire(self, context.channel)
        lookAgain = context.eventLoop.scheduleTask(deadline: next) { wire.run { $0.look() } }
    }

    private func look() {
        guard let context else { return }
        noteWait(context, hasProgress: false)
        guard let deadline = patience.deadline(door.patience), deadline <= context.eventLoop.now else { return keepLooking(context) }
        switch patience.wait {
        case .nothing, .request, .reader: context.close(promise: nil)
        case .head, .body: lose(context)
        }
        keepLooking(context)
    }

    private func lose(_ context: ChannelHandlerContext) {
        guard case .upload(let upload) = phase else { return refuse(context, .late) }
        // A transport reads this body and will answer: with this failure, if it has nothing of its own to say.
        let failure = UpstreamFailure(httpStatus: Refusal.late.status, status: "DEADLINE_EXCEEDED", message: Refusal.late.message)
        upload.body.finish(.failure(GemError(.timeout, Refusal.late.message, upstream: failure)))
        upload.isBroken = true
        upload.isPaused = true
    }

    private func wait(_ context: ChannelHandlerContext) -> Patience.Wait {
        guard context.channel.isWritable else { return .reader }
        switch phase {
        case .head: return inbound.readableBytes == 0 ? .request : .head
        case .body: return .body
        case .upload(let upload): return upload.isPaused ? .nothing : .body
        case .answering, .lingering: return .nothing
        }
    }
}
