public import GemCore

extension Gemini {
    /// The embedding model that is asked unless a call names another.
    public static let embeddingModel = "gemini-embedding-2"

    /// The vector of a text.
    ///
    ///     let vector = try await gemini.embed("What is the meaning of life?", dimensions: 768)
    public func embed(
        _ text: String, model: String = Gemini.embeddingModel, dimensions: Int? = nil, task: EmbeddingTask? = nil,
        options: EmbedOptions = EmbedOptions()
    ) async throws(GemError) -> [Float] {
        try await embed([text], model: model, dimensions: dimensions, task: task, options: options).first ?? []
    }

    /// One vector for each text, in order.
    ///
    /// Texts travel a hundred at a time, and only those that are not known yet. `dimensions` asks for shorter vectors than the model's own; `task` says what they are for,
    /// in the text or beside it as the model reads it. Vectors have the length 1 unless `options` ask for them as they come.
    public func embed(
        _ texts: [String], model: String = Gemini.embeddingModel, dimensions: Int? = nil, task: EmbeddingTask? = nil,
        options: EmbedOptions = EmbedOptions()
    ) async throws(GemError) -> [[Float]] {
        try await embed(each: texts.map { .text($0) }, model: model, dimensions: dimensions, task: task, options: options).vectors
    }

    /// One vector for a sequence of texts and media taken together.
    ///
    ///     try await gemini.embed(together: [.text("a red bicycle"), "bicycle.png"])
    public func embed(
        together pieces: [Media], model: String = Gemini.embeddingModel, dimensions: Int? = nil, task: EmbeddingTask? = nil,
        options: EmbedOptions = EmbedOptions()
    ) async throws(GemError) -> [Float] {
        guard !pieces.isEmpty else { throw GemError(.badInput, "There is nothing to embed; give texts or media.") }
        return try await embed(each: [.together(pieces)], model: model, dimensions: dimensions, task: task, options: options).vectors.first
            ?? []
    }

    /// One vector for each content, in order, with what upstream said about the cost.
    public func embed(
        contents: [Content], model: String = Gemini.embeddingModel, dimensions: Int? = nil, task: EmbeddingTask? = nil,
        attachments: [Attachment] = [], options: EmbedOptions = EmbedOptions()
    ) async throws(GemError) -> EmbedResponse {
        let items = contents.map { content in
            let uris = content.parts.compactMap { $0.fileData?.uri }
            return EmbedItem.content(content, attachments: attachments.filter { uris.contains($0.uri) })
        }
        return try await embed(each: items, model: model, dimensions: dimensions, task: task, options: options)
    }

    /// One vector for each turn of a conversation, in order, of what was said and shown in it; thoughts aside.
    ///
    /// A turn without text and media, such as a function's call, has an empty vector.
    public func embed(
        _ chat: Chat, model: String = Gemini.embeddingModel, dimensions: Int? = nil, task: EmbeddingTask? = nil,
        options: EmbedOptions = EmbedOptions()
    ) async throws(GemError) -> EmbedResponse {
        let turns = chat.history.map { turn in
            Content(
                role: nil,
                parts: turn.parts.compactMap { part in
                    if let text = part.text { return text.isEmpty || part.isThought ? nil : .text(text) }
                    return part.inlineData != nil || part.fileData != nil ? part : nil
                })
        }
        let said = turns.indices.filter { !turns[$0].parts.isEmpty }
        var answer = try await embed(
            contents: said.map { turns[$0] }, model: model, dimensions: dimensions, task: task, attachments: chat.attachments,
            options: options)
        var vectors = [[Float]](repeating: [], count: turns.count)
        for (index, vector) in zip(said, answer.vectors) { vectors[index] = vector }
        (answer.vectors, answer.truncated) = (vectors, answer.truncated.map { said[$0] })
        return answer
    }

    /// One vector for each item, in order, in as few calls as possible, with what upstream said about the cost.
    ///
    ///     let vectors = try await gemini.embed(each: [
    ///         .text("a cat purring"), .media("purring.wav"), .together(.text("a red bicycle"), "bicycle.png"),
    ///     ]).vectors
    ///
    /// Throws `badInput` before anything is sent where an item is empty, or where it surely holds more than the model takes; `queued` where nobody can be reached and
    /// `options` allow to wait, after all that could be queued was.
    public func embed(
        each items: [EmbedItem], model: String = Gemini.embeddingModel, dimensions: Int? = nil, task: EmbeddingTask? = nil,
        options: EmbedOptions = EmbedOptions()
    ) async throws(GemError) -> EmbedResponse {
        let plan = EmbedPlan(client: self, model: model, dimensions: dimensions, task: task, options: options)
        let calls = try await plan.calls(for: items)
        let answers = try await Gate.each(calls, atMost: options.concurrency, { call throws(GemError) in try await plan.send(call) }) {
            done in
            options.onVectors?(done.reduce(0) { $0 + calls[$1].count }, items.count)
        }
        var answer = EmbedResponse()
        for part in answers { answer.append(part) }
        try VectorReader.check(answer.vectors, size: dimensions, of: model)
        if options.normalizes { answer.normalize() }
        return answer
    }

    /// What each item asks, under which its vector is stored: for `Stack.nearest(to:among:)`.
    public func questions(
        embedding items: [EmbedItem], model: String = Gemini.embeddingModel, dimensions: Int? = nil, task: EmbeddingTask? = nil,
        options: EmbedOptions = EmbedOptions()
    ) async throws(GemError) -> [Question] {
        let plan = EmbedPlan(client: self, model: model, dimensions: dimensions, task: task, options: options)
        var questions: [Question] = []
        for call in try await plan.calls(for: items) { questions += try plan.questions(call) }
        return questions
    }
}
