internal import GemCore

/// Refuses settings that no model takes: values out of range.
struct ConfigCheck: Sendable {
    let api: Route.API
    /// The message's name, which paths begin with.
    let message: String

    /// Throws the API's 400 for the first setting that is out of range.
    func check(_ config: JSON) throws(APIFailure) {
        try range(
            config, "temperature", "temperature", 0...2, says: "temperature must be in the range [0.0, 2.0].",
            vertex: "0 (inclusive) to 2.0001 (exclusive)")
        try range(config, "topP", "top_p", 0...1, says: "top_p must be in the range [0.0, 1.0].", vertex: "0 (inclusive) to 1 (inclusive)")
        try range(
            config, "topK", "top_k", api == .vertex ? 1...64 : 0...1e9, says: "top_k must be non-negative.",
            vertex: "1 (inclusive) to 65 (exclusive)")
        try range(
            config, "maxOutputTokens", "max_output_tokens", api == .vertex ? 1...65_536 : 1...1e12,
            says: "max_output_tokens must be positive.", vertex: "1 (inclusive) to 65537 (exclusive)")
        try range(
            config, "candidateCount", "candidate_count", 1...8, says: "candidate_count must be between 1 and 8, inclusive.",
            vertex: "1 (inclusive) to 9 (exclusive)")
        try range(
            config, "logprobs", "logprobs", 0...20, says: "logprobs must be in the range [0, 20].",
            vertex: "0 (inclusive) to 21 (exclusive)")
        guard config.list("stopSequences").count <= 5 else {
            throw refusal(
                "stop_sequences", "at most 5 stop sequences can be specified.",
                vertex: "it has more than 5 stopSequences. Remove some and try again.")
        }
        let mime = config.text(of: "responseMimeType").lowercased()
        guard mime.isEmpty || Self.types.contains(mime) else {
            let allowed = "allowed mimetypes are `text/plain`, `application/json`, `application/xml`, `application/yaml` and `text/x.enum`."
            throw refusal("response_mime_type", allowed, vertex: "it has an unsupported responseMimeType; \(allowed)")
        }
    }

    private static let types: Set<String> = ["text/plain", "application/json", "application/xml", "application/yaml", "text/x.enum"]

    private func range(
        _ config: JSON, _ name: String, _ proto: String, _ allowed: ClosedRange<Double>, says text: String, vertex: String
    ) throws(APIFailure) {
        guard let value = config.number(of: name), !allowed.contains(value) else { return }
        let spelled = JSON.double(value).text()
        throw refusal(
            proto, text,
            vertex: "it has a \(name) value of \(spelled) but the supported range is from \(vertex). Update the value and try again.")
    }

    private func refusal(_ proto: String, _ text: String, vertex: String) -> APIFailure {
        api == .vertex
            ? .invalid("Unable to submit request because \(vertex)") : .invalidField("\(message).generation_config.\(proto)", text)
    }
}
