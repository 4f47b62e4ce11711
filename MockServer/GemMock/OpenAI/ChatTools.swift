internal import GemCore

/// The functions of a chat completion and how they are to be called, as the API has them.
struct ChatTools: Sendable {
    /// The `tools`; nil where there are none.
    private(set) var tools: JSON?
    /// The `toolConfig`; nil where nothing is said.
    private(set) var config: JSON?

    /// Reads `tools` and `tool_choice`, or the older `functions` and `function_call`.
    init(body: JSON) throws(APIFailure) {
        var declarations: [JSON] = []
        for (index, tool) in body.list("tools").enumerated() {
            guard tool.text(of: "type") == "function", let function = tool.field("function") else {
                throw .value(tool.field("type") ?? .null, at: "tools[\(index)].type", type: "function")
            }
            declarations.append(try Self.declaration(function, "tools[\(index)].function"))
        }
        for (index, function) in body.list("functions").enumerated() {
            declarations.append(try Self.declaration(function, "functions[\(index)]"))
        }
        if !declarations.isEmpty { tools = [["functionDeclarations": .array(declarations)]] }
        guard let choice = body.field("tool_choice") ?? body.field("function_call") else { return }
        config = try Self.config(choice).map { ["functionCallingConfig": $0] }
    }

    private static func declaration(_ function: JSON, _ path: String) throws(APIFailure) -> JSON {
        let name = function.text(of: "name")
        guard !name.isEmpty else { throw .badRequest("\(path).name is not specified", field: "\(path).name") }
        return .members([
            "name": .string(name), "description": function.field("description"), "parametersJsonSchema": function.field("parameters"),
        ])
    }

    private static func config(_ choice: JSON) throws(APIFailure) -> JSON? {
        if let mode = choice.string {
            guard let name = ["auto": "AUTO", "none": "NONE", "required": "ANY", "any": "ANY"][mode] else {
                throw .value(choice, at: "tool_choice", type: "auto, none, required or a function")
            }
            return ["mode": .string(name)]
        }
        if let allowed = choice.field("allowed_tools") {
            let names = allowed.list("tools").compactMap { $0.field("function")?.field("name") }
            return [
                "mode": allowed.text(of: "mode") == "required" ? "ANY" : "VALIDATED", "allowedFunctionNames": .array(names),
            ]
        }
        guard let name = (choice.field("function") ?? choice).field("name"), name.string?.isEmpty == false else {
            throw .value(choice, at: "tool_choice", type: "auto, none, required or a function")
        }
        return ["mode": "ANY", "allowedFunctionNames": [name]]
    }
}
