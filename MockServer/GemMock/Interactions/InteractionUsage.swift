internal import GemCore

/// Counts of tokens.
enum InteractionUsage {
    /// The usage of a generation, in the words of the Interactions API.
    static func json(_ usage: JSON) -> JSON {
        func count(_ name: String) -> JSON { .int(usage.field(name)?.int ?? 0) }
        func details(_ name: String) -> JSON? {
            let items = usage.list(name).map { item -> JSON in
                ["modality": .string(item.text(of: "modality").lowercased()), "tokens": .int(item.field("tokenCount")?.int ?? 0)]
            }
            return items.isEmpty ? nil : .array(items)
        }
        return .members([
            "total_tokens": count("totalTokenCount"), "total_input_tokens": count("promptTokenCount"),
            "input_tokens_by_modality": details("promptTokensDetails"), "total_cached_tokens": count("cachedContentTokenCount"),
            "total_output_tokens": count("candidatesTokenCount"), "output_tokens_by_modality": details("candidatesTokensDetails"),
            "total_tool_use_tokens": count("toolUsePromptTokenCount"), "total_thought_tokens": count("thoughtsTokenCount"),
        ])
    }
}
