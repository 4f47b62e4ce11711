public import GemCore

/// What the API answers when it refuses.
public struct APIErrorResponse: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let error = Field<APIStatus>("error")
    }
    package static let fields = Fields()

    /// Why.
    public var error: APIStatus? { self[\.error] }
}

/// Why something was refused or failed.
public struct APIStatus: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let code = Field<JSON>("code")
        let message = Field<String>("message")
        let status = Field<EnumName>("status")
        let details = Field<[JSON]>("details")
    }
    package static let fields = Fields()

    /// The HTTP status or gRPC code; a word in the Interactions API.
    public var code: JSON? { self[\.code] }
    /// The API's words.
    public var message: String { self[\.message] ?? "" }
    /// The gRPC code's name, such as `INVALID_ARGUMENT`.
    public var status: String? { self[\.status]?.text }
    /// More, each of the form its `@type` names.
    public var details: [JSON] { self[list: \.details] }
    /// The same, each of the kind it is.
    public var typedDetails: [ErrorDetail] { details.map { ErrorDetail($0) } }
}
