internal import GemCore
internal import NIOCore

/// Writes the body of one answer piece by piece as it comes, never faster than the client reads; its head is written.
final class StreamWriter: Sendable {
    private let wire: Wire
    private let stream: ByteStream
    private let framing: ResponseFraming
    private let keepsAlive: Bool
    private let lastWord: (@Sendable () async -> CacheStatus?)?

    init(
        wire: Wire, stream: ByteStream, framing: ResponseFraming, keepsAlive: Bool, lastWord: (@Sendable () async -> CacheStatus?)? = nil
    ) {
        self.wire = wire
        self.stream = stream
        self.framing = framing
        self.keepsAlive = keepsAlive
        self.lastWord = lastWord
    }

    /// Whether a client would take a plain close for the end of this answer.
    var endsByClosing: Bool { framing == .untilClose }

    /// Writes all of it; throws when it cannot be completed, and then the connection must be broken.
    func write() async throws {
        var left: Int64? = if case .length(let length) = framing { length } else { nil }
        var pieces = stream.makeAsyncIterator()
        while let bytes = try await pieces.next() {
            if bytes.isEmpty { continue }
            if let before = left {
                guard before >= Int64(bytes.count) else { throw Self.wrongLength }
                left = before - Int64(bytes.count)
            }
            try await wire.write(chunk(bytes))
        }
        guard left ?? 0 == 0 else { throw Self.wrongLength }
        // A stream that ends because this task was cancelled did not end well.
        try Task.checkCancellation()
        try await wire.end(framing == .chunked ? .lastChunk(await lastWord?()) : ByteBuffer(), keepsAlive: keepsAlive)
    }

    private func chunk(_ bytes: [UInt8]) -> ByteBuffer {
        var buffer = ByteBuffer()
        if framing == .chunked {
            buffer.reserveCapacity(bytes.count + 16)
            buffer.writeChunk(bytes)
        } else {
            buffer.writeBytes(bytes)
        }
        return buffer
    }

    private static let wrongLength = GemError(.cut, "The answer's body is not as long as it was announced.")
}
