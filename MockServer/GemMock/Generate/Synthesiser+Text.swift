internal import GemCore

extension Synthesiser {
    /// What the model says: JSON where a schema asks for it, else prose that tells what it was given.
    func text(_ dice: inout Dice, _ index: Int) -> String {
        let mime = prompt.config.text(of: "responseMimeType").lowercased()
        let schema = ["responseJsonSchema", "_responseJsonSchema", "responseSchema"].lazy.compactMap { prompt.config.field($0) }.first
        if let schema, mime == "application/json" || mime == "text/x.enum" { return json(schema, &dice, isEnum: mime == "text/x.enum") }
        if let schema = SchemaFinder.schema(in: [Prompt.text(prompt.system), prompt.lastText], isExpected: mime == "application/json") {
            return json(schema, &dice, isEnum: false)
        }
        if mime == "application/json" { return JSON.members(["answer": .string(String(prompt.lastText.prefix(200)))]).text() }
        if let count = Triggers.wanted("tokens", in: prompt.lastText) { return Self.filler(min(count, 100_000), &dice) }
        return prose(&dice, index)
    }

    private func json(_ schema: JSON, _ dice: inout Dice, isEnum: Bool) -> String {
        let told = prompt.freshResponses.map { $0.value.text() }
        var sample = SchemaSample(schema, dice: dice, hints: PromptValues(([prompt.lastText] + told).joined(separator: "\n")))
        let value = sample.value()
        dice = sample.dice
        return isEnum ? value.string ?? value.text() : value.text()
    }

    /// Text of so many tokens.
    private static func filler(_ tokens: Int, _ dice: inout Dice) -> String {
        let words = ["one", "two", "six", "ten", "red", "sky", "sea", "sun"]
        return (0..<max(0, tokens)).map { _ in words[dice.below(words.count)] }.joined(separator: " ")
    }

    private func prose(_ dice: inout Dice, _ index: Int) -> String {
        var sentences = prompt.freshResponses.map { "The function \($0.name) returned \(Self.short($0.value.text(), 4000))." }
        let last = prompt.lastText
        if !last.isEmpty, sentences.isEmpty { sentences.append("You said: \"\(Self.short(last, 400))\".") }
        let system = Prompt.text(prompt.system)
        if !system.isEmpty { sentences.append("I was told: \"\(Self.short(system, 200))\".") }
        for (number, media) in prompt.media.enumerated() { sentences.append(Self.sentence(number + 1, media)) }
        if prompt.turns.count > 1 {
            let earlier = prompt.turns.dropLast().last { !$0.isModel && !Prompt.text($0.parts).isEmpty }.map {
                Self.short(Prompt.text($0.parts), 120)
            }
            sentences.append("This is turn \(prompt.turns.count)" + (earlier.map { "; before, you said: \"\($0)\"." } ?? "."))
        }
        if prompt.tools.searches || prompt.tools.searchesTheOldWay { sentences.append("Sources on the web agree about this.") }
        sentences.append(Self.remarks[dice.below(Self.remarks.count)])
        sentences.append(Self.endings[dice.below(Self.endings.count)])
        if index > 0 { sentences.append("This is candidate \(index + 1).") }
        return sentences.joined(separator: " ")
    }

    /// Words that vary with the seed, and mean nothing.
    private static let remarks: [String] = {
        let moods = ["gladly", "carefully", "briefly", "calmly", "freely", "kindly", "plainly", "simply"]
        let colours = ["red", "green", "blue", "amber", "violet", "white", "grey", "golden"]
        return moods.flatMap { mood in colours.map { "I say this \(mood), on a \($0) day." } }
    }()
    private static let endings = [
        "That is all I can tell.", "Ask me more if you like.", "I hope this helps.", "This answer is a mock's.",
        "Nothing else comes to mind.",
        "More would be a guess.", "You know the rest.", "Let me know what you think.",
    ]

    private static func sentence(_ number: Int, _ media: Prompt.Media) -> String {
        if let uri = media.foreignURI { return "Attachment \(number) is \(media.facts.mimeType) at \(uri)." }
        var text = "Attachment \(number) is \(media.facts.summary), hash \(media.digest.description.prefix(8))"
        if !media.excerpt.isEmpty { text += ", and begins: \"\(short(media.excerpt, 80))\"" }
        return text + "."
    }

    /// The beginning of a text, on one line.
    static func short(_ text: String, _ count: Int) -> String {
        let line = text.prefix(4 * count + 100).split(whereSeparator: \.isNewline).joined(separator: " ")
        return line.count <= count ? line : line.prefix(count) + "…"
    }
}

/// Finds a JSON schema that a prompt asks to follow in words, as clients do for models without schemas.
enum SchemaFinder {
    /// The first schema in the texts, where one of them speaks of a schema or JSON is expected anyway.
    static func schema(in texts: [String], isExpected: Bool) -> JSON? {
        for text in texts where text.utf8.count < 200_000 && text.contains("{") && (isExpected || text.lowercased().contains("schema")) {
            var tries = 0
            for open in text.indices where text[open] == "{" && tries < 5 {
                tries += 1
                guard let end = end(of: text[open...]), let json = try? JSON(parsing: String(text[open..<end])) else { continue }
                if json.field("properties")?.object != nil || json["$ref"] != nil { return json }
            }
        }
        return nil
    }

    /// The place after the brace that closes the first one.
    private static func end(of text: Substring) -> String.Index? {
        var depth = 0
        var isQuoted = false
        var isEscaped = false
        for index in text.indices {
            let character = text[index]
            if isQuoted {
                if !isEscaped, character == "\"" { isQuoted = false }
                isEscaped = character == "\\" && !isEscaped
                continue
            }
            if character == "\"" { isQuoted = true }
            if character == "{" { depth += 1 }
            if character == "}" { depth -= 1 }
            if depth == 0 { return text.index(after: index) }
        }
        return nil
    }
}
