public import GemCore

/// A Swift closure the model may call.
///
///     struct City: Decodable { var name: String }
///     let weather = FunctionTool("weather", "The weather in a city now.") { (city: City) in ["celsius": 21] }
///     print(try await gemini.gem("Do I need a coat in Oslo?", functions: [weather]))
///
/// The arguments' schema is made of their type as `JSONSchema.of` says, unless one is given; arguments of type `JSON` come as they are.
/// What the closure gives goes back to the model as JSON, and so does the error it throws: the model may try again, or say so.
public struct FunctionTool: Sendable {
    /// The name the model calls it by: letters, digits, `_`, `.`, `:`, `-`, at most 128.
    public let name: String
    private let declared: Result<FunctionDeclaration, GemError>
    private let run: @Sendable (JSON) async throws -> JSON

    /// Makes a function of a closure; called from any task, for several calls at the same time.
    public init<Arguments: Decodable & SendableMetatype, Output: Encodable & SendableMetatype>(
        _ name: String, _ description: String, parameters: JSON? = nil,
        _ body: @escaping @Sendable (Arguments) async throws -> Output
    ) {
        self.name = name
        declared = Self.declaration(name, description, parameters, Arguments.self)
        run = { arguments in try ValueEncoder.write(try await body(try arguments.value(as: Arguments.self, of: "What you gave"))) }
    }

    /// Makes a function without arguments.
    public init<Output: Encodable & SendableMetatype>(
        _ name: String, _ description: String, _ body: @escaping @Sendable () async throws -> Output
    ) {
        self.name = name
        declared = .success(FunctionDeclaration(name, description: description))
        run = { _ in try ValueEncoder.write(try await body()) }
    }

    /// What the model is told; throws `badInput` where no schema can be made of the arguments, or they are no object.
    public var declaration: FunctionDeclaration {
        get throws(GemError) { try declared.get() }
    }

    /// The function's answer to a call, an object: what the closure gave, under `result` unless it is an object, or its error under
    /// `error`.
    func answer(_ call: FunctionCall) async throws(GemError) -> JSON {
        do {
            let result = try await run(call.args)
            return result.object == nil ? ["result": result] : result
        } catch {
            if Task.isCancelled { throw GemError(.cancelled, "The question was given up while \(name) ran.", cause: error) }
            return ["error": .string((error as? GemError)?.message ?? "\(error)")]
        }
    }

    private static func declaration(
        _ name: String, _ description: String, _ parameters: JSON?, _ type: (some Decodable).Type
    ) -> Result<FunctionDeclaration, GemError> {
        if let parameters { return .success(FunctionDeclaration(name, description: description, parameters: parameters)) }
        if type == JSON.self { return .success(FunctionDeclaration(name, description: description)) }
        do throws(GemError) {
            let schema = try JSONSchema.of(type)
            guard schema["$ref"] != nil || schema["type"] == "object" else {
                throw GemError(
                    .badInput, "The function \(name) takes \(type), but a function's arguments must be an object: take a struct.")
            }
            return .success(FunctionDeclaration(name, description: description, parameters: schema))
        } catch {
            return .failure(GemError(error.code, "The function \(name) cannot be declared: \(error.message)", cause: error.cause))
        }
    }
}
