public import GemCore

extension Gemini {
    /// Counts the tokens of a prompt with its attachments, and of what the model is told before it.
    public func countTokens(
        _ prompt: String, _ attachments: [Media], systemInstruction: Content? = nil, model: String? = nil,
        options: RequestOptions = RequestOptions()
    ) async throws(GemError) -> TokenCount {
        let turn = try await self.turn(prompt, attachments, timeLimit: options.timeLimit)
        var question = GenerateContentRequest(contents: [turn.content], attachments: turn.attachments)
        question.systemInstruction = systemInstruction
        return try await countTokens(question, model: model, options: options)
    }
}
