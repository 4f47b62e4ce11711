public import GemCore

/// A question to the model: conversation, instruction, tools and configuration.
public struct GenerateContentRequest: APIMessage {
    public var json: JSON
    /// Local media that parts name by `Attachment.uri`; uploaded only when the question really goes upstream.
    public var attachments: [Attachment] = []

    public init(json: JSON) { self.json = json }

    /// Makes a question of turns.
    public init(contents: [Content], attachments: [Attachment] = []) {
        json = ["contents": .array(contents.map(\.json))]
        self.attachments = attachments
    }

    /// The conversation, oldest turn first.
    public var contents: [Content] {
        get { messages("contents") }
        set { json["contents"] = .array(newValue.map(\.json)) }
    }

    /// What the model is told before the conversation.
    public var systemInstruction: Content? {
        get { message("systemInstruction") }
        set { json["systemInstruction"] = newValue?.json }
    }

    /// What the model may use.
    public var tools: [Tool] {
        get { messages("tools") }
        set { set("tools", newValue) }
    }

    /// How functions are called.
    public var toolConfig: JSON? {
        get { json["toolConfig"] }
        set { json["toolConfig"] = newValue }
    }

    /// What is blocked.
    public var safetySettings: [SafetySetting] {
        get { messages("safetySettings") }
        set { set("safetySettings", newValue) }
    }

    /// How the answer is made.
    public var generationConfig: GenerationConfig {
        get { message("generationConfig") ?? GenerationConfig() }
        set { json["generationConfig"] = newValue.isEmpty ? nil : newValue.json }
    }

    /// `cachedContents/ID`, the conversation's beginning as upstream keeps it.
    public var cachedContent: String? {
        get { json["cachedContent"]?.string }
        set { json["cachedContent"] = newValue.map { .string($0) } }
    }
}

/// Something the model may use while it answers.
public struct Tool: APIMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    /// Grounding in Google Search.
    public static let googleSearch = Tool(json: ["googleSearch": [:]])
    /// Reading the URLs in the prompt.
    public static let urlContext = Tool(json: ["urlContext": [:]])
    /// Writing and running Python.
    public static let codeExecution = Tool(json: ["codeExecution": [:]])
    /// Calling the caller's functions.
    public static func functions(_ declarations: [FunctionDeclaration]) -> Tool {
        Tool(json: ["functionDeclarations": .array(declarations.map(\.json))])
    }
}

/// A function of the caller the model may ask to call.
public struct FunctionDeclaration: APIMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    /// Declares a function whose parameters are told as JSON Schema.
    public init(_ name: String, description: String, parameters: JSON? = nil) {
        json = .members(["name": .string(name), "description": .string(description), "parametersJsonSchema": parameters])
    }
}

/// From which probability on a category of harm is blocked.
public struct SafetySetting: APIMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    /// Sets a category's threshold, such as `HARM_CATEGORY_HARASSMENT` and `BLOCK_ONLY_HIGH`.
    public init(_ category: String, _ threshold: String) {
        json = ["category": .string(category), "threshold": .string(threshold)]
    }

    /// The category's name.
    public var category: String { json["category"]?.string ?? "" }
    /// The threshold's name.
    public var threshold: String { json["threshold"]?.string ?? "" }
}
