internal import GemCore

/// Answers a prompt as a model would, but always the same way: the text tells what it was given, so that a test can see that it arrived.
struct Synthesiser: Sendable {
    let prompt: Prompt
    let model: Model
    /// The question's digest; with the mock's seed, all that choices depend on.
    let digest: Digest
    let seed: UInt64
    let api: Route.API

    /// The whole answer.
    func generate() -> Generated {
        var generated = Generated(promptTokens: Tokens.of(prompt))
        let last = prompt.lastText
        if last.contains("[[block]]") {
            generated.blockReason = "SAFETY"
            return generated
        }
        let count = max(1, min(8, prompt.config.field("candidateCount")?.int ?? 1))
        generated.candidates = (0..<count).map { candidate($0, last: last) }
        let thoughts = self.thoughts
        if thinks {
            generated.thoughtTokens = Tokens.of(thoughts.joined())
            if includesThoughts { generated.candidates[0].thoughts = thoughts }
        }
        return generated
    }

    private func candidate(_ index: Int, last: String) -> Generated.Candidate {
        var candidate = Generated.Candidate()
        var dice = Dice(digest, seed: seed &+ UInt64(index))
        for (trigger, reason) in [("[[safety]]", "SAFETY"), ("[[recitation]]", "RECITATION")] where last.contains(trigger) {
            candidate.finishReason = reason
            candidate.safetyRatings = Generated.blockedRatings
            return candidate
        }
        candidate.calls = FunctionCaller(prompt: prompt, model: model).calls(&dice, signs: thinks)
        guard candidate.calls.isEmpty else {
            candidate.finishMessage = "Model generated function call(s)."
            return candidate
        }
        candidate.text = text(&dice, index)
        limit(&candidate)
        if prompt.searches, !candidate.text.isEmpty {
            candidate.grounding = Grounding.metadata(candidate.text, query: last, dice: dice, api: api)
        }
        if thinks, model.generation >= 3 { candidate.signature = Base64Coding.encode(dice.bytes(96)) }
        return candidate
    }

    private func text(_ dice: inout Dice, _ index: Int) -> String {
        let mime = prompt.config.text(of: "responseMimeType").lowercased()
        let schema = ["responseSchema", "responseJsonSchema", "_responseJsonSchema"].lazy.compactMap { prompt.config.field($0) }.first
        if let schema, mime == "application/json" || mime == "text/x.enum" {
            var sample = SchemaSample(schema, dice: dice, hints: .init(prompt.lastText))
            let value = sample.value()
            return mime == "text/x.enum" ? value.string ?? value.text() : value.text()
        }
        if mime == "application/json" { return JSON.members(["answer": .string(String(prompt.lastText.prefix(200)))]).text() }
        if let count = Self.wanted("tokens", in: prompt.lastText) { return filler(min(count, 100_000), &dice) }
        return prose(&dice, index)
    }

    /// The number of a trigger `[[word N]]`.
    private static func wanted(_ word: String, in text: String) -> Int? {
        guard let start = text.firstRange(of: "[[\(word) ") else { return nil }
        return Int(text[start.upperBound...].prefix { $0.isNumber })
    }

    /// Text of so many tokens, four characters each.
    private func filler(_ tokens: Int, _ dice: inout Dice) -> String {
        let words = ["one", "two", "six", "ten", "red", "sky", "sea", "sun"]
        var text = ""
        for _ in 0..<max(0, tokens) { text += words[dice.below(words.count)] + " " }
        return text
    }

    private func prose(_ dice: inout Dice, _ index: Int) -> String {
        var sentences: [String] = []
        let responses = (prompt.turns.last?.parts ?? []).compactMap { part -> String? in
            guard case .response(let name, let value) = part else { return nil }
            return "The function \(name) returned \(value.text())."
        }
        sentences += responses
        if !prompt.lastText.isEmpty, responses.isEmpty { sentences.append("You said: \"\(Self.short(prompt.lastText, 400))\".") }
        let system = Prompt.text(prompt.system)
        if !system.isEmpty { sentences.append("I was told: \"\(Self.short(system, 200))\".") }
        for (number, media) in prompt.media.enumerated() { sentences.append(Self.sentence(number + 1, media)) }
        if prompt.turns.count > 1 {
            let earlier = prompt.turns.dropLast().last { !$0.isModel }.map { Self.short(Prompt.text($0.parts), 120) } ?? ""
            sentences.append("This is turn \(prompt.turns.count)" + (earlier.isEmpty ? "." : "; before, you said: \"\(earlier)\"."))
        }
        if prompt.searches { sentences.append("Sources on the web agree about this.") }
        let endings = ["That is all I can tell.", "Ask me more if you like.", "I hope this helps.", "This answer is a mock's."]
        sentences.append(endings[dice.below(endings.count)])
        if index > 0 { sentences.append("This is candidate \(index + 1).") }
        return sentences.joined(separator: " ")
    }

    private static func sentence(_ number: Int, _ media: Prompt.Media) -> String {
        if let uri = media.foreignURI { return "Attachment \(number) is \(media.facts.mimeType) at \(uri)." }
        var text = "Attachment \(number) is \(media.facts.summary), hash \(media.digest.description.prefix(8))"
        if !media.excerpt.isEmpty { text += ", and begins: \"\(short(media.excerpt, 80))\"" }
        return text + "."
    }

    private static func short(_ text: String, _ count: Int) -> String {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        return line.count <= count ? line : line.prefix(count) + "…"
    }

    /// Applies stop sequences, then the limit on tokens.
    private func limit(_ candidate: inout Generated.Candidate) {
        let stops = prompt.config.list("stopSequences").compactMap(\.string).filter { !$0.isEmpty }
        if let first = stops.compactMap({ candidate.text.firstRange(of: $0)?.lowerBound }).min() {
            candidate.text = String(candidate.text[..<first])
        }
        let most = min(prompt.config.field("maxOutputTokens")?.int ?? model.outputTokenLimit, model.outputTokenLimit)
        guard Tokens.of(candidate.text) > most else { return }
        candidate.text = String(String.UnicodeScalarView(candidate.text.unicodeScalars.prefix(most * 4)))
        candidate.finishReason = "MAX_TOKENS"
    }

    /// Whether the model thinks about this prompt: thinking models do unless the budget is zero.
    private var thinks: Bool {
        model.thinks && prompt.config.field("thinkingConfig")?.field("thinkingBudget")?.int != 0
    }

    private var includesThoughts: Bool { prompt.config.field("thinkingConfig")?.field("includeThoughts")?.bool == true }

    private var thoughts: [String] {
        let media = prompt.media.count
        return [
            "**Reading the Prompt**\n\nThe prompt has \(prompt.turns.count) turn\(prompt.turns.count == 1 ? "" : "s") and \(media) attachment\(media == 1 ? "" : "s"). I look at what is asked first.\n\n\n",
            "**Planning the Answer**\n\nI will say what I was given, so that it can be checked.\n\n\n",
        ]
    }
}
