public import GemCore

/// What a question has besides its prompt: instruction, tools, configuration, and how the cache may be used.
public struct GenerateOptions: Sendable {
    /// What the model is told before the prompt.
    public var systemInstruction: Content?
    /// How the answer is made.
    public var config = GenerationConfig()
    /// What the model may use; `search: true` adds Google Search.
    public var tools: [Tool] = []
    /// Closures the model may call; they are run, and the model is asked again, until it answers.
    public var functions: [FunctionTool] = []
    /// How often in a row functions are run for one question.
    public var functionRounds = 10
    /// How functions are called.
    public var toolConfig: ToolConfig?
    /// What is blocked.
    public var safetySettings: [SafetySetting] = []
    /// `cachedContents/ID`, the conversation's beginning as upstream keeps it.
    public var cachedContent: String?
    /// Whether summaries of the model's thoughts come with the answer, as `GenerateContentResponse.thoughts`.
    public var includeThoughts = false
    /// How urgent and how dear the answer is: `standard`, `flex`, `priority`.
    public var serviceTier: String?
    /// How the cache and the queue may be used.
    public var request = RequestOptions()
    /// Told what goes on while there is no answer yet; called from any thread.
    public var onProgress: (@Sendable (Progress) -> Void)?

    /// The defaults: nothing but the prompt.
    public init() {}

    /// These options with more functions.
    func adding(_ functions: [FunctionTool]) -> GenerateOptions {
        var options = self
        options.functions += functions
        return options
    }

    /// The question with these options; thinking as the model likes is left out for models that cannot think.
    func request(
        contents: [Content], attachments: [Attachment], model: String, thinking: Thinking?, search: Bool
    ) throws(GemError) -> GenerateContentRequest {
        var question = GenerateContentRequest(contents: contents, attachments: attachments)
        question.systemInstruction = systemInstruction
        question.tools = search && !tools.contains(.googleSearch) ? tools + [.googleSearch] : tools
        question.toolConfig = toolConfig
        question.safetySettings = safetySettings
        question.cachedContent = cachedContent
        var config = config
        if let thinking, config.thinking == nil, thinking != .dynamic || Self.thinks(model) {
            config.thinking = thinking.config(includeThoughts: includeThoughts)
        } else if includeThoughts {
            config.thinking = config.thinking ?? ThinkingConfig(includeThoughts: true)
            config.thinking?.includeThoughts = true
        }
        question.generationConfig = config
        question.serviceTier = serviceTier
        return try question.offering(functions)
    }

    /// Models before 2.5, those that are no Gemini, and some that draw or speak refuse any thinking budget.
    private static func thinks(_ model: String) -> Bool {
        let name = Route.shortModel(model)
        return !["gemini-1", "gemini-2.0", "gemma", "learnlm"].contains { name.hasPrefix($0) }
            && !["-image", "-tts"].contains { name.contains($0) }
    }
}
