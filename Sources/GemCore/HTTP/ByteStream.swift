/// Chunks of bytes that arrive over time, pulled by one reader.
///
/// Nothing is produced faster than it is read. Dropping the stream, or cancelling the reading task, ends the source.
public struct ByteStream: AsyncSequence, Sendable {
    public typealias Element = [UInt8]
    public typealias Failure = GemError

    private let source: Source
    /// Where the chunks arrive: a task that reads there waits for no other thread. Nil where it does not matter.
    package var executor: (any TaskExecutor)?

    /// Makes a stream from a function that gives the next chunk, or nil at the end, and one that ends the source early.
    ///
    /// `next` is never called again after nil or an error; `cancel` is called at most once, when the stream is dropped before its end or by `cancel()`.
    public init(
        next: @escaping @Sendable () async throws(GemError) -> [UInt8]?, cancel: @escaping @Sendable () -> Void = {}
    ) {
        source = Source(next: next, cancel: cancel)
    }

    /// Makes a stream of chunks that are already there.
    public init(chunks: [[UInt8]]) {
        let position = Counter()
        self.init(next: { () throws(GemError) in
            let index = position.next()
            return index < chunks.count ? chunks[index] : nil
        })
    }

    /// Ends the source; a reader sees the end or a `cancelled` error.
    public func cancel() { source.cancel() }

    public func makeAsyncIterator() -> Iterator { Iterator(source: source) }

    /// Reads the stream's chunks in order.
    public struct Iterator: AsyncIteratorProtocol {
        fileprivate let source: Source

        public mutating func next() async throws(GemError) -> [UInt8]? {
            try await source.pull()
        }

        public mutating func next(isolation: isolated (any Actor)?) async throws(GemError) -> [UInt8]? {
            try await source.pull()
        }
    }

    /// Ends the producer when the last reference goes.
    fileprivate final class Source: Sendable {
        private let produce: @Sendable () async throws(GemError) -> [UInt8]?
        private let stop: @Sendable () -> Void
        private let stopped = Counter()

        init(next: @escaping @Sendable () async throws(GemError) -> [UInt8]?, cancel: @escaping @Sendable () -> Void) {
            produce = next
            stop = cancel
        }

        func pull() async throws(GemError) -> [UInt8]? { try await produce() }

        func cancel() {
            if stopped.next() == 0 { stop() }
        }

        deinit { cancel() }
    }
}
