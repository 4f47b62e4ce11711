internal import GemCore

/// What the service's own tools did for an answer: code that ran, pages that were read, sources that were found.
struct ToolUse: Sendable {
    let prompt: Prompt
    let model: Model
    let api: Route.API
    private var dice: Dice
    private let sum: Arithmetic?
    /// The parts that come before the text.
    private(set) var parts: [Generated.Part] = []

    init(prompt: Prompt, model: Model, api: Route.API, dice: Dice) {
        (self.prompt, self.model, self.api, self.dice) = (prompt, model, api, dice)
        sum = prompt.tools.runsCode ? Arithmetic.find(in: prompt.lastText) : nil
        if prompt.tools.runsCode { runCode() }
        guard prompt.tools.showsInvocations, model.generation >= 3 else { return }
        if prompt.tools.searches {
            invoke("GOOGLE_SEARCH_WEB", ["queries": [.string(query)]], ["search_suggestions": .string(Grounding.chip(query))])
        }
        let urls = Self.urls(prompt)
        if prompt.tools.readsURLs, !urls.isEmpty { invoke("URL_CONTEXT", ["urls": .array(urls.map { .string($0) })], nil) }
        if prompt.tools.stores != nil { invoke("FILE_SEARCH", nil, nil) }
        if prompt.tools.searchesMaps { invoke("GOOGLE_MAPS", ["queries": [.string(query)]], nil) }
    }

    private var query: String { String(prompt.lastText.prefix(80)) }

    /// What the text says of the code's result.
    var conclusion: String { sum.map { " The result of \($0.source) is \($0.printed)." } ?? "" }

    /// The addresses in the last text, up to the API's twenty.
    static func urls(_ prompt: Prompt) -> [String] {
        var seen: [String] = []
        for word in PromptWords(prompt.lastText).words where word.text.hasPrefix("http://") || word.text.hasPrefix("https://") {
            if !seen.contains(word.text) { seen.append(word.text) }
        }
        return Array(seen.prefix(20))
    }

    private mutating func runCode() {
        let isNew = model.generation >= 3
        let lower = prompt.lastText.lowercased()
        let code: String
        let output: String
        if let sum {
            (code, output) = ("result = \(sum.code)\nprint(result)\n", sum.printed + "\n")
        } else if ["code", "python", "calculate", "compute", "run", "execute", "script", "program"].contains(where: { lower.contains($0) })
        {
            let words = PromptWords(lower).words.count
            (code, output) = ("words = \(words)\nprint(f\"The prompt has {words} words.\")\n", "The prompt has \(words) words.\n")
        } else {
            return
        }
        let id: JSON? = isNew ? .string(dice.name(8)) : nil
        let signature: JSON? = isNew ? .string(ThoughtSignature.ofThoughts(&dice)) : nil
        parts.append(
            .other(
                .members([
                    "executableCode": .members(["language": "PYTHON", "code": .string(code), "id": id]), "thoughtSignature": signature,
                ]), [.text: Tokens.of(code)]))
        parts.append(
            .other(
                ["codeExecutionResult": .members(["outcome": "OUTCOME_OK", "output": .string(output), "id": id])],
                [.text: Tokens.of(output)]))
    }

    private mutating func invoke(_ type: String, _ args: JSON?, _ response: JSON?) {
        let id = dice.name(8)
        for (name, key, value) in [("toolCall", "args", args), ("toolResponse", "response", response)] {
            let signature = ThoughtSignature.ofThoughts(&dice)
            let use: JSON = .object(
                JSON.Object(
                    [JSON.Object.Member("toolType", .string(type))] + (value.map { [.init(key, $0)] } ?? []) + [.init("id", .string(id))]))
            parts.append(.other(.object(JSON.Object([.init(name, use), .init("thoughtSignature", .string(signature))])), [:]))
        }
    }

    /// Adds grounding and URL metadata that fit the text.
    mutating func ground(_ candidate: inout Generated.Candidate, _ text: String) {
        let urls = prompt.tools.readsURLs ? Self.urls(prompt) : []
        if !text.isEmpty {
            candidate.grounding = Grounding(prompt: prompt, api: api, urls: urls.filter { Self.status($0) == "SUCCESS" }).metadata(
                text, &dice)
        }
        guard !urls.isEmpty else { return }
        candidate.urlContext = [
            "urlMetadata": .array(
                urls.map {
                    ["retrievedUrl": .string($0), "urlRetrievalStatus": .string("URL_RETRIEVAL_STATUS_" + Self.status($0))]
                })
        ]
    }

    /// Whether a page could be read: all can, but those whose address says otherwise.
    private static func status(_ url: String) -> String {
        if url.contains("paywall") { return "PAYWALL" }
        if url.contains("unsafe") { return "UNSAFE" }
        return url.contains("error") || url.contains("404") || url.contains(".invalid") ? "ERROR" : "SUCCESS"
    }
}
