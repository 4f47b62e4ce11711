internal import GemCache
internal import GemCore
internal import Synchronization

/// Reads a streamed answer's events, remembers them, and tells a whole answer from a cut one.
final class StreamReader: Sendable {
    private let source: ByteStream
    private let model: String
    private let cacheStatus: CacheStatus?
    private let state: Mutex<State>

    private struct State {
        var decoder = EventStreamDecoder()
        var chunks: [JSON] = []
        var taken = 0
        var end: Result<Void, GemError>?

        /// The next chunk nobody has seen, or how the stream ended.
        mutating func take() -> (JSON?, Result<Void, GemError>?) {
            guard taken < chunks.count else { return (nil, end) }
            defer { taken += 1 }
            return (chunks[taken], nil)
        }
    }

    init(_ response: Response, model: String) {
        source = Self.stream(response.body)
        cacheStatus = response.cacheStatus
        self.model = model
        state = Mutex(State())
    }

    /// The next chunk; nil at the answer's proper end. After an error, nil as well.
    func next() async throws(GemError) -> GenerateContentResponse? {
        while true {
            let (chunk, end) = state.withLock { $0.take() }
            if let chunk { return GenerateContentResponse(json: chunk, cacheStatus: cacheStatus) }
            if end != nil { return nil }
            try await pull()
        }
    }

    /// Reads what is left and gives the whole answer.
    func collect() async throws(GemError) -> GenerateContentResponse {
        while state.withLock({ $0.end == nil }) { try await pull() }
        return try response()
    }

    /// The whole answer; throws `unfinished` before the end.
    func response() throws(GemError) -> GenerateContentResponse {
        let (end, chunks) = state.withLock { ($0.end, $0.chunks) }
        guard let end else { throw unfinished() }
        try end.get()
        return GenerateContentResponse(json: StreamMerge.merge(chunks), cacheStatus: cacheStatus)
    }

    /// The error of asking for the whole too early.
    func unfinished() -> GemError {
        GemError(
            .unfinished,
            "\(model)'s answer has not come to its end: read the stream to its end before asking for the whole, or call collect().")
    }

    /// Takes in the next bytes; an error is remembered and thrown.
    private func pull() async throws(GemError) {
        do {
            if let bytes = try await bytes() {
                try feed(bytes)
            } else {
                try finish()
            }
        } catch {
            state.withLock { $0.end = .failure(error) }
            source.cancel()
            throw error
        }
    }

    /// The next bytes; a task that is cancelled ends the exchange, and sees a `cancelled` error.
    private func bytes() async throws(GemError) -> [UInt8]? {
        let next = await withTaskCancellationHandler {
            var iterator = source.makeAsyncIterator()
            do throws(GemError) {
                return Result<[UInt8]?, GemError>.success(try await iterator.next())
            } catch {
                return .failure(error)
            }
        } onCancel: {
            source.cancel()
        }
        if Task.isCancelled { throw GemError(.cancelled, "\(model)'s answer was given up before its end.") }
        return try next.get()
    }

    private func feed(_ bytes: [UInt8]) throws(GemError) {
        for event in state.withLock({ $0.decoder.feed(bytes) }) {
            let json: JSON
            do { json = try JSON(parsing: event.data) } catch {
                throw GemError(.upstream, "An event of \(model)'s answer is not JSON: \(error).", cause: error)
            }
            if json["error"] != nil { throw failure(json, event.data) }
            state.withLock { $0.chunks.append(json) }
        }
    }

    private func finish() throws(GemError) {
        let (stray, isAtBoundary, chunks) = state.withLock { state in
            let isAtBoundary = state.decoder.isAtBoundary
            state.decoder.finish()
            return (state.decoder.stray, isAtBoundary, state.chunks)
        }
        if !stray.isEmpty {
            let json = (try? JSON(parsing: stray)) ?? .null
            throw failure(json[0] ?? json, stray)
        }
        guard isAtBoundary, StreamMerge.isComplete(chunks) else {
            throw GemError(
                .cut, "\(model)'s answer was cut: its stream ended without a final finishReason, after \(chunks.count) events. Ask again.")
        }
        state.withLock { $0.end = .success(()) }
    }

    /// The error the API put in the middle of its stream.
    private func failure(_ json: JSON, _ bytes: [UInt8]) -> GemError {
        let status = json["error"]?["code"]?.int ?? 500
        return .answered(UpstreamFailure(httpStatus: status, body: bytes), to: "read \(model)'s answer to its end")
    }

    private static func stream(_ body: Body) -> ByteStream {
        switch body {
        case .empty: ByteStream(chunks: [])
        case .bytes(let bytes): ByteStream(chunks: [bytes])
        case .stream(let stream, _): stream
        case .file(let slice):
            ByteStream(chunks: (try? slice.read()).map { [$0] } ?? [])
        }
    }
}
