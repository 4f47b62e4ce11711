public import GemCore
internal import Synchronization

/// A conversation that remembers its turns.
///
/// A turn is remembered, question and answer together, only when the whole answer has come and is one; a failed turn leaves the
/// history as it was.
/// One turn at a time: of two sent at once, each sees the history as it was at its beginning.
public final class Chat: Sendable {
    private let gemini: Gemini
    private let model: String
    private let thinking: Thinking?
    private let search: Bool
    private let options: GenerateOptions
    private let state: Mutex<State>

    private struct State {
        var history: [Content]
        var attachments: [Attachment] = []
    }

    init(_ gemini: Gemini, model: String, history: [Content], thinking: Thinking?, search: Bool, options: GenerateOptions) {
        self.gemini = gemini
        self.model = model
        self.thinking = thinking
        self.search = search
        self.options = options
        state = Mutex(State(history: history))
    }

    /// The turns so far, to be read, cut and edited at will.
    public var history: [Content] {
        get { state.withLock { $0.history } }
        set { state.withLock { $0.history = newValue } }
    }

    /// The local files that the turns name.
    var attachments: [Attachment] { state.withLock { $0.attachments } }

    /// Says something, with any media, and gives the model's answer.
    public func send(_ prompt: String, _ attachments: Media...) async throws(GemError) -> GenerateContentResponse {
        let turn = try await gemini.turn(prompt, attachments)
        return try await send(turn.content, attachments: turn.attachments)
    }

    /// Says a turn made by hand, such as the results of functions the model called.
    public func send(_ content: Content, attachments: [Attachment] = []) async throws(GemError) -> GenerateContentResponse {
        let question = self.question(content, attachments)
        let response = try await gemini.generate(question, model: model, options: options.request, onProgress: options.onProgress)
        remember(content, attachments, response)
        return response
    }

    /// Says something, with any media, and gives the answer's text as it comes; the turn is remembered when all of it was read.
    public func stream(_ prompt: String, _ attachments: Media...) async throws(GemError) -> TextStream {
        let turn = try await gemini.turn(prompt, attachments)
        let question = self.question(turn.content, turn.attachments)
        let stream = try await gemini.stream(question, model: model, options: options.request, onProgress: options.onProgress)
        stream.reader.whenWhole { self.remember(turn.content, turn.attachments, $0) }
        return TextStream(stream)
    }

    private func question(_ content: Content, _ attachments: [Attachment]) -> GenerateContentRequest {
        let (history, earlier) = state.withLock { ($0.history, $0.attachments) }
        return options.request(
            contents: history + [content], attachments: earlier + attachments.filter { !earlier.contains($0) }, model: model,
            thinking: thinking, search: search)
    }

    private func remember(_ content: Content, _ attachments: [Attachment], _ response: GenerateContentResponse) {
        guard let candidate = response.candidates.first, !candidate.content.parts.isEmpty, candidate.finishReason?.isAnswer ?? true else {
            return
        }
        state.withLock { state in
            state.history += [content, candidate.content]
            state.attachments += attachments.filter { !state.attachments.contains($0) }
        }
    }
}

extension Gemini {
    /// Starts a conversation, or goes on with an earlier one's history.
    public func chat(
        model: String? = nil, history: [Content] = [], thinking: Thinking? = -1, search: Bool = false,
        options: GenerateOptions = GenerateOptions()
    ) -> Chat {
        Chat(self, model: model ?? self.model, history: history, thinking: thinking, search: search, options: options)
    }
}
