internal import CCurl
internal import GemCore

/// What the loop's thread does: takes orders, drives libcurl, hands on results, and waits.
final class CurlRunner {
    private struct Waiting {
        let number: Int
        let order: Order
        let answer: CurlLoop.Answer
    }

    private let loop: CurlLoop
    private let multi: MultiHandle
    private let mostTransfers: Int
    private let idleTimeout: Duration
    private var active: [Int: Transfer] = [:]
    private var waiting: [Waiting] = []
    /// Origins that speak HTTP/1 only: their exchanges need not wait for a connection to share.
    private var plainOrigins: Set<String> = []
    /// Whether bytes moved since the last look at the sockets.
    private var hasMoved = false
    /// Rounds since the last wait in which nothing moved, without one between them in which something did.
    private var quietRounds = 0
    /// Whether something was posted that libcurl must be told of.
    private var hasOrders = false
    /// How often tasks may go on before the network is looked at again.
    private static let mostTurns = 16
    /// Those that have bytes of this round to hand over.
    private var gathering: [Transfer] = []
    /// How fast the pieces of the one stream there is come.
    private var burst = Burst()
    /// No exchange can have been silent for too long before this: a deadline set later is later.
    private var nextCheck = ContinuousClock.now

    /// Makes the thread's state.
    init(loop: CurlLoop, multi: MultiHandle, mostTransfers: Int, idleTimeout: Duration) {
        self.loop = loop
        self.multi = multi
        self.mostTransfers = max(1, mostTransfers)
        self.idleTimeout = idleTimeout
        _ = gem_curl_multi_set_long(multi.pointer, CURLMOPT_PIPELINING, Int(CURLPIPE_MULTIPLEX))
        _ = gem_curl_multi_set_long(multi.pointer, CURLMOPT_MAXCONNECTS, self.mostTransfers)
    }

    /// Runs until the loop is closed.
    func run() {
        while handleEvents() {
            admit()
            var running: Int32 = 0
            gem_curl_multi_perform(multi.pointer, &running)
            collect()
            handOver()
            admit()
            giveUpSilent()
            poll()
        }
        for transfer in active.values { remove(transfer) { $0.end(CurlLoop.closed) } }
        for order in waiting { order.answer.resume(returning: .failure(CurlLoop.closed)) }
        loop.detach()
        multi.free()
    }

    /// Waits for sockets and events, but over TLS not before two rounds on end in which nothing moved.
    ///
    /// An exchange that reads bytes for another on its connection leaves it a reminder to run at once, as one does for itself that has more to hand over. libcurl loses some of them: before 8.4 one set within a millisecond of the round's start, where an earlier one of the same exchange was due; later still, where a third exchange begins in that round. A complete answer then lies there until something else happens. A round looks at every exchange, reminded or not; one is not enough, since a reminder can get lost in it. Without TLS nothing is read ahead.
    private func poll() {
        quietRounds = hasMoved ? 0 : quietRounds + 1
        let goesOn = quietRounds < 2 && active.values.contains { $0.order.destination.isEncrypted }
        if !goesOn { quietRounds = 0 }
        hasMoved = false
        if goesOn {
            gem_curl_multi_poll(multi.pointer, 0)
            return
        }
        let stream = onlyStream
        if stream == nil { burst.end() }
        // What is there already does not wait for more.
        if burst.isOn, multi.hasMore() { return }
        // Tasks read here what the round has brought, which by itself takes no other round.
        hasOrders = false
        for _ in 0..<Self.mostTurns where !hasOrders {
            if loop.rest() {
                if let pause = stream.flatMap({ burst.pause(after: $0.takeCount()) }) { OSThread.sleep(pause) }
                let start = ContinuousClock.now
                gem_curl_multi_poll(multi.pointer, patience)
                if stream != nil { burst.looked(from: start, to: .now) }
                return loop.rise()
            }
            guard handleEvents() else { return }
        }
    }

    /// The stream that has begun to arrive, where nothing else goes on: nobody else waits for this thread.
    private var onlyStream: Transfer? {
        guard active.count == 1, waiting.isEmpty, let stream = active.first?.value, stream.isArriving else { return nil }
        return stream
    }

    /// Does what was posted; false where the thread is to end.
    private func handleEvents() -> Bool {
        let (events, isClosing) = loop.take()
        for event in events { handle(event) }
        return !isClosing
    }

    /// Hands over what came in this round, all of an exchange's at once.
    private func handOver() {
        guard !gathering.isEmpty else { return }
        for transfer in gathering { transfer.handOver() }
        gathering.removeAll(keepingCapacity: true)
    }

    private func handle(_ event: CurlLoop.Event) {
        if case .job(let job) = event { return job.runSynchronously(on: loop.asUnownedTaskExecutor()) }
        hasOrders = true
        switch event {
        case .job: break
        case .start(let number, let order, let answer):
            waiting.append(Waiting(number: number, order: order, answer: answer))
        case .cancel(let number):
            let error = GemError(.cancelled, "The request was cancelled.")
            if let transfer = active[number] {
                remove(transfer) { $0.end(error) }
            } else if let index = waiting.firstIndex(where: { $0.number == number }) {
                waiting.remove(at: index).answer.resume(returning: .failure(error))
            }
        case .resumeReceiving(let number):
            resume(number) { $0.resumeReceiving() }
        case .resumeSending(let number):
            resume(number) { $0.resumeSending() }
        }
    }

    private func resume(_ number: Int, _ body: (Transfer) -> CURLcode) {
        guard let transfer = active[number] else { return }
        let result = body(transfer)
        if result != CURLE_OK { remove(transfer) { _ = $0.finish(result) } }
    }

    /// Starts waiting orders while there is room.
    ///
    /// One at a time to an origin that may speak HTTP/2, until its request leaves: the next then shares its connection. libcurl's own `PIPEWAIT` does as much, but here those that wait hold no handle, and fail together with the connection they wait for (`giveUp`) instead of each waiting as long again.
    private func admit() {
        guard !waiting.isEmpty else { return }
        var connecting = Set(active.values.filter { $0.order.mayShareConnection && !$0.hasSent }.map { $0.order.destination.origin })
        var left: [Waiting] = []
        for next in waiting {
            let origin = next.order.destination.origin
            let isShared = next.order.mayShareConnection && !plainOrigins.contains(origin)
            if active.count >= mostTransfers || (isShared && connecting.contains(origin)) {
                left.append(next)
            } else {
                start(next)
                if isShared { connecting.insert(origin) }
            }
        }
        waiting = left
    }

    private func start(_ next: Waiting) {
        guard let transfer = Transfer(next.number, next.order, next.answer, loop: loop) else {
            next.answer.resume(returning: .failure(GemError(.internal, "libcurl could not start a request; is there memory left?")))
            return
        }
        let result = transfer.configure()
        guard result == CURLE_OK, gem_curl_multi_add_handle(multi.pointer, transfer.easy) == CURLM_OK else {
            transfer.finish(result == CURLE_OK ? CURLE_FAILED_INIT : result)
            return
        }
        transfer.onActivity = { [unowned self] in hasMoved = true }
        transfer.onGathering = { [unowned self] in gathering.append($0) }
        active[next.number] = transfer
    }

    /// Hands on the exchanges libcurl is done with.
    private func collect() {
        var left: Int32 = 0
        while let message = gem_curl_multi_info_read(multi.pointer, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle else { continue }
            // The message is gone once its handle is removed.
            let result = message.pointee.data.result
            var reference: UnsafeMutableRawPointer?
            guard gem_curl_get_pointer(easy, CURLINFO_PRIVATE, &reference) == CURLE_OK, let reference else { continue }
            remove(Transfer.of(reference)) { transfer in
                guard let error = transfer.finish(result), !transfer.hasSent, error.code == .unreachable else { return }
                giveUp(waitingFor: transfer.order, error)
            }
        }
    }

    /// Ends the orders that waited for a connection which could not be made; one by one, each would wait as long.
    private func giveUp(waitingFor order: Order, _ error: GemError) {
        let origin = order.destination.origin
        guard order.mayShareConnection, !plainOrigins.contains(origin) else { return }
        let isConcerned = { (next: Waiting) in next.order.mayShareConnection && next.order.destination.origin == origin }
        for next in waiting.filter(isConcerned) { next.answer.resume(returning: .failure(error)) }
        waiting.removeAll(where: isConcerned)
    }

    private func remove(_ transfer: Transfer, _ end: (Transfer) -> Void) {
        gem_curl_multi_remove_handle(multi.pointer, transfer.easy)
        active[transfer.number] = nil
        if transfer.isHTTP1, transfer.order.mayShareConnection { plainOrigins.insert(transfer.order.destination.origin) }
        end(transfer)
    }

    /// Ends the exchanges whose other side has been silent for too long.
    private func giveUpSilent() {
        let now = ContinuousClock.now
        if now < nextCheck { return }
        // Bytes only move a deadline on: the earliest of now is early enough for the next look.
        var earliest = now + idleTimeout
        for transfer in active.values {
            guard let deadline = transfer.deadline(idleTimeout) else { continue }
            if deadline <= now {
                remove(transfer) { $0.end(CurlFailure.silence(of: $0.order.destination.host, $0.order.configuration)) }
            } else {
                earliest = min(earliest, deadline)
            }
        }
        nextCheck = earliest
    }

    /// How long to wait for sockets and events, in milliseconds.
    private var patience: Int32 {
        guard !active.isEmpty else { return 60_000 }
        let rest = nextCheck - ContinuousClock.now
        return rest > .zero ? Int32(clamping: min(rest.wholeMilliseconds, 60_000)) : 0
    }
}
