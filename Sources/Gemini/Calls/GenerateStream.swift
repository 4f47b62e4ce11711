public import GemCore

/// A streamed answer, chunk by chunk, for one reader.
///
/// It ends without an error only when the whole answer has come. Dropping it ends the exchange.
public struct GenerateStream: AsyncSequence, Sendable {
    public typealias Element = GenerateContentResponse
    public typealias Failure = GemError

    let reader: StreamReader

    init(_ reader: StreamReader) { self.reader = reader }

    /// Reads what is left and gives the whole answer, as the unary call would have given it.
    public func response() async throws(GemError) -> GenerateContentResponse { try await reader.response() }

    public func makeAsyncIterator() -> Iterator { Iterator(reader: reader) }

    /// Reads the chunks in order.
    public struct Iterator: AsyncIteratorProtocol {
        let reader: StreamReader

        public mutating func next() async throws(GemError) -> GenerateContentResponse? { try await reader.next() }

        public mutating func next(isolation: isolated (any Actor)?) async throws(GemError) -> GenerateContentResponse? {
            try await reader.next()
        }
    }
}

/// A streamed answer's text, piece by piece, for one reader; thoughts are left out.
///
/// It ends without an error only when the whole answer has come and has text; a blocked or empty answer throws `noAnswer` at its end.
public struct TextStream: AsyncSequence, Sendable {
    public typealias Element = String
    public typealias Failure = GemError

    private let reader: StreamReader

    init(_ stream: GenerateStream) { reader = stream.reader }

    /// Reads what is left and gives the whole answer, as the unary call would have given it.
    public func response() async throws(GemError) -> GenerateContentResponse { try await reader.response() }

    public func makeAsyncIterator() -> Iterator { Iterator(reader: reader) }

    /// Reads the pieces in order.
    public struct Iterator: AsyncIteratorProtocol {
        let reader: StreamReader
        private var isDone = false

        init(reader: StreamReader) { self.reader = reader }

        public mutating func next() async throws(GemError) -> String? { try await piece() }

        public mutating func next(isolation: isolated (any Actor)?) async throws(GemError) -> String? { try await piece() }

        private mutating func piece() async throws(GemError) -> String? {
            while !isDone, let chunk = try await reader.next() {
                let text = chunk.partialText
                if !text.isEmpty { return text }
            }
            guard !isDone else { return nil }
            isDone = true
            _ = try await reader.response().text
            return nil
        }
    }
}
