internal import GemCore
internal import HTTPTypes

extension CacheLayer {
    /// An answer in the shape that was asked for; from the store, with its age and what is left of its lifetime, where `stored` is given.
    func serve(_ answer: Answer, _ trip: Trip, _ status: CacheStatus, _ stored: Stored?) throws(GemError) -> Response {
        let shape = trip.asked.question.route.shape
        var (head, status) = (Self.head(shape), status)
        if let stored {
            head.headerFields[.age] = String(stored.wholeAge)
            status.ttl = stored.ttl
        }
        if answer.isVerbatim { head.headerFields[.contentType] = Answer.contentType(of: .events) }
        let isStreamed = shape == .events || answer.isVerbatim
        let pace = trip.request.options.pace
        if pace > 0, isStreamed || shape == .array, answer.shape != .unary || answer.isVerbatim {
            let stream = ByteStream(chunks: try answer.chunks(as: shape), delays: answer.frames.map(\.delay), pace: pace, time: time)
            return Response(head, body: .stream(stream, length: nil), cacheStatus: status)
        }
        guard isStreamed else { return Response(head, body: .bytes(try answer.bytes(as: shape)), cacheStatus: status) }
        return Response(head, body: .stream(ByteStream(chunks: try answer.chunks(as: shape)), length: nil), cacheStatus: status)
    }

    /// The head of an answer of a shape.
    static func head(_ shape: Route.Shape) -> HTTPResponse {
        var fields = HTTPFields()
        fields[.contentType] = Answer.contentType(of: shape)
        return HTTPResponse(status: .ok, headerFields: fields)
    }
}

extension ByteStream {
    /// Plays chunks with the delays that went before each when they were recorded, `pace` times as fast.
    ///
    /// Each chunk is due at its own time from the first read on, so that a slow reader or a coarse clock adds nothing up.
    init(chunks: [[UInt8]], delays: [Int64], pace: Double, time: any TimeSource) {
        let place = Counter()
        var due: [Double] = []
        for delay in delays { due.append((due.last ?? 0) + Double(Swift.max(0, delay)) / 1e6 / pace) }
        let times = due
        let start = time.now
        self.init(next: { () throws(GemError) in
            let index = place.next()
            guard index < chunks.count else { return nil }
            if times.indices.contains(index) { try await time.sleep(until: start.adding(seconds: Swift.min(times[index], 1e9))) }
            return chunks[index]
        })
    }
}
