internal import GemCore

/// Reads chat completion requests into questions of the API itself.
struct ChatReader: Sendable {
    let body: JSON
    let api: Route.API

    /// What OpenAI's API takes; what the model cannot use of it is let by, all else is refused as the API refuses unknown names.
    private static let names: Set<String> = [
        "model", "messages", "audio", "extra_body", "frequency_penalty", "function_call", "functions", "google", "logit_bias",
        "logprobs", "max_completion_tokens", "max_tokens", "metadata", "modalities", "n", "parallel_tool_calls", "prediction",
        "presence_penalty", "prompt_cache_key", "prompt_cache_retention", "reasoning_effort", "response_format", "safety_identifier",
        "seed", "service_tier", "stop", "store", "stream", "stream_options", "temperature", "tool_choice", "tools", "top_logprobs",
        "top_p", "user", "verbosity", "web_search_options",
    ]

    /// The question; throws what the API says to a request it cannot read.
    func question() throws(APIFailure) -> ChatQuestion {
        try Self.check(body, names: Self.names)
        let asked = try Self.model(body)
        var model = Route.shortModel(asked)
        if api == .vertex, model.hasPrefix("google/") { model = String(model.dropFirst("google/".count)) }
        var messages = ChatMessages()
        for (index, message) in body.list("messages").enumerated() { try messages.add(message, "messages[\(index)]") }
        let google = self.google
        let config = try ChatSettings(body: body, google: google, model: ModelTable.model(model, api: api)).config()
        let tools = try ChatTools(body: body)
        let request = JSON.members([
            "contents": messages.contents.isEmpty ? nil : .array(messages.contents),
            "systemInstruction": messages.system.isEmpty ? nil : ["parts": .array(messages.system)],
            "tools": tools.tools, "toolConfig": tools.config, "safetySettings": google.field("safety_settings"),
            "cachedContent": google.field("cached_content"), "generationConfig": config,
        ])
        var question = ChatQuestion(asked: asked, model: model, request: request)
        question.streams = try Self.flag(body, "stream") ?? false
        question.includesUsage = body.field("stream_options")?.field("include_usage")?.bool ?? false
        if let tag = google.field("thought_tag_marker")?.string, !tag.isEmpty { question.thoughtTag = tag }
        return question
    }

    /// Google's own settings, which SDKs send literally: `extra_body.google`, or `google` beside the rest.
    private var google: JSON {
        let extra = body.field("extra_body")
        return extra?.field("google") ?? extra?.field("extra_body")?.field("google") ?? body.field("google") ?? .null
    }
}

extension ChatReader {
    /// Refuses names that are not among those known, all of them at once.
    static func check(_ body: JSON, names: Set<String>) throws(APIFailure) {
        let unknown = (body.object?.members ?? []).map(\.name).filter { !names.contains($0) }
        guard !unknown.isEmpty else { return }
        throw .violations(
            unknown.map {
                Violation(field: "", text: "Invalid JSON payload received. Unknown name \"\(String($0.prefix(100)))\": Cannot find field.")
            })
    }

    /// The model's name as the request has it.
    static func model(_ body: JSON) throws(APIFailure) -> String {
        guard let value = body.field("model") else { throw .invalid("model is not specified") }
        guard let name = value.string else { throw .value(value, at: "model", type: "TYPE_STRING") }
        guard !name.isEmpty, !name.contains(where: { "?#: %".contains($0) || $0.isNewline }) else {
            throw .invalidField("GenerateContentRequest.model", "unexpected model name format")
        }
        return name
    }

    /// A number as it is spelled, or a string that spells one.
    static func number(_ body: JSON, _ name: String, type: String) throws(APIFailure) -> JSON? {
        guard let value = body.field(name) else { return nil }
        let isNumber =
            type == "TYPE_INT32" ? value.int.map { Int32(exactly: $0) != nil } ?? false : body.number(of: name)?.isFinite ?? false
        guard isNumber else { throw .value(value, at: name, type: type) }
        return value.string.map { .number($0) } ?? value
    }

    /// A truth value.
    static func flag(_ body: JSON, _ name: String) throws(APIFailure) -> Bool? {
        guard let value = body.field(name) else { return nil }
        guard let flag = value.bool else { throw .value(value, at: name, type: "TYPE_BOOL") }
        return flag
    }
}
