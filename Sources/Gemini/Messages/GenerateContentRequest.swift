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
    public var toolConfig: ToolConfig? {
        get { message("toolConfig") }
        set { json["toolConfig"] = newValue?.json }
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

    /// How urgent and how dear the answer is: `standard`, `flex`, `priority`.
    public var serviceTier: String? {
        get { json["serviceTier"]?.string }
        set { json["serviceTier"] = newValue.map { .string($0) } }
    }

    /// Whether upstream logs the question; nil leaves it to the project's setting.
    public var store: Bool? {
        get { json["store"]?.bool }
        set { json["store"] = newValue.map { .bool($0) } }
    }

    /// `cachedContents/ID`, the conversation's beginning as upstream keeps it.
    public var cachedContent: String? {
        get { json["cachedContent"]?.string }
        set { json["cachedContent"] = newValue.map { .string($0) } }
    }
}
