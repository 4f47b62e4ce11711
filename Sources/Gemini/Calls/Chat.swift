public import GemCore
internal import Synchronization

/// A conversation that remembers its turns.
///
///     let chat = gemini.chat()
///     print(try await chat.send("Name a river.").text)
///     for try await piece in try await chat.stream("And where it ends?") { print(piece, terminator: "") }
///
/// A turn is remembered, question and answer together (and the function calls between them), only when the whole answer has come and is
/// one; a failed, blocked or abandoned turn leaves the history as it was.
/// One turn at a time: of two sent at once, each sees the history as it was at its beginning.
public final class Chat: Sendable {
    private let gemini: Gemini
    private let thinking: Thinking?
    private let search: Bool
    private let options: GenerateOptions
    private let state: Mutex<State>

    private struct State {
        var model: String
        var history: [Content]
        var attachments: [Attachment]
        var last: GenerateContentResponse?
    }

    init(
        _ gemini: Gemini, model: String, history: [Content], attachments: [Attachment], thinking: Thinking?, search: Bool,
        options: GenerateOptions
    ) {
        self.gemini = gemini
        self.thinking = thinking
        self.search = search
        self.options = options
        state = Mutex(State(model: model, history: history, attachments: attachments))
    }

    /// The turns so far, to be read, cut and edited at will.
    public var history: [Content] {
        get { state.withLock { $0.history } }
        set { state.withLock { $0.history = newValue } }
    }

    /// The local media that turns of the history name.
    public var attachments: [Attachment] { state.withLock { $0.attachments } }

    /// The model that is asked; another may go on with the conversation.
    public var model: String {
        get { state.withLock { $0.model } }
        set { state.withLock { $0.model = newValue } }
    }

    /// The last answer that was remembered.
    public var last: GenerateContentResponse? { state.withLock { $0.last } }

    /// Says something, with any media, and gives the model's answer.
    public func send(_ prompt: String, _ attachments: Media...) async throws(GemError) -> GenerateContentResponse {
        let turn = try await gemini.turn(prompt, attachments, timeLimit: options.request.timeLimit)
        return try await send(turn.content, attachments: turn.attachments)
    }

    /// Says a turn made by hand, such as the results of functions the model called.
    public func send(_ content: Content, attachments: [Attachment] = []) async throws(GemError) -> GenerateContentResponse {
        let (model, question) = try self.question(content, attachments)
        let response = try await gemini.rounds(
            question, functions: options.functions, limit: options.functionRounds, model: model, options: options.request,
            onProgress: options.onProgress)
        remember(question, attachments, response)
        return response
    }

    /// Says something, with any media, and gives the answer's text as it comes; the turn is remembered when all of it was read.
    public func stream(_ prompt: String, _ attachments: Media...) async throws(GemError) -> TextStream {
        let turn = try await gemini.turn(prompt, attachments, timeLimit: options.request.timeLimit)
        return try await stream(turn.content, attachments: turn.attachments)
    }

    /// Says a turn made by hand, and gives the answer's text as it comes.
    public func stream(_ content: Content, attachments: [Attachment] = []) async throws(GemError) -> TextStream {
        let (model, question) = try self.question(content, attachments)
        return try await gemini.textStream(question, model: model, options: options) {
            self.remember(question, attachments, $0)
        }
    }

    /// Takes back the last turn: what the user said, what the model answered, and the function calls between; gives what it took.
    @discardableResult
    public func rewind() -> [Content] {
        state.withLock { state in
            let isAsked = { (content: Content) in content.role != "model" && content.parts.contains { $0.functionResponse == nil } }
            let start = state.history.lastIndex(where: isAsked) ?? 0
            let taken = Array(state.history[start...])
            state.history.removeSubrange(start...)
            state.last = nil
            return taken
        }
    }

    /// Counts the tokens of the conversation so far, with the instruction and tools of its options; 0 before its first turn.
    public func countTokens() async throws(GemError) -> TokenCount {
        let (model, contents, attachments) = state.withLock { ($0.model, $0.history, $0.attachments) }
        // The API counts nothing where nothing was said.
        guard !contents.isEmpty else { return TokenCount(json: ["totalTokens": 0]) }
        let question = try options.request(contents: contents, attachments: attachments, model: model, thinking: nil, search: search)
        return try await gemini.countTokens(question, model: model)
    }

    private func question(_ content: Content, _ attachments: [Attachment]) throws(GemError) -> (String, GenerateContentRequest) {
        let (model, history, earlier) = state.withLock { ($0.model, $0.history, $0.attachments) }
        let question = try options.request(
            contents: history + [content], attachments: earlier + attachments.filter { !earlier.contains($0) }, model: model,
            thinking: thinking, search: search)
        return (model, question)
    }

    private func remember(_ question: GenerateContentRequest, _ attachments: [Attachment], _ response: GenerateContentResponse) {
        guard let candidate = try? response.answered, !candidate.content.parts.isEmpty else { return }
        let asked = question.contents
        let turns = response.history.isEmpty ? asked.suffix(1) + [candidate.content] : response.history.dropFirst(asked.count - 1)
        state.withLock { state in
            state.history += turns
            state.attachments += attachments.filter { !state.attachments.contains($0) }
            state.last = response
        }
    }
}

extension Gemini {
    /// Starts a conversation, or goes on with an earlier one's history and the local media it names.
    public func chat(
        model: String? = nil, history: [Content] = [], attachments: [Attachment] = [], thinking: Thinking? = -1, search: Bool = false,
        options: GenerateOptions = GenerateOptions()
    ) -> Chat {
        Chat(
            self, model: model ?? self.model, history: history, attachments: attachments, thinking: thinking, search: search,
            options: options)
    }
}
