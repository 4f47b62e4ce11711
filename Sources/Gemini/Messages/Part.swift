internal import GemCache
public import GemCore

/// One piece of a turn: text, media, a function call or its result, code or its result.
public struct Part: APIMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

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
    public var text: String? { json["text"]?.string }
    /// Whether this is a summary of the model's thinking.
    public var isThought: Bool { json["thought"]?.bool ?? false }
    /// What must go back unchanged with this part in the next turn.
    public var thoughtSignature: String? {
        get { json["thoughtSignature"]?.string }
        set { json["thoughtSignature"] = newValue.map { .string($0) } }
    }
    /// Media inside the message.
    public var inlineData: Blob? { message("inlineData") }
    /// Media named by URI.
    public var fileData: FileReference? { message("fileData") }
    /// A function the model wants called.
    public var functionCall: FunctionCall? { message("functionCall") }
    /// The result of a function call.
    public var functionResponse: FunctionResponse? { message("functionResponse") }
    /// Code the model wrote and ran.
    public var executableCode: ExecutableCode? { message("executableCode") }
    /// What the model's code gave.
    public var codeExecutionResult: CodeExecutionResult? { message("codeExecutionResult") }
    /// Which stretch of a video is meant, and how many frames a second.
    public var videoMetadata: JSON? {
        get { json["videoMetadata"] }
        set { json["videoMetadata"] = newValue }
    }
}

/// Bytes with their media type.
public struct Blob: APIMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }
    /// The IANA media type.
    public var mimeType: String { json["mimeType"]?.string ?? "" }
    /// The bytes; nil where they are not base64.
    public var bytes: [UInt8]? { json["data"]?.string.flatMap { Base64Coding.decode($0) } }
}

/// Media named by URI.
public struct FileReference: APIMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }
    /// The URI.
    public var uri: String { json["fileUri"]?.string ?? "" }
    /// The IANA media type, where it is told.
    public var mimeType: String? { json["mimeType"]?.string }
}

/// A function the model wants called.
public struct FunctionCall: APIMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }
    /// Pairs the call with its result; older models give none.
    public var id: String? { json["id"]?.string }
    /// The function's name.
    public var name: String { json["name"]?.string ?? "" }
    /// The arguments, an object.
    public var args: JSON { json["args"] ?? .object(JSON.Object()) }
}

/// The result of a function call.
public struct FunctionResponse: APIMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }
    /// Pairs the result with its call.
    public var id: String? { json["id"]?.string }
    /// The function's name.
    public var name: String { json["name"]?.string ?? "" }
    /// What it gave, an object.
    public var response: JSON { json["response"] ?? .object(JSON.Object()) }
}

/// Code the model wrote and ran.
public struct ExecutableCode: APIMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }
    /// `PYTHON`.
    public var language: String { json["language"]?.string ?? "" }
    /// The source text.
    public var code: String { json["code"]?.string ?? "" }
}

/// What the model's code gave.
public struct CodeExecutionResult: APIMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }
    /// `OUTCOME_OK`, `OUTCOME_FAILED`, `OUTCOME_DEADLINE_EXCEEDED`.
    public var outcome: String { json["outcome"]?.string ?? "" }
    /// What it printed.
    public var output: String? { json["output"]?.string }
}
