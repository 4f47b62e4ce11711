import Synchronization

/// A bounded pipe from one writer to one `ByteStream`.
///
/// A task writes with `write`, which waits while more than `highWater` bytes are unread. A callback that cannot wait writes with `offer`, and is told by `onDrain` when to go on.
package final class ByteChannel: Sendable {
    private let state: Mutex<State>
    private let highWater: Int
    private let onDrain: @Sendable () -> Void
    private let onCancel: @Sendable () -> Void

    private struct State {
        var chunks: [[UInt8]] = []
        var first = 0
        var unread = 0
        var end: Result<Void, GemError>?
        var isCancelled = false
        var isPaused = false
        var reader: CheckedContinuation<Void, Never>?
        var writers: [CheckedContinuation<Void, Never>] = []
    }

    /// Makes a channel that holds about `highWater` bytes; `onDrain` is called when a refused `offer` may be followed by more, `onCancel` when the reader goes away.
    package init(
        highWater: Int = 256 << 10, onDrain: @escaping @Sendable () -> Void = {}, onCancel: @escaping @Sendable () -> Void = {}
    ) {
        self.highWater = highWater
        self.onDrain = onDrain
        self.onCancel = onCancel
        state = Mutex(State())
    }

    /// The reading end; take it once.
    package var stream: ByteStream {
        ByteStream(next: { () throws(GemError) in try await self.pull() }, cancel: { self.cancel() })
    }

    /// Adds a chunk without waiting; false asks the writer to pause until `onDrain`.
    package func offer(_ chunk: [UInt8]) -> Bool {
        let (reader, goOn) = state.withLock { state -> (CheckedContinuation<Void, Never>?, Bool) in
            guard !state.isCancelled, state.end == nil else { return (nil, true) }
            if !chunk.isEmpty {
                state.chunks.append(chunk)
                state.unread += chunk.count
            }
            let full = state.unread >= highWater
            state.isPaused = full
            defer { state.reader = nil }
            return (state.reader, !full)
        }
        reader?.resume()
        return goOn
    }

    /// Adds a chunk, waiting while the channel is full; throws `cancelled` when the reader has gone.
    package func write(_ chunk: [UInt8]) async throws(GemError) {
        if !offer(chunk) {
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    let resume = state.withLock { state in
                        if state.unread < highWater || state.isCancelled || Task.isCancelled { return true }
                        state.writers.append(continuation)
                        return false
                    }
                    if resume { continuation.resume() }
                }
            } onCancel: {
                wakeWriters()
            }
        }
        if Task.isCancelled || isCancelled { throw GemError(.cancelled, "The reader of this stream has gone.") }
    }

    /// Ends the stream, well or with an error the reader will see after the chunks already written.
    package func finish(_ end: Result<Void, GemError> = .success(())) {
        let reader = state.withLock { state in
            if state.end == nil { state.end = end }
            defer { state.reader = nil }
            return state.reader
        }
        reader?.resume()
    }

    /// Whether the reader has gone.
    package var isCancelled: Bool { state.withLock { $0.isCancelled } }

    private func wakeWriters() {
        let writers = state.withLock { state in
            defer { state.writers = [] }
            return state.writers
        }
        for writer in writers { writer.resume() }
    }

    private func cancel() {
        let (wasOpen, reader) = state.withLock { state in
            let wasOpen = !state.isCancelled && state.end == nil
            state.isCancelled = true
            state.chunks = []
            state.unread = 0
            defer { state.reader = nil }
            return (wasOpen, state.reader)
        }
        reader?.resume()
        wakeWriters()
        if wasOpen { onCancel() }
    }

    private enum Pull {
        case chunk([UInt8], drained: Bool, writers: [CheckedContinuation<Void, Never>])
        case end(Result<Void, GemError>)
    }

    // What waits and what takes are apart: a reader of a stream that stays open holds no more of the stack than waiting needs.
    private func pull() async throws(GemError) -> [UInt8]? {
        while true {
            if let pulled = state.withLock({ take(&$0) }) { return try hand(pulled) }
            await waitForMore()
        }
    }

    @inline(never)
    private func hand(_ pulled: Pull) throws(GemError) -> [UInt8]? {
        switch pulled {
        case .chunk(let chunk, let drained, let writers):
            for writer in writers { writer.resume() }
            if drained { onDrain() }
            return chunk
        case .end(let end):
            try end.get()
            return nil
        }
    }

    private func waitForMore() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let resume = state.withLock { state in
                    if state.first < state.chunks.count || state.end != nil || state.isCancelled { return true }
                    state.reader = continuation
                    return false
                }
                if resume { continuation.resume() }
            }
        } onCancel: {
            cancel()
        }
    }

    private func take(_ state: inout State) -> Pull? {
        if state.isCancelled { return .end(.failure(GemError(.cancelled, "Reading this stream was cancelled."))) }
        if state.first < state.chunks.count {
            let chunk = state.chunks[state.first]
            state.chunks[state.first] = []
            state.first += 1
            if state.first == state.chunks.count {
                state.chunks.removeAll(keepingCapacity: true)
                state.first = 0
            }
            state.unread -= chunk.count
            guard state.unread < highWater / 2 else { return .chunk(chunk, drained: false, writers: []) }
            defer {
                state.isPaused = false
                state.writers = []
            }
            return .chunk(chunk, drained: state.isPaused, writers: state.writers)
        }
        return state.end.map { .end($0) }
    }
}
