import ArgumentParser
import GemCore
import Gemini

/// Which model answers, what it may use, and how the answer is made.
struct AnswerOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: ArgumentHelp("The model.", valueName: "name"), completion: Completions.models)
    var model: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Tokens to think with, -1 as the model likes, 0 none; or minimal, low, medium, high.", valueName: "how much"))
    var thinking: Thinking?

    @Flag(help: "Show summaries of the model's thoughts, on standard error.")
    var thoughts = false

    @Flag(help: "Let the model use Google Search; its sources stand below the answer.")
    var search = false

    @Flag(help: "Let the model read the addresses in the question.")
    var urlContext = false

    @Flag(help: "Let the model write and run Python.")
    var code = false

    @Option(help: ArgumentHelp("What the model is told before the question; @FILE reads it from a file.", valueName: "text"))
    var system: String?

    @Option(help: ArgumentHelp("A cached content the question goes on from; see `gemcache context`.", valueName: "name"))
    var context: String?

    @Option(parsing: .unconditional, help: ArgumentHelp("Randomness, 0 to 2.", valueName: "number")) var temperature: Double?
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Of the tokens, only the likeliest that together have this probability.", valueName: "0…1"))
    var topP: Double?
    @Option(parsing: .unconditional, help: ArgumentHelp("How many of the likeliest tokens are looked at.", valueName: "n")) var topK: Int?
    @Option(parsing: .unconditional, help: ArgumentHelp("The longest answer, thoughts included.", valueName: "tokens")) var maxTokens: Int?
    @Option(parsing: .unconditional, help: ArgumentHelp("Makes answers repeatable as far as the model can.", valueName: "n"))
    var seed: Int32?
    @Option(help: ArgumentHelp("A text that ends the answer; may be repeated, five times at most.", valueName: "text")) var stop: [String] =
        []

    @Option(
        parsing: .unconditional, help: ArgumentHelp("Makes tokens that were used less likely, -2 to 2.", valueName: "number"))
    var presencePenalty: Double?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Makes tokens less likely each time they are used, -2 to 2.", valueName: "number"))
    var frequencyPenalty: Double?

    @Option(help: ArgumentHelp("What the answer is made of: text, image, audio. May be repeated.", valueName: "kind"))
    var modality: [Modality] = []

    @Option(help: ArgumentHelp("Who speaks a spoken answer, such as Kore.", valueName: "name")) var voice: String?

    @Option(help: ArgumentHelp("How finely media are looked at: low, medium, high.", valueName: "grade"))
    var resolution: Grade?

    @Option(
        help: ArgumentHelp(
            "What is blocked: harassment, hate, sexual, dangerous or civic, = off, none, high, medium or low. May be repeated.",
            valueName: "kind=from"))
    var safety: [SafetyChoice] = []

    @Option(
        help: ArgumentHelp(
            "Further members of the request's generationConfig, such as {\"imageConfig\": {\"aspectRatio\": \"16:9\"}}; @FILE reads them from a file. The options above go before.",
            valueName: "json"))
    var config: String?

    enum Modality: String, ExpressibleByArgument, CaseIterable { case text, image, audio }
    enum Grade: String, ExpressibleByArgument, CaseIterable { case low, medium, high }

    func validate() throws {
        try Self.check(temperature, 0...2, "--temperature")
        try Self.check(topP, 0...1, "--top-p")
        try Self.check(presencePenalty, -2...2, "--presence-penalty")
        try Self.check(frequencyPenalty, -2...2, "--frequency-penalty")
        if let topK, topK < 1 { throw ValidationError("--top-k takes a number from 1; not \(topK).") }
        if let maxTokens, maxTokens < 1 { throw ValidationError("--max-tokens takes a number from 1; not \(maxTokens).") }
        if stop.count > 5 { throw ValidationError("--stop may be given five times at most.") }
        if voice != nil, !modality.contains(.audio) { throw ValidationError("--voice wants a spoken answer: add --modality audio.") }
    }

    private static func check(_ value: Double?, _ range: ClosedRange<Double>, _ name: String) throws {
        guard let value, !range.contains(value) else { return }
        throw ValidationError(
            "\(name) takes a number from \(JSON.double(range.lowerBound).text()) to \(JSON.double(range.upperBound).text()).")
    }
}

extension AnswerOptions {
    /// The instruction, read from its file where it is one.
    func instruction() throws(GemError) -> String? { try Self.instruction(system) }

    /// What a text says, or the file it names with `@` before it.
    static func instruction(_ system: String?) throws(GemError) -> String? {
        guard let system, system.hasPrefix("@") else { return system }
        let file = String(system.dropFirst())
        guard let text = StandardInput.text(try StandardInput.contents(of: file)) else {
            throw GemError(.badInput, "\(file) is no UTF-8 text, so it cannot be the instruction; save it as UTF-8.")
        }
        return text
    }

    /// The cached content's name.
    func cachedContent() throws(GemError) -> String? {
        if context == "" { throw GemError(.badInput, "--context is empty; `gemcache context list` names those there are.") }
        return context
    }

    /// The options as the client takes them, with the JSON Schema of `schema`, a file.
    func options(system: String?, schema: String? = nil) throws(GemError) -> GenerateOptions {
        var options = GenerateOptions()
        options.systemInstruction = system.map { Content(role: nil, parts: [.text($0)]) }
        options.cachedContent = try cachedContent()
        options.config.json = try generationConfig()
        if let schema { try Self.answer(inTheFormOf: schema, &options.config) }
        if urlContext { options.tools.append(.urlContext) }
        if code { options.tools.append(.codeExecution) }
        options.safetySettings = safety.map { SafetySetting(json: $0.json) }
        return options
    }

    private func generationConfig() throws(GemError) -> JSON {
        let further = try furtherConfig()
        let thinking = thinking ?? (thoughts && further["thinkingConfig"] == nil ? .budget(-1) : nil)
        var config = further
        let own = JSON.members([
            "temperature": temperature.map { .double($0) }, "topP": topP.map { .double($0) }, "topK": topK.map { .int($0) },
            "maxOutputTokens": maxTokens.map { .int($0) }, "seed": seed.map { .int($0) },
            "stopSequences": stop.isEmpty ? nil : .array(stop.map(JSON.string)),
            "presencePenalty": presencePenalty.map { .double($0) }, "frequencyPenalty": frequencyPenalty.map { .double($0) },
            "responseModalities": modality.isEmpty ? nil : .array(modality.map { .string($0.rawValue.uppercased()) }),
            "speechConfig": voice.map { ["voiceConfig": ["prebuiltVoiceConfig": ["voiceName": .string($0)]]] },
            "mediaResolution": resolution.map { .string("MEDIA_RESOLUTION_" + $0.rawValue.uppercased()) },
            "thinkingConfig": thinking?.config(includeThoughts: thoughts).json,
        ])
        for member in own.object?.members ?? [] { config[member.name] = member.value }
        return config
    }

    /// The members of `--config`.
    private func furtherConfig() throws(GemError) -> JSON {
        guard let config else { return [:] }
        let bytes = config.hasPrefix("@") ? try StandardInput.contents(of: String(config.dropFirst())) : Array(config.utf8)
        let json: JSON
        do { json = try JSON(parsing: bytes) } catch {
            throw GemError(.badInput, "--config is not JSON: \(error). It takes an object such as {\"topK\": 3}, or @FILE.")
        }
        guard json.object != nil else {
            throw GemError(.badInput, "--config is no JSON object; it takes one such as {\"topK\": 3}, or @FILE.")
        }
        return json
    }

    private static func answer(inTheFormOf file: String, _ config: inout GenerationConfig) throws(GemError) {
        let bytes = try StandardInput.contents(of: file)
        let schema: JSON
        do { schema = try JSON(parsing: bytes) } catch {
            throw GemError(.badInput, "The schema \(file) is not JSON: \(error). Mend it there.")
        }
        guard schema.object != nil else {
            throw GemError(.badInput, "The schema \(file) is no JSON Schema: it must be an object, such as {\"type\": \"array\"}.")
        }
        config.responseMimeType = "application/json"
        if schema.object?.isEmpty == false { config.responseJsonSchema = schema }
    }
}

/// From where on a kind of harm is blocked, as one writes it: `harassment=none`, or the API's own two names.
struct SafetyChoice: ExpressibleByArgument, Sendable {
    /// The setting as the request says it.
    let json: JSON

    private static let categories = [
        "harassment": "HARASSMENT", "hate": "HATE_SPEECH", "sexual": "SEXUALLY_EXPLICIT", "dangerous": "DANGEROUS_CONTENT",
        "civic": "CIVIC_INTEGRITY",
    ]
    private static let thresholds = [
        "off": "OFF", "none": "BLOCK_NONE", "high": "BLOCK_ONLY_HIGH", "medium": "BLOCK_MEDIUM_AND_ABOVE", "low": "BLOCK_LOW_AND_ABOVE",
    ]

    init?(argument text: String) {
        let words = text.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
        guard words.count == 2 else { return nil }
        let category = Self.categories[words[0].lowercased()].map { "HARM_CATEGORY_" + $0 } ?? words[0]
        let threshold = Self.thresholds[words[1].lowercased()] ?? words[1]
        guard category.hasPrefix("HARM_CATEGORY_"), threshold == "OFF" || threshold.hasPrefix("BLOCK_") else { return nil }
        json = ["category": .string(category), "threshold": .string(threshold)]
    }
}
