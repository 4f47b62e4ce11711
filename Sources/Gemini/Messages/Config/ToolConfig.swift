public import GemCore

/// How the tools of a question are used.
public struct ToolConfig: APIMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    /// Says whether functions are called, and which.
    public init(_ mode: FunctionCallingMode, allowed: [String] = []) {
        json = ["functionCallingConfig": ["mode": .string(mode.rawValue)]]
        if !allowed.isEmpty { json["functionCallingConfig"]?["allowedFunctionNames"] = .array(allowed.map { .string($0) }) }
    }

    /// Whether functions are called.
    public var mode: FunctionCallingMode? { (json["functionCallingConfig"]?["mode"]?.string).map { FunctionCallingMode(rawValue: $0) } }
    /// The only functions that may be called; empty for all.
    public var allowed: [String] { json["functionCallingConfig"]?["allowedFunctionNames"]?.array?.compactMap(\.string) ?? [] }
    /// Whether the answer tells what upstream's own tools were asked and gave.
    public var includesServerSideTools: Bool {
        get { json["includeServerSideToolInvocations"]?.bool ?? false }
        set { json["includeServerSideToolInvocations"] = newValue ? true : nil }
    }
    /// Where the user is and which language they read, for searches and maps.
    public var retrieval: JSON? {
        get { json["retrievalConfig"] }
        set { json["retrievalConfig"] = newValue }
    }
}

/// Whether functions are called.
public struct FunctionCallingMode: OpenEnum {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// As the model likes.
    public static let auto: FunctionCallingMode = "AUTO"
    /// Always; such a question never gets a text.
    public static let any: FunctionCallingMode = "ANY"
    /// Never.
    public static let none: FunctionCallingMode = "NONE"
    /// As the model likes, and calls always fit their schemas.
    public static let validated: FunctionCallingMode = "VALIDATED"
}
