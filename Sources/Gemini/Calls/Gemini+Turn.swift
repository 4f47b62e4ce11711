internal import GemCache
package import GemCore

/// For doors that keep the conversation themselves.
extension Gemini {
    /// The user's turn: media first, then the prompt; reads the files it names.
    package func userTurn(_ prompt: String, _ media: [Media]) async throws(GemError) -> (content: Content, attachments: [Attachment]) {
        try await turn(prompt, media)
    }

    /// The user's turn; what is fetched for it takes its part of the time there is by `options`.
    package func turn(
        _ prompt: String, _ media: [Media], takingTimeOf options: inout RequestOptions
    ) async throws(GemError) -> (content: Content, attachments: [Attachment]) {
        let budget = TimeBudget(options.timeLimit, time)
        let turn = try await self.turn(prompt, media, timeLimit: budget.left)
        options.timeLimit = budget.left
        return turn
    }

    /// The media with what an address holds in the place of the address, where it is to be fetched here.
    package func fetching(_ media: Media, timeLimit: Double? = nil) async throws(GemError) -> Media {
        try await media.fetched(by: web(timeLimit))
    }

    /// The question a conversation ends with, as `generate` and `stream` would send it; thinking as `options.config` says, else as the model likes.
    package func question(
        _ contents: [Content], attachments: [Attachment], model: String, search: Bool, options: GenerateOptions
    ) throws(GemError) -> GenerateContentRequest {
        try options.request(contents: contents, attachments: attachments, model: model, thinking: -1, search: search)
    }
}
