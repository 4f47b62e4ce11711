public import GemCore

/// A streamed answer, chunk by chunk, for one reader.
///
/// It ends without an error only when the whole answer has come. Dropping it, or cancelling the task that reads it, ends the exchange.
///
///     let stream = try await gemini.stream(question)
///     for try await chunk in stream { print(chunk.partialText, terminator: "") }
///     print(try stream.response().usage?.totalTokens ?? 0)
public struct GenerateStream: AsyncSequence, Sendable {
    public typealias Element = GenerateContentResponse
    public typealias Failure = GemError

    let reader: StreamReader

    init(_ reader: StreamReader) { self.reader = reader }

    /// The whole answer, as the unary call would have given it.
    ///
    /// Throws `unfinished` before the stream was read to its end, and the stream's own error where it did not end well.
    public func response() throws(GemError) -> GenerateContentResponse { try reader.response() }

    /// Reads what is left and gives the whole answer.
    public func collect() async throws(GemError) -> GenerateContentResponse { try await reader.collect() }

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

extension GemError.Code {
    /// A stream's whole answer was asked for before its end.
    public static let unfinished = GemError.Code("unfinished", 70)
}
