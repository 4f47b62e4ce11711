package import GemCore

/// The tokens one answer cost, as upstream counted them.
package struct TokenUsage: Sendable, Hashable {
    /// Tokens of the question, tool results and cached ones included.
    package var prompt: Int64 = 0
    /// Those of the question's that came from a cached content, which cost less.
    package var cached: Int64 = 0
    /// Tokens of the answer, thoughts included.
    package var output: Int64 = 0

    /// Tokens of a question alone; none by default.
    package init(prompt: Int64 = 0) { self.prompt = prompt }

    /// Reads the counts of an answer: the last that it tells, which are cumulative; none where it tells none.
    package init(_ answer: Answer) {
        for frame in answer.frames.suffix(3).reversed() {
            guard let json = Self.member("usageMetadata", in: frame.json) ?? Self.member("usage", in: frame.json) else { continue }
            self = TokenUsage(json)
            return
        }
    }

    /// Reads `usageMetadata`, or what the other dialects call `usage`.
    package init(_ json: JSON) {
        func count(_ names: String...) -> Int64 {
            for name in names { if let value = json[name]?.int, value > 0 { return Int64(value) } }
            return 0
        }
        prompt =
            count("promptTokenCount", "prompt_tokens", "total_input_tokens") &+ count("toolUsePromptTokenCount", "total_tool_use_tokens")
        output =
            count("candidatesTokenCount", "completion_tokens", "total_output_tokens") &+ count("thoughtsTokenCount", "total_thought_tokens")
        cached = count("cachedContentTokenCount", "total_cached_tokens")
        if let details = json["prompt_tokens_details"]?["cached_tokens"]?.int { cached = Int64(max(0, details)) }
        cached = min(cached, prompt)
    }

    /// The value of the last member of this name, read without the rest of the text; it stands near the end of an answer.
    private static func member(_ name: String, in json: [UInt8]) -> JSON? {
        let wanted = Array("\"\(name)\"".utf8)
        guard json.count > wanted.count else { return nil }
        var start = json.count - wanted.count
        while start >= 0 {
            // Within a text its quotes would be escaped.
            if json[start] == wanted[0], json[start + 1] == wanted[1], json[start...].starts(with: wanted),
                start == 0 || json[start - 1] != UInt8(ascii: "\\"), let value = object(after: start + wanted.count, in: json)
            {
                return value
            }
            start -= 1
        }
        return nil
    }

    private static func object(after index: Int, in json: [UInt8]) -> JSON? {
        guard let open = json[index...].firstIndex(of: UInt8(ascii: "{")), open - index < 16 else { return nil }
        var depth = 0
        for end in open..<min(json.count, open + 8192) {
            if json[end] == UInt8(ascii: "{") { depth += 1 }
            if json[end] == UInt8(ascii: "}") { depth -= 1 }
            if depth == 0 { return try? JSON(parsing: Array(json[open...end])) }
        }
        return nil
    }
}
