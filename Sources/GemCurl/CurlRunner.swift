internal import CCurl
internal import GemCore

/// What the loop's thread does: takes orders, drives libcurl, hands on results, and waits.
final class CurlRunner {
    private let loop: CurlLoop
    private let multi: MultiHandle
    private let mostTransfers: Int
    private let idleTimeout: Duration
    private var active: [Int: Transfer] = [:]
    private var waiting: [(number: Int, order: Order, answer: CurlLoop.Answer)] = []
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
        while true {
            let (events, isClosing) = loop.take()
            for event in events { handle(event) }
            if isClosing { break }
            admit()
            var running: Int32 = 0
            curl_multi_perform(multi.pointer, &running)
            collect()
            giveUpSilent()
            curl_multi_poll(multi.pointer, nil, 0, patience, nil)
        }
        for transfer in active.values { remove(transfer) { $0.end(CurlLoop.closed) } }
        for order in waiting { order.answer.resume(returning: .failure(CurlLoop.closed)) }
        loop.detach()
        multi.free()
    }

    private func handle(_ event: CurlLoop.Event) {
        switch event {
        case .start(let number, let order, let answer):
            waiting.append((number, order, answer))
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
        if result != CURLE_OK { remove(transfer) { $0.finish(result) } }
    }

    /// Starts waiting orders while there is room.
    private func admit() {
        var started = 0
        while active.count < mostTransfers, started < waiting.count {
            let (number, order, answer) = waiting[started]
            started += 1
            guard let transfer = Transfer(number, order, answer, loop: loop) else {
                answer.resume(returning: .failure(GemError(.internal, "libcurl could not start a request; is there memory left?")))
                continue
            }
            let result = transfer.configure()
            guard result == CURLE_OK, curl_multi_add_handle(multi.pointer, transfer.easy) == CURLM_OK else {
                transfer.finish(result == CURLE_OK ? CURLE_FAILED_INIT : result)
                continue
            }
            active[number] = transfer
        }
        waiting.removeFirst(started)
    }

    /// Hands on the exchanges libcurl is done with.
    private func collect() {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi.pointer, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle else { continue }
            // The message is gone once its handle is removed.
            let result = message.pointee.data.result
            var reference: UnsafeMutableRawPointer?
            guard gem_curl_get_pointer(easy, CURLINFO_PRIVATE, &reference) == CURLE_OK, let reference else { continue }
            remove(Transfer.of(reference)) { $0.finish(result) }
        }
    }

    private func remove(_ transfer: Transfer, _ end: (Transfer) -> Void) {
        curl_multi_remove_handle(multi.pointer, transfer.easy)
        active[transfer.number] = nil
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
        if !waiting.isEmpty, active.count < mostTransfers { return 0 }
        guard !active.isEmpty else { return 60_000 }
        let rest = nextCheck - ContinuousClock.now
        return rest > .zero ? Int32(clamping: min(rest.wholeMilliseconds, 60_000)) : 0
    }
}
