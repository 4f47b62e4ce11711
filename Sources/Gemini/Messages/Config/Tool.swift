public import GemCore

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
    /// Grounding in Google Maps.
    public static let googleMaps = Tool(json: ["googleMaps": [:]])

    /// Grounding in Google Search with options of its own, such as `["timeRangeFilter": …]`.
    public static func googleSearch(_ options: JSON) -> Tool { Tool(json: ["googleSearch": options]) }

    /// Grounding in documents of the caller's, `fileSearchStores/ID`.
    public static func fileSearch(_ stores: [String], topK: Int? = nil, filter: String? = nil) -> Tool {
        Tool(json: [
            "fileSearch": .members([
                "fileSearchStoreNames": .array(stores.map { .string($0) }), "topK": topK.map { .int($0) },
                "metadataFilter": filter.map { .string($0) },
            ])
        ])
    }

    /// Calling the caller's functions, each call by the caller; `FunctionTool` runs Swift closures instead.
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

    /// The function's name.
    public var name: String { json["name"]?.string ?? "" }
}
