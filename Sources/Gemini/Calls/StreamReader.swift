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
        /// What has come and nobody has seen.
        var events: [EventStreamDecoder.Event] = []
        var taken = 0
        var whole = StreamWhole()
        var isSourceAtEnd = false
        var end: Result<Void, GemError>?
        /// What was read beyond the piece that was handed out, or why nothing follows it.
        var held: Result<GenerateStream.Piece, GemError>?
    }

    init(_ response: Response, model: String) {
        source = Self.stream(response.body)
        cacheStatus = response.cacheStatus
        self.model = model
        state = Mutex(State())
    }

    /// Where the answer's bytes arrive: a task that reads it there waits for no other thread. Nil where that is anywhere.
    var executor: (any TaskExecutor)? { source.executor }

    /// The next chunk; nil at the answer's proper end. After an error, nil as well.
    func next() async throws(GemError) -> GenerateContentResponse? {
        guard case .chunk(let chunk)? = try await step({ (state) throws(GemError) in try self.chunk(&state) }) else { return nil }
        return chunk
    }

    /// The next chunk, as its text where it is no more than text; nil as for `next`.
    func piece() async throws(GemError) -> GenerateStream.Piece? {
        try await step { (state) throws(GemError) in try self.piece(&state) }
    }

    /// All that has come since the last call as one piece, or the first of some pieces where it is of more than one kind; nil as for `next`.
    func gathered() async throws(GemError) -> GenerateStream.Piece? {
        try await step { (state) throws(GemError) in try self.gathered(&state) }
    }

    /// Reads what is left and gives the whole answer.
    func collect() async throws(GemError) -> GenerateContentResponse {
        while try await gathered() != nil {}
        return try response()
    }

    /// The whole answer; throws `unfinished` before the end.
    func response() throws(GemError) -> GenerateContentResponse {
        let (end, whole) = state.withLock { ($0.end, $0.whole) }
        guard let end else { throw unfinished() }
        try end.get()
        return try self.whole(whole).withWholeCalls(model)
    }

    private func whole(_ whole: StreamWhole) throws(GemError) -> GenerateContentResponse {
        do { return GenerateContentResponse(json: try whole.merged(), cacheStatus: cacheStatus) } catch { throw notJSON(error) }
    }

    /// The error of asking for the whole too early.
    func unfinished() -> GemError {
        GemError(
            .unfinished,
            "\(model)'s answer has not come to its end: read the stream to its end before asking for the whole, or call collect().")
    }

    /// What `take` gives of what has come; waits for more while that is nothing, to the answer's end.
    private func step(
        _ take: (inout State) throws(GemError) -> GenerateStream.Piece?
    ) async throws(GemError) -> GenerateStream.Piece? {
        while true {
            do {
                let (piece, isOver) = try state.withLock { (state) throws(GemError) -> (GenerateStream.Piece?, Bool) in
                    if state.end != nil { return (nil, true) }
                    if let piece = try take(&state) { return (piece, false) }
                    guard state.isSourceAtEnd else { return (nil, false) }
                    try finish(&state)
                    return (nil, true)
                }
                if isOver || piece != nil { return piece }
                let bytes = try await bytes()
                state.withLock { state in
                    guard let bytes else { return state.isSourceAtEnd = true }
                    state.events.removeFirst(state.taken)
                    state.events += state.decoder.feed(bytes)
                    state.taken = 0
                }
            } catch {
                state.withLock { $0.end = .failure(error) }
                source.cancel()
                throw error
            }
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

    private func chunk(_ state: inout State) throws(GemError) -> GenerateStream.Piece? {
        guard let (seen, event) = try take(&state) else { return nil }
        switch seen {
        case .tree(let json): return .chunk(GenerateContentResponse(json: json, cacheStatus: cacheStatus))
        case .plain: return .chunk(try tree(event))
        }
    }

    private func piece(_ state: inout State) throws(GemError) -> GenerateStream.Piece? {
        guard let (seen, event) = try take(&state) else { return nil }
        switch seen {
        case .tree(let json): return .chunk(GenerateContentResponse(json: json, cacheStatus: cacheStatus))
        case .plain(let chunk) where chunk.index == 0: return chunk.isThought ? .thought(chunk.text) : .text(chunk.text)
        case .plain: return .chunk(try tree(event))
        }
    }

    private func gathered(_ state: inout State) throws(GemError) -> GenerateStream.Piece? {
        var first = try held(&state)
        if first == nil { first = try self.piece(&state) }
        guard var piece = first else { return nil }
        do throws(GemError) {
            while let next = try self.piece(&state) {
                guard piece.takes(next) else {
                    state.held = .success(next)
                    return piece
                }
            }
        } catch {
            // What came before it is given first.
            state.held = .failure(error)
        }
        return piece
    }

    private func held(_ state: inout State) throws(GemError) -> GenerateStream.Piece? {
        let held = state.held
        state.held = nil
        return try held?.get()
    }

    /// The next event that has come and nobody has seen.
    private func take(_ state: inout State) throws(GemError) -> (StreamWhole.Seen, [UInt8])? {
        guard state.taken < state.events.count else { return nil }
        let event = state.events[state.taken].data
        let isError = state.events[state.taken].name == EventStreamDecoder.Event.error
        state.taken += 1
        if isError { throw failure((try? JSON(parsing: event)) ?? .null, event) }
        let seen: StreamWhole.Seen
        do { seen = try state.whole.add(event) } catch { throw notJSON(error) }
        if case .tree(let json) = seen, json["error"] != nil { throw failure(json, event) }
        return (seen, event)
    }

    private func tree(_ event: [UInt8]) throws(GemError) -> GenerateContentResponse {
        do { return GenerateContentResponse(json: try JSON(parsing: event), cacheStatus: cacheStatus) } catch { throw notJSON(error) }
    }

    private func notJSON(_ error: JSONFailure) -> GemError {
        GemError(.upstream, "An event of \(model)'s answer is not JSON: \(error).", cause: error)
    }

    private func finish(_ state: inout State) throws(GemError) {
        let isAtBoundary = state.decoder.isAtBoundary
        state.decoder.finish()
        let stray = state.decoder.stray
        if !stray.isEmpty {
            let json = (try? JSON(parsing: stray)) ?? .null
            let error = json[0] ?? json
            guard error["error"] != nil else {
                let words = String(decoding: stray.prefix(200), as: UTF8.self).split(whereSeparator: \.isWhitespace).joined(separator: " ")
                throw GemError(
                    .upstream, "\(model) answered a stream with what is no event: \(words). Check the base URL, or ask again.")
            }
            throw failure(error, stray)
        }
        if state.decoder.hasErrorEvent { throw failure(.null, []) }
        guard isAtBoundary, state.whole.isComplete else {
            throw GemError(
                .cut,
                "\(model)'s answer was cut: its stream ended without a final finishReason, after \(state.whole.count) events. Ask again.")
        }
        state.end = .success(())
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
