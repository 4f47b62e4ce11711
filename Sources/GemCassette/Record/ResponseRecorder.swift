internal import GemCore
internal import HTTPTypes
internal import Synchronization

/// Takes note of a response while its bytes pass on to the reader.
final class ResponseRecorder: Sendable {
    /// How a body ended.
    enum End: Sendable {
        /// As it should.
        case complete
        /// The connection was lost.
        case cut
        /// The reader left.
        case dropped
    }

    private let time: any TimeSource
    private let start: Timestamp
    private let onEnd: @Sendable (_ bytes: [UInt8], _ marks: [ArrivalMark], _ end: End) -> Void
    private let onOverflow: @Sendable () -> Void
    private let state = Mutex(State())

    private struct State {
        var bytes: [UInt8] = []
        var marks: [ArrivalMark] = []
        var isDone = false
    }

    init(
        time: any TimeSource, start: Timestamp, onOverflow: @escaping @Sendable () -> Void,
        onEnd: @escaping @Sendable ([UInt8], [ArrivalMark], End) -> Void
    ) {
        self.time = time
        self.start = start
        self.onOverflow = onOverflow
        self.onEnd = onEnd
    }

    /// The body with the recorder listening in; the bytes are not held back.
    func listen(to body: Body) throws(GemError) -> Body {
        switch body {
        case .empty:
            finish(.complete)
            return body
        case .bytes(let bytes):
            note(bytes)
            finish(.complete)
            return body
        case .file(let slice):
            if slice.length > Int64(Inquiry.largestBody) {
                overflow()
            } else {
                note(try slice.read())
                finish(.complete)
            }
            return body
        case .stream(let stream, let length):
            return .stream(listen(to: stream, length: length), length: length)
        }
    }

    private func listen(to stream: ByteStream, length: Int64?) -> ByteStream {
        ByteStream(
            next: { () throws(GemError) in
                do throws(GemError) {
                    var reader = stream.makeAsyncIterator()
                    guard let chunk = try await reader.next() else {
                        self.finish(.complete)
                        return nil
                    }
                    self.note(chunk)
                    return chunk
                } catch {
                    self.finish(error.code == .cancelled ? .dropped : .cut)
                    throw error
                }
            },
            cancel: {
                stream.cancel()
                self.finish(length.map { $0 == Int64(self.count) } == true ? .complete : .dropped)
            })
    }

    private var count: Int { state.withLock { $0.bytes.count } }

    private func note(_ chunk: [UInt8]) {
        let milliseconds = (time.now.microseconds - start.microseconds) / 1000
        let isTooLarge = state.withLock { state in
            guard !state.isDone else { return false }
            state.bytes.append(contentsOf: chunk)
            state.marks.append(ArrivalMark(end: state.bytes.count, milliseconds: milliseconds))
            return state.bytes.count > Inquiry.largestBody
        }
        if isTooLarge { overflow() }
    }

    private func overflow() {
        if take() != nil { onOverflow() }
    }

    private func finish(_ end: End) {
        if let (bytes, marks) = take() { onEnd(bytes, marks, end) }
    }

    /// What was noted, once.
    private func take() -> ([UInt8], [ArrivalMark])? {
        state.withLock { state in
            guard !state.isDone else { return nil }
            let taken = (state.bytes, state.marks)
            state = State(isDone: true)
            return taken
        }
    }
}

/// Hashes an upload's bytes on their way up.
final class UploadHash: Sendable {
    private let state = Mutex(State())

    private struct State: ~Copyable {
        var hasher = Digest.Hasher()
        var length: Int64 = 0
    }

    init() {}

    /// The stream with the hash listening in.
    func listen(to stream: ByteStream) -> ByteStream {
        ByteStream(
            next: { () throws(GemError) in
                var reader = stream.makeAsyncIterator()
                guard let chunk = try await reader.next() else { return nil }
                self.state.withLock { state in
                    state.hasher.update(chunk)
                    state.length += Int64(chunk.count)
                }
                return chunk
            }, cancel: { stream.cancel() })
    }

    /// The body that has passed.
    var body: RecordedBody {
        state.withLock { $0.length == 0 ? .none : .digest($0.hasher.digest(), length: $0.length) }
    }
}
