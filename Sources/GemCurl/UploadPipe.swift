internal import GemCore
internal import Synchronization

/// Brings the chunks of a `ByteStream` to a reader that cannot wait.
///
/// A task of its own pulls the stream, from the first read on, and pauses while `highWater` bytes are unread; `close` ends it.
final class UploadPipe: Sendable {
    private static let highWater = 256 << 10

    private struct State {
        var chunks: [[UInt8]] = []
        var first = 0
        var offset = 0
        var unread = 0
        var end: Result<Void, GemError>?
        var isReaderWaiting = false
        var isClosed = false
        var pump: Task<Void, Never>?
        var writer: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())
    private let stream: ByteStream
    private let onData: @Sendable () -> Void

    /// Makes a pipe for `stream`; `onData` is called when a reader that had to wait can go on.
    init(_ stream: ByteStream, onData: @escaping @Sendable () -> Void) {
        self.stream = stream
        self.onData = onData
    }

    /// Fills `buffer` with what is there.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> UploadReader.Step {
        let (step, writer) = state.withLock { state -> (UploadReader.Step, CheckedContinuation<Void, Never>?) in
            if state.pump == nil, !state.isClosed { state.pump = Task { await self.pull() } }
            let count = Self.take(&state, into: buffer)
            if count > 0 {
                guard state.unread < Self.highWater / 2 else { return (.bytes(count), nil) }
                defer { state.writer = nil }
                return (.bytes(count), state.writer)
            }
            switch state.end {
            case .success: return (.end, nil)
            case .failure(let error): return (.failure(error), nil)
            case nil:
                state.isReaderWaiting = true
                return (.wait, nil)
            }
        }
        writer?.resume()
        return step
    }

    /// Ends the pulling task and the stream.
    func close() {
        let (pump, writer) = state.withLock { state in
            state.isClosed = true
            state.chunks = []
            defer { (state.pump, state.writer) = (nil, nil) }
            return (state.pump, state.writer)
        }
        pump?.cancel()
        writer?.resume()
        stream.cancel()
    }

    private static func take(_ state: inout State, into buffer: UnsafeMutableRawBufferPointer) -> Int {
        var filled = 0
        while filled < buffer.count, state.first < state.chunks.count {
            let rest = state.chunks[state.first][state.offset...].prefix(buffer.count - filled)
            UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]).copyBytes(from: rest)
            filled += rest.count
            state.offset += rest.count
            guard state.offset == state.chunks[state.first].count else { break }
            state.chunks[state.first] = []
            state.first += 1
            state.offset = 0
        }
        if state.first == state.chunks.count {
            state.chunks.removeAll(keepingCapacity: true)
            state.first = 0
        }
        state.unread -= filled
        return filled
    }

    private func pull() async {
        do throws(GemError) {
            for try await chunk in stream where !chunk.isEmpty {
                guard await put(chunk) else { return }
            }
            end(.success(()))
        } catch {
            end(.failure(error))
        }
    }

    /// Adds a chunk and waits while there is enough; false when the pipe was closed.
    private func put(_ chunk: [UInt8]) async -> Bool {
        let isFull = change { state in
            state.chunks.append(chunk)
            state.unread += chunk.count
            return state.unread >= Self.highWater
        }
        guard isFull else { return !state.withLock { $0.isClosed } }
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let goOn = state.withLock { state in
                if state.isClosed || state.unread < Self.highWater { return true }
                state.writer = continuation
                return false
            }
            if goOn { continuation.resume() }
        }
        return !state.withLock { $0.isClosed }
    }

    private func end(_ end: Result<Void, GemError>) {
        change { $0.end = end }
    }

    /// Changes the state and tells a waiting reader.
    private func change<Value: Sendable>(_ body: (inout State) -> Value) -> Value {
        let (value, wasWaiting) = state.withLock { state in
            let value = body(&state)
            defer { state.isReaderWaiting = false }
            return (value, state.isReaderWaiting)
        }
        if wasWaiting { onData() }
        return value
    }
}
