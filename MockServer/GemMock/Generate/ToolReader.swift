internal import GemCore

/// Reads the tools of a request, and how they are to be used.
struct ToolReader: Sendable {
    private let body: JSON

    init(_ body: JSON) { self.body = body }

    /// Adds what the body declares.
    func read(into prompt: inout Prompt) {
        for (number, tool) in body.list("tools").enumerated() {
            for (index, declaration) in tool.list("functionDeclarations").enumerated() {
                prompt.functions.append(
                    .init(
                        name: declaration.text(of: "name"), description: declaration.text(of: "description"),
                        parameters: declaration.field("parameters") ?? declaration.field("parametersJsonSchema"), tool: number, index: index
                    ))
                prompt.declarations.append(declaration)
            }
            services(tool, into: &prompt.tools)
        }
        let settings = body.field("toolConfig") ?? .null
        let calling = settings.field("functionCallingConfig") ?? .null
        prompt.mode =
            switch calling.name(of: "mode", in: ["MODE_UNSPECIFIED", "AUTO", "ANY", "NONE", "VALIDATED"]) {
            case "ANY": .any
            case "NONE": .none
            case "VALIDATED": .validated
            default: .auto
            }
        prompt.allowed = calling.list("allowedFunctionNames").compactMap(\.string)
        prompt.serviceTier = serviceTier
        prompt.dangerThreshold =
            body.list("safetySettings").last { $0.name(of: "category", in: categories) == "HARM_CATEGORY_DANGEROUS_CONTENT" }?
            .name(of: "threshold", in: Self.thresholds) ?? ""
        prompt.tools.showsInvocations = settings.field("includeServerSideToolInvocations")?.bool == true
    }

    private var serviceTier: String {
        let tier = body.text(of: "serviceTier").lowercased().replacing("service_tier_", with: "")
        return ["flex", "priority"].contains(tier) ? tier : "standard"
    }

    /// The categories by number, of the Developer API.
    private var categories: [String] {
        [
            "UNSPECIFIED", "DEROGATORY", "TOXICITY", "VIOLENCE", "SEXUAL", "MEDICAL", "DANGEROUS", "HARASSMENT", "HATE_SPEECH",
            "SEXUALLY_EXPLICIT", "DANGEROUS_CONTENT",
        ]
        .map { "HARM_CATEGORY_" + $0 }
    }

    private static let thresholds = [
        "HARM_BLOCK_THRESHOLD_UNSPECIFIED", "BLOCK_LOW_AND_ABOVE", "BLOCK_MEDIUM_AND_ABOVE", "BLOCK_ONLY_HIGH", "BLOCK_NONE", "OFF",
    ]

    private func services(_ tool: JSON, into tools: inout Prompt.Tools) {
        if tool.field("googleSearch") != nil || tool.field("enterpriseWebSearch") != nil { tools.searches = true }
        if tool.field("googleSearchRetrieval") != nil { tools.searchesTheOldWay = true }
        if tool.field("urlContext") != nil { tools.readsURLs = true }
        if tool.field("codeExecution") != nil { tools.runsCode = true }
        if let maps = tool.field("googleMaps") {
            tools.searchesMaps = true
            tools.wantsMapsWidget = maps.field("enableWidget")?.bool == true
        }
        if let search = tool.field("fileSearch") { tools.stores = search.list("fileSearchStoreNames").compactMap(\.string) }
    }
}
