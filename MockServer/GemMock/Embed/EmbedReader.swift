internal import GemCore

/// Reads one content to embed, checks it by the model's limits, and embeds it.
struct EmbedReader: Sendable {
    let shelf: FileShelf
    let time: any TimeSource
    let captions: Captions
    let model: Model
    let rule: Model.Embedding
    let api: Route.API

    /// One content's vector and what is told about it.
    struct Item: Sendable {
        var values: [Float]
        var tokens: Tokens.Count
        var isTruncated: Bool
        /// The values a fixture gives instead.
        var fixed: JSON?

        /// The embedding in float32's shortest decimals, as both services' embedContent prints it.
        var json: JSON { ["values": fixed ?? .array(values.map { .float($0) })] }
        /// The values widened to float64, as predict prints them.
        var wideValues: JSON { fixed ?? .array(values.map { .double(Double($0)) }) }
    }

    private static let tasks = [
        "", "RETRIEVAL_QUERY", "RETRIEVAL_DOCUMENT", "SEMANTIC_SIMILARITY", "CLASSIFICATION", "CLUSTERING", "QUESTION_ANSWERING",
        "FACT_VERIFICATION", "CODE_RETRIEVAL_QUERY",
    ]

    /// Embeds a request's content; `path` names the request in complaints, `settings` holds what is asked beside the content.
    func item(_ request: JSON, settings: JSON, path: String) throws(APIFailure) -> Item {
        let content = request.field("content") ?? .null
        let sources = content.list("parts")
        var parts = try PromptReader(shelf: shelf, time: time, api: .developer).parts(content, path: "\(path).content")
        try check(parts, path)
        let dimensions = try dimensions(settings, path)
        var tokens = Tokens.of(parts)
        var isTruncated = false
        // Media have limits of their own: two minutes of film are more tokens than a text may have.
        if let text = tokens[.text], text > model.inputTokenLimit {
            guard truncates(settings) else { throw tooLong(text) }
            (parts, isTruncated) = EmbedLimits.truncate(parts, to: model.inputTokenLimit)
            tokens[.text] = min(Tokens.of(parts)[.text] ?? 0, model.inputTokenLimit)
        }
        // The second generation takes its task from the text, and says nothing about this field.
        let task = rule.isMultimodal ? "" : settings.name(of: "taskType", in: Self.tasks) ?? ""
        let values = Embedder(model: model, rule: rule).vector(
            zip(parts, sources).map(ready), taskType: task, title: settings.text(of: "title"), dimensions: dimensions)
        return Item(values: values, tokens: tokens, isTruncated: isTruncated)
    }

    private func check(_ parts: [Prompt.Part], _ path: String) throws(APIFailure) {
        var media: [Prompt.Media] = []
        for part in parts {
            switch part {
            case .media(let item): media.append(item)
            case .text(""), .thought(""): throw .invalid("* \(path).content contains an empty Part.\n")
            default: break
            }
        }
        guard !media.isEmpty else { return }
        guard rule.isMultimodal else { throw .invalid("The model \(model.name) only supports text input.") }
        try EmbedLimits.multimodal.check(media)
    }

    /// Whether what is too long is cut rather than refused: text for the first generation, and whatever asks for it.
    private func truncates(_ settings: JSON) -> Bool { settings.field("autoTruncate")?.bool ?? !rule.isMultimodal }

    private func tooLong(_ count: Int) -> APIFailure {
        .invalid("The input token count (\(count)) exceeds the maximum number of tokens allowed (\(model.inputTokenLimit)).")
    }

    private func dimensions(_ settings: JSON, _ path: String) throws(APIFailure) -> Int? {
        guard let wanted = settings.number(of: "outputDimensionality"), wanted != 0 else { return nil }
        guard wanted >= 1, wanted <= Double(rule.dimensions) else {
            throw .invalidField("\(path).output_dimensionality", "output_dimensionality must be between 1 and \(rule.dimensions).")
        }
        return Int(wanted)
    }

    private func ready(_ part: Prompt.Part, _ source: JSON) -> Embedder.Part {
        switch part {
        case .text(let text), .thought(let text): .text(text)
        case .call(let name, let value), .response(let name, let value): .text(name + " " + value.text())
        case .other(let value): .text(value.text())
        case .media(let media): .media(MediaReader(shelf: shelf, captions: captions).traits(media, of: source))
        }
    }
}
