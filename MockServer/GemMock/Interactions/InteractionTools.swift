internal import GemCore

/// The tools of an interaction and how they are to be called, as the API has them.
struct InteractionTools: Sendable {
    /// The `tools`; nil where there are none.
    private(set) var tools: JSON?
    /// The `toolConfig`; nil where nothing is said.
    private(set) var config: JSON?

    private static let supported = [
        "function", "code_execution", "mcp_server", "filesystem", "google_maps", "google_search", "bash", "computer_use", "file_search",
        "url_context", "retrieval", "tool_search",
    ]

    /// Reads `tools` and `generation_config.tool_choice`.
    init(body: JSON) throws(APIFailure) {
        var declarations: [JSON] = []
        var list: [JSON] = []
        for (index, tool) in body.list("tools").enumerated() {
            let path = "tools[\(index)]"
            guard let type = tool["type"]?.string else { throw .missingParameter("type", at: path) }
            guard Self.supported.contains(type) else { throw .unsupported(type, for: "type", at: path, supported: Self.supported) }
            if type == "function" {
                declarations.append(try Self.declaration(tool, path))
            } else if let other = Self.tool(type, tool) {
                list.append(other)
            }
        }
        if !declarations.isEmpty { list.insert(["functionDeclarations": .array(declarations)], at: 0) }
        if !list.isEmpty { tools = .array(list) }
        guard let choice = body.field("generation_config")?.field("tool_choice") else { return }
        config = ["functionCallingConfig": try Self.calling(choice)]
    }

    private static func declaration(_ tool: JSON, _ path: String) throws(APIFailure) -> JSON {
        guard let name = tool["name"]?.string, !name.isEmpty else { throw .missingParameter("name", at: path) }
        try InteractionReader.check(
            tool, names: ["type", "name", "description", "parameters", "defer_loading", "short_description"], at: path)
        return .members([
            "name": .string(name), "description": tool.field("description"), "parametersJsonSchema": tool.field("parameters"),
        ])
    }

    /// A tool of the service; nil for those the question behind has no name for.
    private static func tool(_ type: String, _ tool: JSON) -> JSON? {
        let empty = JSON.object(JSON.Object())
        switch type {
        case "google_search": return ["googleSearch": empty]
        case "url_context": return ["urlContext": empty]
        case "code_execution": return ["codeExecution": empty]
        case "google_maps": return ["googleMaps": empty]
        case "file_search": return ["fileSearch": .members(["fileSearchStoreNames": tool.field("file_search_store_names")])]
        default: return nil
        }
    }

    private static func calling(_ choice: JSON) throws(APIFailure) -> JSON {
        let allowed = choice.field("allowed_tools")
        let mode = choice.string ?? allowed?.text(of: "mode") ?? ""
        guard ["auto", "any", "none", "validated"].contains(mode) else {
            throw .unsupported(
                choice.string ?? mode, for: "tool_choice", at: "generation_config", supported: ["auto", "any", "none", "validated"])
        }
        let names = allowed?.list("tools") ?? []
        return .members([
            // Names can be given to modes that call for sure, or that check.
            "mode": .string(mode == "auto" && !names.isEmpty ? "VALIDATED" : mode.uppercased()),
            "allowedFunctionNames": names.isEmpty ? nil : .array(names),
        ])
    }
}
