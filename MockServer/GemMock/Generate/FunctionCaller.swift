internal import GemCore

/// Decides which functions to call, with which arguments.
struct FunctionCaller: Sendable {
    let prompt: Prompt
    let model: Model

    /// The calls as parts; empty where the model answers in words.
    func calls(_ dice: inout Dice, signs: Bool) -> [JSON] {
        guard let function = choice else { return [] }
        var sample = SchemaSample(function.parameters ?? ["type": "OBJECT"], dice: dice, hints: .init(prompt.lastText))
        var args = sample.value()
        if args.object == nil { args = .object(JSON.Object()) }
        let id: JSON? = model.generation >= 3.5 ? .string(dice.name(8)) : nil
        let isEmpty = args.object?.isEmpty == true
        return [
            .members([
                "functionCall": .members(["id": id, "name": .string(function.name), "args": isEmpty ? nil : args]),
                "thoughtSignature": signs ? .string(Base64Coding.encode(dice.bytes(96))) : nil,
            ])
        ]
    }

    private var choice: Prompt.Function? {
        let functions = prompt.functions.filter { prompt.allowed.isEmpty || prompt.allowed.contains($0.name) }
        guard !functions.isEmpty, prompt.mode != .none else { return nil }
        let answered = (prompt.turns.last?.parts ?? []).contains { if case .response = $0 { true } else { false } }
        if prompt.mode == .any {
            let used = prompt.turns.flatMap(\.parts).compactMap { part -> String? in
                if case .call(let name, _) = part { name } else { nil }
            }
            return functions.first { isMeant($0) && !used.contains($0.name) } ?? functions.first { !used.contains($0.name) } ?? functions[0]
        }
        // Once a function has answered, go on in words: clients that leave the choice to the model would loop for ever.
        return answered ? nil : functions.first { isMeant($0) }
    }

    /// Whether the last text speaks of a function: its name, or every word of it but the verb.
    private func isMeant(_ function: Prompt.Function) -> Bool {
        let text = prompt.lastText.lowercased()
        if text.contains(function.name.lowercased()) { return true }
        let verbs: Set<String> = [
            "get", "set", "fetch", "find", "list", "search", "lookup", "look", "up", "make", "create", "do", "current",
        ]
        let words = Self.words(function.name).filter { !verbs.contains($0) && $0.count > 2 }
        return !words.isEmpty && words.allSatisfy { text.contains($0) }
    }

    private static func words(_ name: String) -> [String] {
        var words: [String] = [""]
        for character in name {
            if !character.isLetter {
                words.append("")
            } else if character.isUppercase, words.last?.last?.isLowercase == true {
                words.append(character.lowercased())
            } else {
                words[words.count - 1] += character.lowercased()
            }
        }
        return words.filter { !$0.isEmpty }
    }
}
