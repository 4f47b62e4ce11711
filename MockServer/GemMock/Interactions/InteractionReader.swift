internal import GemCore

/// What an interaction asks, understood.
struct InteractionQuestion: Sendable {
    /// The model's or the agent's name, which the answer repeats.
    var asked: String
    var isAgent: Bool
    /// The short name of the model that answers.
    var model: String
    /// The conversation with the new turn.
    var contents: [JSON]
    /// The GenerateContentRequest it comes to.
    var request: JSON
    var streams: Bool
    var runsInBackground: Bool
    var isStored: Bool
    var tier: String
}

/// Reads interactions into questions of the API itself; strict about names, as this API is.
struct InteractionReader: Sendable {
    let body: JSON
    /// The conversation before.
    let history: [JSON]

    private static let common: Set<String> = [
        "background", "continuation_token", "environment", "input", "labels", "previous_interaction_id", "response_format",
        "response_mime_type", "response_modalities", "safety_settings", "service_tier", "store", "stream", "system_instruction", "tools",
        "webhook_config",
    ]
    private static let modelNames = common.union(["model", "generation_config", "cached_content"])
    private static let agentNames = common.union(["agent", "agent_config"])

    /// The agents, and the model that stands in for each.
    private static let agents: [String: String] = [
        "deep-research-pro-preview-12-2025": "gemini-3.1-pro-preview", "deep-research-preview-04-2026": "gemini-3.1-pro-preview",
        "deep-research-max-preview-04-2026": "gemini-3.1-pro-preview", "antigravity-preview-05-2026": "gemini-3.6-flash",
        "antigravity-preview-09-2026": "gemini-3.6-flash",
    ]

    /// The question; throws what the API says to a request it cannot read.
    func question() throws(APIFailure) -> InteractionQuestion {
        let agent = try text("agent")
        let model = try text("model")
        try Self.check(body, names: agent == nil ? Self.modelNames : Self.agentNames, at: "")
        guard let asked = agent ?? model, !asked.isEmpty else { throw .missingParameter("model") }
        guard let input = body.field("input") else { throw .missingParameter("input") }
        let background = try flag("background") ?? false
        let isStored = try flag("store") ?? true
        let short = agent == nil ? try Self.checked(asked, background) : try Self.standIn(for: asked, background)
        let tier = try text("service_tier") ?? "standard"
        guard ["flex", "standard", "priority", "deferred"].contains(tier) else {
            throw .unsupported(tier, for: "service_tier", at: "service_tier", supported: ["flex", "standard", "priority", "deferred"])
        }
        guard isStored || !background else { throw .invalid("Background interactions must be stored: 'store' cannot be false.") }
        var steps = InteractionInput(contents: history)
        try steps.add(input: input)
        return InteractionQuestion(
            asked: asked, isAgent: agent != nil, model: short, contents: steps.contents,
            request: try request(steps.contents, model: ModelTable.model(short, api: .developer)), streams: try flag("stream") ?? false,
            runsInBackground: background, isStored: isStored, tier: tier)
    }

    private func request(_ contents: [JSON], model: Model?) throws(APIFailure) -> JSON {
        let system = try text("system_instruction")
        let tools = try InteractionTools(body: body)
        return .members([
            "contents": .array(contents), "systemInstruction": system.map { ["parts": [["text": .string($0)]]] },
            "tools": tools.tools, "toolConfig": tools.config, "safetySettings": try safety(), "cachedContent": body.field("cached_content"),
            "generationConfig": try InteractionConfig(body: body, model: model).config(),
        ])
    }

    private func safety() throws(APIFailure) -> JSON? {
        let settings = body.list("safety_settings").map { setting -> JSON in
            [
                "category": .string("HARM_CATEGORY_" + setting.text(of: "type").uppercased()),
                "threshold": .string(setting.text(of: "threshold").uppercased()),
            ]
        }
        return settings.isEmpty ? nil : .array(settings)
    }

    private func text(_ name: String) throws(APIFailure) -> String? {
        guard let value = body.field(name) else { return nil }
        guard let text = value.string else { throw .wrongType(name, expected: "a string") }
        return text
    }

    private func flag(_ name: String) throws(APIFailure) -> Bool? {
        guard let value = body.field(name) else { return nil }
        guard let flag = value.bool else { throw .wrongType(name, expected: "a boolean") }
        return flag
    }

    private static func standIn(for agent: String, _ background: Bool) throws(APIFailure) -> String {
        guard let model = agents[agent] else {
            throw APIFailure(code: 404, status: "NOT_FOUND", message: "Agent '\(String(agent.prefix(200)))' was not found.")
        }
        guard background || !agent.hasPrefix("deep-research") else { throw .invalid("Agent interactions must set background to true.") }
        return model
    }

    /// The short name of a model; the second generation and the light ones do not run in the background.
    private static func checked(_ asked: String, _ background: Bool) throws(APIFailure) -> String {
        let name = Route.shortModel(asked)
        guard !name.contains(where: { "?#:/ %".contains($0) || $0.isNewline }) else {
            throw APIFailure(code: 404, status: "MODEL_NOT_FOUND", message: "Model '\(String(asked.prefix(200)))' was not found.")
        }
        if background, let model = ModelTable.model(name, api: .developer), model.generation < 3 || model.answersAs.contains("lite") {
            throw .invalid("Model '\(asked)' does not support background interactions.")
        }
        return name
    }

    /// Refuses a name that is not known at a place.
    static func check(_ value: JSON, names: Set<String>, at path: String) throws(APIFailure) {
        for member in value.object?.members ?? [] where !names.contains(member.name) {
            throw .unknownParameter(member.name, at: path)
        }
    }
}
