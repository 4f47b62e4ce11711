internal import GemCache
public import GemCore

/// One piece of a turn: text, media, a function call or its result, code or its result.
public struct Part: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let text = Field<String>("text")
        let thought = Field<Bool>("thought")
        let thoughtSignature = Field<String>("thoughtSignature")
        let inlineData = Field<Blob>("inlineData")
        let fileData = Field<FileReference>("fileData")
        let functionCall = Field<FunctionCall>("functionCall")
        let functionResponse = Field<FunctionResponse>("functionResponse")
        let executableCode = Field<ExecutableCode>("executableCode")
        let codeExecutionResult = Field<CodeExecutionResult>("codeExecutionResult")
        let toolCall = Field<ToolCall>("toolCall")
        let toolResponse = Field<ToolResponse>("toolResponse")
        let videoMetadata = Field<JSON>("videoMetadata")
        let mediaResolution = Field<JSON>("mediaResolution")
        let partMetadata = Field<JSON>("partMetadata")
    }
    package static let fields = Fields()

    /// A piece of text.
    public static func text(_ text: String) -> Part { Part(json: ["text": .string(text)]) }

    /// Media inside the request.
    public static func inlineData(_ bytes: [UInt8], mimeType: String) -> Part {
        Part(json: ["inlineData": ["mimeType": .string(mimeType), "data": .string(Base64Coding.encode(bytes))]])
    }

    /// Media upstream fetches or already has: a Files-API URI, a YouTube URL, an https or `gs://` URL.
    public static func fileData(_ uri: String, mimeType: String? = nil) -> Part {
        Part(json: ["fileData": .members(["mimeType": mimeType.map { .string($0) }, "fileUri": .string(uri)])])
    }

    /// The result of a function the model called.
    public static func functionResponse(_ name: String, _ response: JSON, id: String? = nil) -> Part {
        Part(json: ["functionResponse": .members(["id": id.map { .string($0) }, "name": .string(name), "response": response])])
    }

    /// The text; nil for a part of another kind.
    public var text: String? { self[\.text] }
    /// Whether this is a summary of the model's thinking.
    public var isThought: Bool { self[\.thought] ?? false }
    /// What must go back unchanged with this part in the next turn.
    public var thoughtSignature: String? {
        get { self[\.thoughtSignature] }
        set { self[\.thoughtSignature] = newValue }
    }
    /// Media inside the message.
    public var inlineData: Blob? { self[\.inlineData] }
    /// Media named by URI.
    public var fileData: FileReference? { self[\.fileData] }
    /// A function the model wants called.
    public var functionCall: FunctionCall? { self[\.functionCall] }
    /// The result of a function call.
    public var functionResponse: FunctionResponse? { self[\.functionResponse] }
    /// Code the model wrote and ran.
    public var executableCode: ExecutableCode? { self[\.executableCode] }
    /// What the model's code gave.
    public var codeExecutionResult: CodeExecutionResult? { self[\.codeExecutionResult] }
    /// A call of one of upstream's own tools.
    public var toolCall: ToolCall? { self[\.toolCall] }
    /// What upstream's own tool gave.
    public var toolResponse: ToolResponse? { self[\.toolResponse] }
    /// Which stretch of a video is meant, and how many frames a second.
    public var videoMetadata: JSON? {
        get { self[\.videoMetadata] }
        set { self[\.videoMetadata] = newValue }
    }
    /// How finely this piece of media is looked at.
    public var mediaResolution: JSON? {
        get { self[\.mediaResolution] }
        set { self[\.mediaResolution] = newValue }
    }
    /// The caller's own notes on this part.
    public var metadata: JSON? {
        get { self[\.partMetadata] }
        set { self[\.partMetadata] = newValue }
    }
}

/// Bytes with their media type.
public struct Blob: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let mimeType = Field<String>("mimeType")
        let data = Field<String>("data")
        let displayName = Field<String>("displayName")
    }
    package static let fields = Fields()

    /// The IANA media type.
    public var mimeType: String { self[\.mimeType] ?? "" }
    /// The bytes; nil where they are not base64.
    public var bytes: [UInt8]? { self[\.data].flatMap { Base64Coding.decode($0) } }
    /// A name for people, where there is one.
    public var displayName: String? { self[\.displayName] }
}

/// Media named by URI.
public struct FileReference: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let fileUri = Field<String>("fileUri")
        let mimeType = Field<String>("mimeType")
        let displayName = Field<String>("displayName")
    }
    package static let fields = Fields()

    /// The URI.
    public var uri: String { self[\.fileUri] ?? "" }
    /// The IANA media type, where it is told.
    public var mimeType: String? { self[\.mimeType] }
    /// A name for people, where there is one.
    public var displayName: String? { self[\.displayName] }
}
