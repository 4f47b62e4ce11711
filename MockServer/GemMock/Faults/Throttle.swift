internal import GemCore
internal import Synchronization

/// Lets a stream's bytes pass at so many a second, ten times a second where there are enough.
final class Throttle: Sendable {
    private let inner: ByteStream
    private let rate: Int
    private let time: any TimeSource
    private let held = Mutex<ArraySlice<UInt8>>([])

    init(_ inner: ByteStream, bytesPerSecond rate: Int, time: any TimeSource) {
        self.inner = inner
        self.rate = max(1, rate)
        self.time = time
    }

    /// The reading end.
    var stream: ByteStream {
        ByteStream(next: { () throws(GemError) in try await self.next() }, cancel: { self.inner.cancel() })
    }

    private func next() async throws(GemError) -> [UInt8]? {
        var iterator = inner.makeAsyncIterator()
        while held.withLock({ $0.isEmpty }) {
            guard let piece = try await iterator.next() else { return nil }
            held.withLock { $0 = piece[...] }
        }
        let bytes = held.withLock { held in
            let count = min(held.count, max(1, rate / 10))
            defer { held = held.dropFirst(count) }
            return Array(held.prefix(count))
        }
        try await time.sleep(until: time.now.adding(seconds: Double(bytes.count) / Double(rate)))
        return bytes
    }
}

extension Body {
    /// The body at so many bytes a second; of the length it has.
    func slowed(to bytesPerSecond: Int, time: any TimeSource) -> Body {
        if case .empty = self { return self }
        return .stream(Throttle(pieces, bytesPerSecond: bytesPerSecond, time: time).stream, length: length)
    }
}
