internal import GemCore

/// Answers a prompt as a model would, but always the same way: the text tells what it was given, so that a test can see that it arrived.
struct Synthesiser: Sendable {
    let prompt: Prompt
    /// What the prompt takes.
    let promptTokens: Tokens.Count
    let model: Model
    /// The question's digest; with the mock's seed, all that choices depend on.
    let digest: Digest
    let seed: UInt64
    let api: Route.API

    /// The whole answer.
    func generate() -> Generated {
        var generated = Generated(promptTokens: promptTokens)
        generated.serviceTier = prompt.serviceTier
        let triggers = Triggers(prompt)
        if let reason = triggers.blockReason {
            generated.blockReason = reason
            return generated
        }
        let thinking = Thinking(prompt, model)
        generated.thoughtTokens = thinking.tokens
        let count = max(1, min(8, prompt.config.field("candidateCount")?.int ?? 1))
        generated.candidates = (0..<count).map { candidate($0, triggers, thinking) }
        generated.toolTokens = toolTokens
        return generated
    }

    /// What a model adds to the count for each turn: those since 2.5 one, on the Developer API.
    static func perTurn(_ model: Model, _ api: Route.API) -> Int {
        api == .vertex || (model.generation > 0 && model.generation < 2.5) ? 0 : 1
    }

    private func candidate(_ index: Int, _ triggers: Triggers, _ thinking: Thinking) -> Generated.Candidate {
        var candidate = Generated.Candidate()
        var dice = Dice(digest, seed: seed &+ UInt64(index))
        if let reason = triggers.finishReason {
            candidate.finishReason = reason
            candidate.safetyRatings = reason == "SAFETY" ? Generated.ratings(blocked: true, api) : nil
            return candidate
        }
        if thinking.isShown, index == 0 { candidate.parts = thinking.texts.map { .thought($0) } }
        if let media = MediaAnswer(prompt, model)?.parts(&dice) {
            candidate.parts += media
            return candidate
        }
        let calls = FunctionCaller(prompt: prompt, model: model).calls(&dice, signs: thinking.isOn)
        guard calls.isEmpty else {
            candidate.parts += calls.map { .call($0) }
            candidate.finishMessage = model.generation >= 2.5 && api == .developer ? "Model generated function call(s)." : nil
            return candidate
        }
        var use = ToolUse(prompt: prompt, model: model, api: api, dice: dice)
        candidate.parts += use.parts
        var text = Limits.stopped(self.text(&dice, index) + use.conclusion, prompt.config)
        if Limits.cut(&text, prompt.config, model, spent: thinking.tokens) { candidate.finishReason = "MAX_TOKENS" }
        candidate.parts.append(.text(text))
        use.ground(&candidate, text)
        if thinking.isOn, model.generation >= 3 { candidate.signature = ThoughtSignature.ofThoughts(&dice) }
        if triggers.isLetThrough { candidate.safetyRatings = Generated.ratings(blocked: false, api) }
        Logprobs(prompt.config, dice: dice).add(to: &candidate, text)
        return candidate
    }

    /// What the results of the service's own tools took.
    private var toolTokens: Int {
        let tools = prompt.tools
        var count = 0
        // The third generation does not count what a search brought.
        if tools.searches || tools.searchesTheOldWay, model.generation < 3 { count += 100 + Tokens.of(prompt.lastText) }
        if tools.readsURLs { count += 600 * ToolUse.urls(prompt).count }
        if tools.runsCode, Arithmetic.find(in: prompt.lastText) != nil { count += 60 }
        if tools.stores != nil { count += 400 }
        return count
    }
}
