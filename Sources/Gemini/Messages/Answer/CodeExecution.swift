public import GemCore

/// Code the model wrote and ran.
public struct ExecutableCode: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let id = Field<String>("id")
        let language = Field<EnumName>("language")
        let code = Field<String>("code")
    }
    package static let fields = Fields()

    /// Pairs the code with its result; older models give none.
    public var id: String? { self[\.id] }
    /// `PYTHON`.
    public var language: String { self[\.language]?.text ?? "" }
    /// The source text.
    public var code: String { self[\.code] ?? "" }
}

/// What the model's code gave.
public struct CodeExecutionResult: DeclaredMessage {
    public var json: JSON
    public init(json: JSON) { self.json = json }

    package struct Fields: Sendable {
        let id = Field<String>("id")
        let outcome = Field<EnumName>("outcome")
        let output = Field<String>("output")
    }
    package static let fields = Fields()

    /// Pairs the result with its code; older models give none.
    public var id: String? { self[\.id] }
    /// `OUTCOME_OK`, `OUTCOME_FAILED`, `OUTCOME_DEADLINE_EXCEEDED`.
    public var outcome: String { self[\.outcome]?.text ?? "" }
    /// What it printed.
    public var output: String? { self[\.output] }
}
