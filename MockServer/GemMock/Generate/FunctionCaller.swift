internal import GemCore

/// Decides which functions to call, with which arguments.
struct FunctionCaller: Sendable {
    let prompt: Prompt
    let model: Model

    /// The calls as parts; empty where the model answers in words. The first of them is signed where the model signs.
    func calls(_ dice: inout Dice, signs: Bool) -> [JSON] {
        var parts: [JSON] = []
        for (name, args) in wanted(&dice) {
            let id: JSON? = namesCalls ? .string(dice.name(8)) : nil
            let signature = signs && parts.isEmpty ? ThoughtSignature.of(call: name, args, &dice) : nil
            parts.append(
                .members([
                    "functionCall": .members(["name": .string(name), "args": args, "id": id]),
                    "thoughtSignature": signature.map { .string($0) },
                ]))
        }
        return parts
    }

    /// Whether calls have ids: they do since the third generation, but for its first Pro.
    private var namesCalls: Bool { model.generation > 3 || (model.generation == 3 && !model.answersAs.contains("-pro")) }

    /// Names and arguments.
    private func wanted(_ dice: inout Dice) -> [(String, JSON)] {
        var calls: [(String, JSON)] = []
        let functions = choice
        guard !functions.isEmpty else { return [] }
        var hints = PromptValues(prompt.lastText)
        for function in functions {
            for args in arguments(function, &hints, &dice, isAlone: functions.count == 1) where calls.count < 16 {
                calls.append((function.name, args))
            }
        }
        return calls
    }

    /// The arguments of each call of one function: several where the prompt lists several values for its one parameter.
    private func arguments(
        _ function: Prompt.Function, _ hints: inout PromptValues, _ dice: inout Dice, isAlone: Bool
    ) -> [JSON] {
        let schema = function.parameters ?? ["type": "OBJECT"]
        if let (name, values) = fan(schema, hints, isAlone: isAlone) {
            return values.map { value in
                hints.use(value.words)
                var sample = SchemaSample(schema, dice: dice, hints: hints, isSparse: true)
                var args = sample.value()
                args[name] = .string(value.text)
                dice = sample.dice
                return args
            }
        }
        var sample = SchemaSample(schema, dice: dice, hints: hints, isSparse: true)
        var args = sample.value()
        // What another call has used may be meant for this one too: the weather and the time in one city.
        var fresh = SchemaSample(schema, dice: dice, hints: PromptValues(prompt.lastText), isSparse: true)
        let other = fresh.value()
        if fresh.drawn < sample.drawn { args = other }
        (dice, hints) = (sample.dice, sample.hints)
        return [args.object == nil ? .object(JSON.Object()) : args]
    }

    /// One of several values a prompt lists.
    private struct Member {
        var words: Range<Int>
        var text: String
    }

    /// A function's one text parameter, and the values that the prompt lists for it.
    private func fan(_ schema: JSON, _ hints: PromptValues, isAlone: Bool) -> (String, [Member])? {
        let properties = schema.field("properties")?.object?.members ?? []
        let required = schema.list("required").compactMap(\.string)
        let texts = properties.filter { property in
            property.value.name(of: "type", in: SchemaView.typeNames) == "STRING" && property.value.field("enum") == nil
                && (properties.count == 1 || required == [property.name])
        }
        guard texts.count == 1 else { return nil }
        let parts = Set(PromptValues.parts(texts[0].name))
        let places = isAlone && !parts.isDisjoint(with: PromptValues.places) ? hints.namedPlaces() : []
        guard let members = hints.enumeration() ?? (places.count > 1 ? places : nil), members.count <= 8 else { return nil }
        guard parts.isDisjoint(with: ["query", "request", "text", "message", "prompt", "question", "expression", "code", "content"]) else {
            return nil
        }
        return (texts[0].name, members.map { Member(words: $0, text: hints.phrase($0)) })
    }
}

extension FunctionCaller {
    /// The functions to call now.
    private var choice: [Prompt.Function] {
        let functions = prompt.functions.filter { prompt.allowed.isEmpty || prompt.allowed.contains($0.name) }
        guard !functions.isEmpty, prompt.mode != .none else { return [] }
        if prompt.mode == .any { return forced(functions) }
        // Once a function has answered, go on in words: clients that leave the choice to the model would loop for ever.
        return prompt.freshResponses.isEmpty ? meant(functions) : []
    }

    /// In mode ANY there must be a call: of what is meant and was not called in this turn, else of what was not called, else of what ends it.
    private func forced(_ functions: [Prompt.Function]) -> [Prompt.Function] {
        let turn = prompt.turns[(prompt.lastSaid ?? 0)...]
        let used = Set(
            turn.flatMap(\.parts).compactMap { part -> String? in
                guard case .call(let name, _) = part else { return nil }
                return name
            })
        let fresh = functions.filter { !used.contains($0.name) }
        let named = meant(fresh)
        if !named.isEmpty { return named }
        if let first = fresh.first(where: { !Self.ends($0) }) { return [first] }
        return [functions.first(where: Self.ends) ?? functions.last { used.contains($0.name) } ?? functions[0]]
    }

    /// Whether a function's name says that it takes the final answer.
    private static func ends(_ function: Prompt.Function) -> Bool {
        !Set(PromptValues.parts(function.name)).isDisjoint(with: [
            "final", "finish", "output", "result", "answer", "submit", "respond", "done",
        ])
    }

    /// The functions that the last text speaks of.
    private func meant(_ functions: [Prompt.Function]) -> [Prompt.Function] {
        let subject = FunctionSubject(prompt.lastText)
        let scored = functions.map { ($0, subject.score($0)) }
        let best = scored.map(\.1).max() ?? 0
        if best > 0 {
            // A function named in full leaves those aside that only sound alike; several of one rank are called together.
            let isNamed = best >= FunctionSubject.named
            let chosen = scored.filter { isNamed ? $0.1 >= FunctionSubject.named : $0.1 >= FunctionSubject.sounding }.map(\.0)
            return chosen.isEmpty ? [scored.first { $0.1 == best }?.0].compactMap { $0 } : chosen
        }
        if subject.speaksOfTools, let first = functions.first(where: { !Self.ends($0) }) { return [first] }
        let rules = Prompt.text(prompt.system).lowercased()
        guard rules.contains("always") || rules.contains("must") else { return [] }
        return functions.first { $0.name.count > 3 && rules.contains($0.name.lowercased()) }.map { [$0] } ?? []
    }
}
