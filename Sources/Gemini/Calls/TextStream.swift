public import GemCore
internal import Synchronization

/// A streamed answer's text, piece by piece, for one reader; thoughts are left out.
///
/// Where closures are offered, they are run as the model calls them, and the text goes on with the model's next turn. It ends without an
/// error only when the whole answer has come and has text; a blocked or empty answer throws `noAnswer` at its end. Dropping it, or
/// cancelling the task that reads it, ends the exchange.
public struct TextStream: AsyncSequence, Sendable {
    public typealias Element = String
    public typealias Failure = GemError

    private let source: Source

    /// Reads `first`, and the answers that `rounds` opens after it; `onWhole` is told of the whole answer once it is there.
    init(_ first: StreamReader, _ rounds: StreamRounds, onWhole: (@Sendable (GenerateContentResponse) -> Void)? = nil) {
        source = Source(first, rounds, onWhole)
    }

    /// The whole answer, as the unary call would have given it.
    ///
    /// Throws `unfinished` before the text was read to its end, and the stream's own error where it did not end well.
    public func response() throws(GemError) -> GenerateContentResponse { try source.response() }

    /// Reads what is left and gives the whole answer, blocked or not.
    public func collect() async throws(GemError) -> GenerateContentResponse {
        while !source.isAtEnd {
            do { _ = try await source.next() } catch { guard source.isAtEnd else { throw error } }
        }
        return try source.response()
    }

    public func makeAsyncIterator() -> Iterator { Iterator(source: source) }

    /// Reads the pieces in order.
    public struct Iterator: AsyncIteratorProtocol {
        fileprivate let source: Source

        public mutating func next() async throws(GemError) -> String? { try await source.next() }

        public mutating func next(isolation: isolated (any Actor)?) async throws(GemError) -> String? { try await source.next() }
    }

    fileprivate final class Source: Sendable {
        private struct State {
            var reader: StreamReader
            var rounds: StreamRounds
            var end: Result<GenerateContentResponse, GemError>?
        }

        private let state: Mutex<State>
        private let onWhole: (@Sendable (GenerateContentResponse) -> Void)?

        init(_ first: StreamReader, _ rounds: StreamRounds, _ onWhole: (@Sendable (GenerateContentResponse) -> Void)?) {
            state = Mutex(State(reader: first, rounds: rounds))
            self.onWhole = onWhole
        }

        var isAtEnd: Bool { state.withLock { $0.end != nil } }

        func response() throws(GemError) -> GenerateContentResponse {
            let (end, reader) = state.withLock { ($0.end, $0.reader) }
            guard let end else { throw reader.unfinished() }
            return try end.get()
        }

        func next() async throws(GemError) -> String? {
            guard !isAtEnd else { return nil }
            let response: GenerateContentResponse
            switch await step() {
            case .success(.piece(let text)): return text
            case .success(.whole(let whole)): response = whole
            case .failure(let error):
                state.withLock { $0.end = .failure(error) }
                throw error
            }
            state.withLock { $0.end = .success(response) }
            onWhole?(response)
            _ = try response.text
            return nil
        }

        private enum Step {
            case piece(String)
            case whole(GenerateContentResponse)
        }

        /// The next piece, or the whole answer after the last one.
        private func step() async -> Result<Step, GemError> {
            do throws(GemError) {
                while true {
                    let (reader, rounds) = state.withLock { ($0.reader, $0.rounds) }
                    while let piece = try await reader.piece() {
                        let text = piece.answerText
                        if !text.isEmpty { return .success(.piece(text)) }
                    }
                    var response = try reader.response()
                    var later = rounds
                    guard let next = try await later.next(after: response) else {
                        response.history = later.history(with: response)
                        return .success(.whole(response))
                    }
                    let (opened, after) = (next, later)
                    state.withLock { ($0.reader, $0.rounds) = (opened, after) }
                }
            } catch {
                return .failure(error)
            }
        }
    }
}

/// What comes after a streamed answer that calls functions: their results, and the stream of the next answer.
struct StreamRounds: Sendable {
    private let gemini: Gemini
    private var question: GenerateContentRequest
    private let model: String
    private let options: GenerateOptions
    private var rounds: FunctionRounds

    init(_ gemini: Gemini, _ question: GenerateContentRequest, model: String, options: GenerateOptions) {
        self.gemini = gemini
        self.question = question
        self.model = model
        self.options = options
        rounds = FunctionRounds(options.functions, limit: options.functionRounds, question: question)
    }

    /// The next answer's stream; nil where `response` calls nothing.
    mutating func next(after response: GenerateContentResponse) async throws(GemError) -> StreamReader? {
        guard try await rounds.go(on: response) else { return nil }
        question.contents = rounds.contents
        return try await gemini.stream(question, model: model, options: options.request, onProgress: options.onProgress).reader
    }

    /// The whole conversation, where functions were offered.
    func history(with response: GenerateContentResponse) -> [Content] {
        options.functions.isEmpty ? [] : rounds.contents + response.turn
    }
}
