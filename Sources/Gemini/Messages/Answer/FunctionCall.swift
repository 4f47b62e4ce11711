public import GemCore

/// A function the model wants called.
public struct FunctionCall: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let id = Field<String>("id")
        let name = Field<String>("name")
        let args = Field<JSON>("args")
        let partialArgs = Field<[PartialArgument]>("partialArgs")
        let willContinue = Field<Bool>("willContinue")
    }
    package static let fields = Fields()

    /// Pairs the call with its result; older models give none.
    public var id: String? { self[\.id] }
    /// The function's name.
    public var name: String { self[\.name] ?? "" }
    /// The arguments, an object.
    public var args: JSON { self[\.args] ?? .object(JSON.Object()) }
    /// Pieces of the arguments, where they are streamed.
    public var partialArgs: [PartialArgument] { self[list: \.partialArgs] }
    /// Whether more of this call comes in the next chunk.
    public var willContinue: Bool { self[\.willContinue] ?? false }
}

/// A piece of a streamed call's arguments.
public struct PartialArgument: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let jsonPath = Field<String>("jsonPath")
        let stringValue = Field<String>("stringValue")
        let numberValue = Field<Double>("numberValue")
        let boolValue = Field<Bool>("boolValue")
        let nullValue = Field<EnumName>("nullValue")
        let willContinue = Field<Bool>("willContinue")
    }
    package static let fields = Fields()

    /// Where it belongs, such as `$.city`.
    public var path: String { self[\.jsonPath] ?? "" }
    /// What is appended to a text, where it is one.
    public var string: String? { self[\.stringValue] }
    /// The number, where it is one.
    public var number: Double? { self[\.numberValue] }
    /// The boolean, where it is one.
    public var bool: Bool? { self[\.boolValue] }
    /// Whether it is null.
    public var isNull: Bool { json["nullValue"] != nil }
    /// Whether more of this text comes.
    public var willContinue: Bool { self[\.willContinue] ?? false }
}

/// The result of a function call.
public struct FunctionResponse: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let id = Field<String>("id")
        let name = Field<String>("name")
        let response = Field<JSON>("response")
        let parts = Field<[Part]>("parts")
        let willContinue = Field<Bool>("willContinue")
        let scheduling = Field<EnumName>("scheduling")
    }
    package static let fields = Fields()

    /// Pairs the result with its call.
    public var id: String? { self[\.id] }
    /// The function's name.
    public var name: String { self[\.name] ?? "" }
    /// What it gave, an object.
    public var response: JSON { self[\.response] ?? .object(JSON.Object()) }
    /// Media it gave.
    public var parts: [Part] { self[list: \.parts] }
    /// Whether more results of this call come.
    public var willContinue: Bool { self[\.willContinue] ?? false }
    /// `SILENT`, `WHEN_IDLE`, `INTERRUPT`, for calls that do not block.
    public var scheduling: String? { self[\.scheduling]?.text }
}

/// A call of one of upstream's own tools, told where the caller asked for it.
public struct ToolCall: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let id = Field<String>("id")
        let toolType = Field<EnumName>("toolType")
        let args = Field<JSON>("args")
    }
    package static let fields = Fields()

    /// Pairs the call with its result.
    public var id: String? { self[\.id] }
    /// `GOOGLE_SEARCH_WEB`, `URL_CONTEXT`, `FILE_SEARCH`, …
    public var toolType: String { self[\.toolType]?.text ?? "" }
    /// The arguments, an object.
    public var args: JSON { self[\.args] ?? .object(JSON.Object()) }
}

/// What one of upstream's own tools gave.
public struct ToolResponse: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let id = Field<String>("id")
        let toolType = Field<EnumName>("toolType")
        let response = Field<JSON>("response")
    }
    package static let fields = Fields()

    /// Pairs the result with its call.
    public var id: String? { self[\.id] }
    /// `GOOGLE_SEARCH_WEB`, `URL_CONTEXT`, `FILE_SEARCH`, …
    public var toolType: String { self[\.toolType]?.text ?? "" }
    /// What it gave, an object.
    public var response: JSON { self[\.response] ?? .object(JSON.Object()) }
}
