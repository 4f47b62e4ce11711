internal import GemCore

/// Turns a chat completion's settings into a generation's.
struct ChatSettings: Sendable {
    let body: JSON
    /// Google's own settings.
    let google: JSON
    /// The model that is asked, where the mock serves it.
    let model: Model?

    /// The `generationConfig`; nil where nothing is set.
    func config() throws(APIFailure) -> JSON? {
        let format = try self.format()
        let older = try number("max_tokens", "TYPE_INT32")
        let limit = try number("max_completion_tokens", "TYPE_INT32")
        let wantsLogprobs = try ChatReader.flag(body, "logprobs") == true
        let config = JSON.members([
            "temperature": try number("temperature", "TYPE_FLOAT"), "topP": try number("top_p", "TYPE_FLOAT"),
            "candidateCount": try number("n", "TYPE_INT32"), "maxOutputTokens": limit ?? older, "stopSequences": try stops(),
            "seed": try number("seed", "TYPE_INT32"), "presencePenalty": try number("presence_penalty", "TYPE_FLOAT"),
            "frequencyPenalty": try number("frequency_penalty", "TYPE_FLOAT"),
            "responseLogprobs": wantsLogprobs ? true : nil,
            "logprobs": try number("top_logprobs", "TYPE_INT32"), "responseMimeType": format.mimeType, "responseJsonSchema": format.schema,
            "thinkingConfig": try thinking(),
        ])
        return config.object?.isEmpty == true ? nil : config
    }

    private func number(_ name: String, _ type: String) throws(APIFailure) -> JSON? { try ChatReader.number(body, name, type: type) }

    private func stops() throws(APIFailure) -> JSON? {
        let stops = body.list("stop")
        for (index, stop) in stops.enumerated() where stop.string == nil {
            throw .value(stop, at: "stop[\(index)]", type: "TYPE_STRING")
        }
        return stops.isEmpty ? nil : .array(stops)
    }

    private func format() throws(APIFailure) -> (mimeType: JSON?, schema: JSON?) {
        guard let format = body.field("response_format") else { return (nil, nil) }
        switch format.text(of: "type") {
        case "text": return (nil, nil)
        case "json_object": return ("application/json", nil)
        case "json_schema":
            guard let schema = format.field("json_schema")?.field("schema"), schema.object != nil else {
                throw .badRequest("response_format.json_schema.schema is not specified", field: "response_format.json_schema.schema")
            }
            return ("application/json", schema)
        default: throw .value(format.field("type") ?? .null, at: "response_format.type", type: "text, json_object or json_schema")
        }
    }

    private func thinking() throws(APIFailure) -> JSON? {
        let custom = google.field("thinking_config")
        guard let effort = body.field("reasoning_effort") else {
            return custom.map { custom in
                .members([
                    "includeThoughts": custom.field("includeThoughts"), "thinkingBudget": custom.field("thinkingBudget"),
                    "thinkingLevel": custom.field("thinkingLevel"),
                ])
            }
        }
        guard custom == nil else {
            throw .invalid("Expected one of either `reasoning_effort` or custom `thinking_config`; found both.")
        }
        guard let name = effort.string, let budget = Self.budgets[name] else {
            throw .value(effort, at: "reasoning_effort", type: "none, minimal, low, medium or high")
        }
        guard let model, model.thinks else { return nil }
        guard model.generation >= 3 else { return ["thinkingBudget": .int(budget)] }
        // The third generation does not stop thinking, and its large models think at least a little.
        let least = model.answersAs.contains("pro") ? "LOW" : "MINIMAL"
        return ["thinkingLevel": .string(["none", "minimal"].contains(name) ? least : name == "xhigh" ? "HIGH" : name.uppercased())]
    }

    private static let budgets = ["none": 0, "minimal": 1024, "low": 1024, "medium": 8192, "high": 24_576, "xhigh": 24_576]
}
