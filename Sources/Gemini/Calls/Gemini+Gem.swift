internal import GemCache
public import GemCore

extension Gemini {
    /// Asks the model about a prompt and any files, videos or addresses, and gives its answer's text.
    ///
    ///     try await gemini.gem("Five-word summary of this video.", "https://youtu.be/1x3k0V2IITo")
    ///
    /// `thinking` is the budget in tokens (-1 as the model likes, 0 none) or a level (`.high`); nil leaves it to the model. `search` lets
    /// the model use Google Search; the answer's sources are then footnotes in it. `functions` are closures the model may call.
    /// Throws `noAnswer`, saying why, where the answer was blocked or is empty; `cancelled` where the task is.
    public func gem(
        _ prompt: String, _ attachments: Media..., model: String? = nil, thinking: Thinking? = -1, search: Bool = false,
        functions: [FunctionTool] = [], options: GenerateOptions = GenerateOptions()
    ) async throws(GemError) -> String {
        let response = try await generate(
            prompt, attachments, model: model, thinking: thinking, search: search, options: options.adding(functions))
        return search ? try response.citedText.description : try response.text
    }

    /// Asks as `gem` does, and gives the answer's text piece by piece as it comes.
    ///
    /// The sequence ends only when the whole answer has come; a cut, an error or a blocked answer throws. `response()` gives the
    /// whole answer afterwards, whose `citedText` has the sources of a search.
    public func gemStream(
        _ prompt: String, _ attachments: Media..., model: String? = nil, thinking: Thinking? = -1, search: Bool = false,
        functions: [FunctionTool] = [], options: GenerateOptions = GenerateOptions()
    ) async throws(GemError) -> TextStream {
        try await stream(
            prompt, attachments, model: model, thinking: thinking, search: search, options: options.adding(functions))
    }

    /// Asks as `gem` does, and gives the whole answer.
    public func generate(
        _ prompt: String, _ attachments: [Media] = [], model: String? = nil, thinking: Thinking? = -1, search: Bool = false,
        options: GenerateOptions = GenerateOptions()
    ) async throws(GemError) -> GenerateContentResponse {
        var options = options
        let turn = try await self.turn(prompt, attachments, takingTimeOf: &options.request)
        return try await generate(
            [turn.content], attachments: turn.attachments, model: model, thinking: thinking, search: search, options: options)
    }

    /// Asks for the next turn of a conversation, and gives the whole answer.
    ///
    ///     try await gemini.generate([.user("Hi, I am Ada."), .model("Hello Ada."), .user("Who am I?")]).text
    public func generate(
        _ turns: [Content], attachments: [Attachment] = [], model: String? = nil, thinking: Thinking? = -1, search: Bool = false,
        options: GenerateOptions = GenerateOptions()
    ) async throws(GemError) -> GenerateContentResponse {
        let name = model ?? self.model
        let question = try options.request(contents: turns, attachments: attachments, model: name, thinking: thinking, search: search)
        return try await rounds(
            question, functions: options.functions, limit: options.functionRounds, model: name, options: options.request,
            onProgress: options.onProgress)
    }

    /// Asks as `gemStream` does, with a list of attachments.
    public func stream(
        _ prompt: String, _ attachments: [Media] = [], model: String? = nil, thinking: Thinking? = -1, search: Bool = false,
        options: GenerateOptions = GenerateOptions()
    ) async throws(GemError) -> TextStream {
        var options = options
        let turn = try await self.turn(prompt, attachments, takingTimeOf: &options.request)
        return try await stream(
            [turn.content], attachments: turn.attachments, model: model, thinking: thinking, search: search, options: options)
    }

    /// Asks for the next turn of a conversation, and gives the answer's text as it comes.
    public func stream(
        _ turns: [Content], attachments: [Attachment] = [], model: String? = nil, thinking: Thinking? = -1, search: Bool = false,
        options: GenerateOptions = GenerateOptions()
    ) async throws(GemError) -> TextStream {
        let name = model ?? self.model
        let question = try options.request(contents: turns, attachments: attachments, model: name, thinking: thinking, search: search)
        return try await textStream(question, model: name, options: options)
    }

    /// Opens the stream of a question that offers its functions already.
    func textStream(
        _ question: GenerateContentRequest, model: String, options: GenerateOptions,
        onWhole: (@Sendable (GenerateContentResponse) -> Void)? = nil
    ) async throws(GemError) -> TextStream {
        let first = try await stream(question, model: model, options: options.request, onProgress: options.onProgress)
        return TextStream(first.reader, StreamRounds(self, question, model: model, options: options), onWhole: onWhole)
    }

    /// The user's turn: media first, then the prompt.
    func turn(
        _ prompt: String, _ media: [Media], timeLimit: Double? = nil
    ) async throws(GemError) -> (content: Content, attachments: [Attachment]) {
        let media = try await parts(of: media, timeLimit: timeLimit)
        guard !prompt.isEmpty || !media.parts.isEmpty else {
            throw GemError(.badInput, "The prompt is empty and nothing is attached; ask something.")
        }
        let parts = prompt.isEmpty ? media.parts : media.parts + [.text(prompt)]
        return (Content(parts: parts), media.attachments)
    }

    /// The parts media become; what is to be fetched is fetched over the client's transport, all of it within `timeLimit` seconds.
    func parts(of media: [Media], timeLimit: Double? = nil) async throws(GemError) -> MediaParts {
        try await MediaParts.reading(media, limits: mediaLimits, isVertex: isVertex, web: web(timeLimit))
    }

    /// What fetches addresses.
    func web(_ timeLimit: Double?) -> WebMedia {
        WebMedia(transport: transport, limits: mediaLimits, patience: TimeBudget(timeLimit, time))
    }
}
