internal import GemCore
internal import Synchronization

/// A streamed answer that is asked for again where it is cut before its first bytes; its head was handed on already.
final class StreamOpening: Sendable {
    private struct State {
        var stream: ByteStream
        var isOpen = false
        var isCancelled = false
    }

    private let state: Mutex<State>
    private let again: @Sendable (GemError) async throws(GemError) -> ByteStream

    /// Reads `stream`; `again` gives the next attempt's after a failure, or throws what is left to be said.
    init(_ stream: ByteStream, again: @escaping @Sendable (GemError) async throws(GemError) -> ByteStream) {
        state = Mutex(State(stream: stream))
        self.again = again
    }

    /// The answer's bytes, for one reader.
    var stream: ByteStream {
        var stream = ByteStream(next: { () throws(GemError) in try await self.next() }, cancel: { self.cancel() })
        stream.executor = state.withLock { $0.stream.executor }
        return stream
    }

    private func next() async throws(GemError) -> [UInt8]? {
        let (stream, isOpen) = state.withLock { ($0.stream, $0.isOpen) }
        guard isOpen else { return try await first(stream) }
        var pieces = stream.makeAsyncIterator()
        return try await pieces.next()
    }

    /// The first bytes there are, of as many attempts as are made.
    private func first(_ stream: ByteStream) async throws(GemError) -> [UInt8] {
        var stream = stream
        while true {
            let failure: GemError
            switch await Self.first(of: stream) {
            case .success(let bytes?):
                state.withLock { $0.isOpen = true }
                return bytes
            case .success(nil): failure = GemError(.cut, "The answer ended before it began. Ask again.")
            case .failure(let error): failure = error
            }
            let next = try await again(failure)
            stream = next
            if state.withLock({ state in
                state.stream = next
                return state.isCancelled
            }) {
                next.cancel()
            }
        }
    }

    private static func first(of stream: ByteStream) async -> Result<[UInt8]?, GemError> {
        var pieces = stream.makeAsyncIterator()
        do throws(GemError) { return .success(try await pieces.next()) } catch { return .failure(error) }
    }

    private func cancel() {
        let stream = state.withLock { state in
            state.isCancelled = true
            return state.stream
        }
        stream.cancel()
    }
}
