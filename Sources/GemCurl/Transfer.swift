internal import CCurl
internal import GemCore
internal import HTTPTypes

/// One exchange on the loop's thread: libcurl's easy handle, and the state its callbacks change.
final class Transfer {
    /// The exchange's number.
    let number: Int
    /// What is carried out.
    let order: Order
    /// libcurl's handle.
    let easy: UnsafeMutableRawPointer
    /// Whether any of the request may have left.
    private(set) var hasSent = false
    /// When bytes moved last, in either direction.
    private(set) var lastActivity = ContinuousClock.now
    /// Called whenever bytes move or the request is about to.
    var onActivity: () -> Void = {}
    /// Called when there is something to hand over at the end of the round.
    var onGathering: (Transfer) -> Void = { $0.handOver() }

    private let loop: CurlLoop
    private var answer: CurlLoop.Answer?
    private var channel: ByteChannel?
    private var reader: UploadReader
    private var head = HeadReader()
    /// Why a callback ended the exchange.
    private var failure: GemError?
    /// Whether the channel asked for a pause.
    private var isFull = false
    /// Bytes of the body that came in this round.
    private var gathered: [UInt8] = []
    /// Bytes of the body, since somebody asked.
    private var received = 0
    /// No more than so many bytes are gathered.
    private static let most = 64 << 10
    /// What reads the body's coding; nil where it has none.
    private var gunzip: Gunzip?
    private var isReceivingPaused = false
    private var isSendingPaused = false
    /// The request's header fields, which libcurl reads in place.
    var list: UnsafeMutablePointer<curl_slist>?
    /// Where libcurl puts its own words about a failure.
    let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

    /// Whether a callback ended the exchange.
    var hasFailed: Bool { failure != nil }

    /// Whether the pieces of a stream are coming.
    var isArriving: Bool { order.isStreamed && channel != nil && !isFull }

    /// Whether the answer came over HTTP/1.
    var isHTTP1: Bool { head.isHTTP1 }

    /// Makes a handle for `order`; nil where there is no memory. Set up by `configure`.
    init?(_ number: Int, _ order: Order, _ answer: CurlLoop.Answer, loop: CurlLoop) {
        guard let easy = gem_curl_easy_init() else { return nil }
        self.number = number
        self.order = order
        self.easy = easy
        self.answer = answer
        self.loop = loop
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        reader = UploadReader(order.upload, onData: { loop.post(.resumeSending(number)) })
    }

    deinit {
        gem_curl_easy_cleanup(easy)
        gem_curl_slist_free_all(list)
        errorText.deallocate()
    }

    /// When the other side has been silent for too long; nil while it is not its turn.
    func deadline(_ idleTimeout: Duration) -> ContinuousClock.Instant? {
        guard hasSent, !isFull, !isSendingPaused else { return nil }
        return lastActivity + idleTimeout
    }

    /// Goes on receiving after the reader has caught up.
    func resumeReceiving() -> CURLcode {
        isFull = false
        guard isReceivingPaused else { return CURLE_OK }
        isReceivingPaused = false
        return unpause()
    }

    /// Goes on sending after the source has more.
    func resumeSending() -> CURLcode {
        guard isSendingPaused else { return CURLE_OK }
        isSendingPaused = false
        return unpause()
    }

    /// Tells the caller that libcurl is done, and gives what it was told; nil for well.
    @discardableResult func finish(_ code: CURLcode) -> GemError? {
        if code == CURLE_OK, failure == nil, gunzip?.isWhole == false {
            failure = GemError(.cut, "\(order.destination.host) ended its answer before the end of what gzip coded. Ask again.")
        }
        let error = failure ?? (code == CURLE_OK && answer == nil ? nil : failure(code))
        end(error)
        return error
    }

    /// Tells the caller how the exchange ended; nil for well.
    func end(_ error: GemError?) {
        reader.close()
        handOver()
        answer?.resume(returning: .failure(error ?? GemError(.cut, "\(order.destination.host) sent no header fields. Ask again.")))
        channel?.finish(error.map { .failure($0) } ?? .success(()))
        answer = nil
        channel = nil
    }

    private func failure(_ code: CURLcode) -> GemError {
        let text = String(cString: errorText)
        return CurlFailure(
            code: code, text: text, hasSent: hasSent, host: order.destination.host, timeLimit: order.timeLimit.map { .milliseconds($0) },
            configuration: order.configuration
        ).error
    }

    private func noteActivity() {
        lastActivity = ContinuousClock.now
        onActivity()
    }

    private func unpause() -> CURLcode {
        noteActivity()
        return gem_curl_easy_pause(easy, (isReceivingPaused ? CURLPAUSE_RECV : 0) | (isSendingPaused ? CURLPAUSE_SEND : 0))
    }
}

// What libcurl calls.
extension Transfer {
    /// The connection stands and the request is about to leave; false to give up.
    func willSend() -> Bool {
        if hasSent, !order.isRepeatable {
            failure = CurlFailure.deadConnection(to: order.destination.host)
            return false
        }
        hasSent = true
        noteActivity()
        return true
    }

    /// Gives bytes of the body to libcurl.
    func send(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        noteActivity()
        switch reader.read(into: buffer) {
        case .bytes(let count): return count
        case .end: return 0
        case .wait:
            isSendingPaused = true
            return Int(CURL_READFUNC_PAUSE)
        case .failure(let error):
            failure = error
            return Int(CURL_READFUNC_ABORT)
        }
    }

    /// Goes back in the body, to send it again.
    func rewind(to offset: Int64) -> Bool { reader.seek(to: offset) }

    /// Takes a header line; the caller has its answer at the blank one. False to give up.
    func receive(headerLine line: UnsafeRawBufferPointer) -> Bool {
        noteActivity()
        guard let answer, var head = head.take(line) else { return true }
        guard !self.head.hasTwoLengths else {
            failure = GemError(
                .upstream, "\(order.destination.host) told two lengths of one answer, so that nobody can know where it ends; ask again.")
            return false
        }
        self.answer = nil
        // An error answer ends the sending; but libcurl (7.88) goes on waiting for an upload that is paused just then, and never tells that the answer is whole.
        if isSendingPaused { loop.post(.resumeSending(number)) }
        // Also what was not asked for is decoded, where a server codes it all the same.
        let coding = head.headerFields[.contentEncoding]?.lowercased()
        if order.asksForGzip || order.method == .post, coding == "gzip" || coding == "x-gzip", let gunzip = Gunzip() {
            self.gunzip = consume gunzip
            head.headerFields[.contentEncoding] = nil
            head.headerFields[.contentLength] = nil
        }
        let length = head.headerFields[.contentLength].flatMap { Int64($0) }
        if order.method == .head || length == 0 || head.status.code == 204 || head.status.code == 304 {
            answer.resume(returning: .success(Response(head)))
            return true
        }
        let (loop, number) = (loop, number)
        let channel = ByteChannel(
            onDrain: { loop.post(.resumeReceiving(number)) }, onCancel: { loop.post(.cancel(number)) })
        self.channel = channel
        var stream = channel.stream
        stream.executor = loop
        answer.resume(returning: .success(Response(head, body: .stream(stream, length: length))))
        return true
    }

    /// Takes bytes of the body; false to be given them again after a pause.
    func receive(_ bytes: UnsafeRawBufferPointer) -> Bool {
        noteActivity()
        if gathered.count + bytes.count > Self.most { handOver() }
        guard !isFull else {
            isReceivingPaused = true
            return false
        }
        received += bytes.count
        guard channel != nil else { return true }
        guard gunzip != nil else {
            gather(bytes)
            return true
        }
        guard gunzip?.decode(bytes, { gather($0) }) == .broken else { return true }
        failure = GemError(.cut, "What \(order.destination.host) answered could not be decompressed. Ask again.")
        return false
    }

    private func gather(_ bytes: some Collection<UInt8>) {
        if gathered.isEmpty { onGathering(self) }
        gathered.append(contentsOf: bytes)
        if gathered.count >= Self.most { handOver() }
    }

    /// Hands the reader what has been gathered.
    func handOver() {
        guard !gathered.isEmpty, let channel else { return }
        let bytes = gathered
        gathered = []
        if !channel.offer(bytes) { isFull = true }
    }

    /// How many bytes of the body have come since the last call.
    func takeCount() -> Int {
        defer { received = 0 }
        return received
    }
}
