public import GemCore

/// An answer, or a chunk of one, as OpenAI's clients want it.
public struct ChatCompletion: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let id = Field<String>("id")
        let object = Field<String>("object")
        let created = Field<Int>("created")
        let model = Field<String>("model")
        let choices = Field<[ChatChoice]>("choices")
        let usage = Field<ChatUsage>("usage")
    }
    package static let fields = Fields()

    /// Upstream's name for it.
    public var id: String { self[\.id] ?? "" }
    /// `chat.completion` or `chat.completion.chunk`.
    public var object: String { self[\.object] ?? "" }
    /// Seconds since 1970.
    public var created: Int { self[\.created] ?? 0 }
    /// The model that answered.
    public var model: String { self[\.model] ?? "" }
    /// The answers.
    public var choices: [ChatChoice] { self[list: \.choices] }
    /// What it cost.
    public var usage: ChatUsage? { self[\.usage] }
}

/// One answer.
public struct ChatChoice: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let index = Field<Int>("index")
        let message = Field<ChatMessage>("message")
        let delta = Field<ChatMessage>("delta")
        let finish_reason = Field<String>("finish_reason")
        let logprobs = Field<JSON>("logprobs")
    }
    package static let fields = Fields()

    /// Which of several.
    public var index: Int { self[\.index] ?? 0 }
    /// The whole of it.
    public var message: ChatMessage? { self[\.message] }
    /// What a chunk adds to it.
    public var delta: ChatMessage? { self[\.delta] }
    /// `stop`, `length`, `tool_calls`, `content_filter`.
    public var finishReason: String? { self[\.finish_reason] }
    /// How probable its tokens were.
    public var logprobs: JSON? { self[\.logprobs] }
}

/// What the model said.
public struct ChatMessage: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let role = Field<String>("role")
        let content = Field<String>("content")
        let reasoning_content = Field<String>("reasoning_content")
        let refusal = Field<String>("refusal")
        let tool_calls = Field<[ChatToolCall]>("tool_calls")
        let thought_signature = Field<String>("thought_signature")
        let extra_content = Field<JSON>("extra_content")
    }
    package static let fields = Fields()

    /// `assistant`.
    public var role: String? { self[\.role] }
    /// The text.
    public var content: String? { self[\.content] }
    /// The thoughts, where they were asked for.
    public var reasoning: String? { self[\.reasoning_content] }
    /// Why the model refused.
    public var refusal: String? { self[\.refusal] }
    /// The functions it wants called.
    public var toolCalls: [ChatToolCall] { self[list: \.tool_calls] }
    /// What must go back unchanged.
    public var thoughtSignature: String? { self[\.thought_signature] }
    /// What only Gemini tells, under `google`.
    public var extraContent: JSON? { self[\.extra_content] }
}

/// A function the model wants called.
public struct ChatToolCall: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let index = Field<Int>("index")
        let id = Field<String>("id")
        let type = Field<String>("type")
        let function = Field<ChatFunction>("function")
        let extra_content = Field<JSON>("extra_content")
    }
    package static let fields = Fields()

    /// Which call a chunk adds to.
    public var index: Int? { self[\.index] }
    /// Pairs it with its result; may be empty.
    public var id: String { self[\.id] ?? "" }
    /// `function`.
    public var type: String { self[\.type] ?? "" }
    /// Which function, and its arguments.
    public var function: ChatFunction? { self[\.function] }
    /// What only Gemini tells, such as the thought signature.
    public var extraContent: JSON? { self[\.extra_content] }
}

/// A function's name and arguments.
public struct ChatFunction: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let name = Field<String>("name")
        let arguments = Field<String>("arguments")
    }
    package static let fields = Fields()

    /// The name.
    public var name: String { self[\.name] ?? "" }
    /// The arguments as JSON text.
    public var arguments: String { self[\.arguments] ?? "" }
}

/// What it cost, in tokens.
public struct ChatUsage: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let prompt_tokens = Field<Int>("prompt_tokens")
        let completion_tokens = Field<Int>("completion_tokens")
        let total_tokens = Field<Int>("total_tokens")
    }
    package static let fields = Fields()

    /// The question's.
    public var promptTokens: Int { self[\.prompt_tokens] ?? 0 }
    /// The answer's.
    public var answerTokens: Int { self[\.completion_tokens] ?? 0 }
    /// All of them.
    public var totalTokens: Int { self[\.total_tokens] ?? 0 }
}
