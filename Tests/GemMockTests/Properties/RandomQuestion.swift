import GemCore
import GemMock

/// Questions that make sense, of random parts: each must be answered.
struct RandomQuestion {
    var dice: Dice

    init(_ dice: Dice) { self.dice = dice }

    /// The body of a generation for a model that demands no thought signatures.
    mutating func generation() -> JSON {
        var body: JSON = ["contents": .array(turns())]
        if chance(3) { body["systemInstruction"] = ["parts": ["text": .string(words())]] }
        let asksJSON = chance(4)
        if !asksJSON, chance(3) { body["tools"] = tools() }
        if body["tools"]?[0]?["functionDeclarations"] != nil, chance(2) {
            body["toolConfig"] = ["functionCallingConfig": ["mode": pick(["AUTO", "ANY", "NONE"])]]
        }
        if chance(3) {
            body["safetySettings"] = [
                ["category": "HARM_CATEGORY_HARASSMENT", "threshold": pick(["BLOCK_NONE", "OFF", "BLOCK_ONLY_HIGH"])]
            ]
        }
        if asksJSON || chance(2) { body["generationConfig"] = config(asksJSON: asksJSON) }
        return body
    }

    /// The body of an embedding of texts.
    mutating func embedding() -> JSON {
        var body: JSON = ["content": ["parts": .array((0...dice.below(2)).map { _ in ["text": .string(words())] })]]
        if chance(2) { body["outputDimensionality"] = pick([128, 256, 768, 1536, 3072]) }
        if chance(3) { body["taskType"] = pick(["RETRIEVAL_QUERY", "SEMANTIC_SIMILARITY", "CLUSTERING"]) }
        return body
    }

    private mutating func turns() -> [JSON] {
        var turns: [JSON] = []
        for index in 0...(dice.below(3) * 2) {
            turns.append([
                "role": index % 2 == 0 ? "user" : "model", "parts": .array(index % 2 == 0 ? parts() : [["text": .string(words())]]),
            ])
        }
        return turns
    }

    private mutating func parts() -> [JSON] {
        var parts: [JSON] = [["text": .string(words())]]
        if chance(3) { parts.append(["inlineData": ["mimeType": "image/png", "data": .string(Base64Coding.encode(SampleMedia.png))]]) }
        if chance(5) {
            parts.append(["inlineData": ["mimeType": "application/pdf", "data": .string(Base64Coding.encode(SampleMedia.pdf))]])
        }
        if chance(5) { parts.append(["inline_data": ["mime_type": "audio/wav", "data": .string(Base64Coding.encode(SampleMedia.wav))]]) }
        return parts
    }

    private mutating func tools() -> JSON {
        switch dice.below(4) {
        case 0: return [["googleSearch": [:]]]
        case 1: return [["codeExecution": [:]]]
        case 2: return [["urlContext": [:]]]
        default:
            let fields: JSON = [
                "type": "OBJECT", "required": ["city"],
                "properties": ["city": ["type": "STRING"], "days": ["type": "INTEGER", "minimum": 1, "maximum": 9]],
            ]
            return [["functionDeclarations": [["name": "forecast", "description": "The weather.", "parameters": fields]]]]
        }
    }

    private mutating func config(asksJSON: Bool) -> JSON {
        var config: JSON = [:]
        if chance(2) { config["temperature"] = pick([0, .number("0.7"), 2]) }
        if chance(3) { config["maxOutputTokens"] = pick([1, 5, 200, 8192]) }
        if chance(4) { config["stopSequences"] = ["the", "."] }
        if chance(4) { config["candidateCount"] = pick([1, 2, 3]) }
        if chance(3) { config["thinkingConfig"] = ["thinkingBudget": pick([0, -1, 256]), "includeThoughts": pick([true, false])] }
        if chance(3) { config["seed"] = .int(dice.below(100)) }
        if asksJSON {
            config["responseMimeType"] = "application/json"
            if chance(2) { config["responseSchema"] = schema(depth: 0) }
        }
        return config
    }

    private mutating func schema(depth: Int) -> JSON {
        switch dice.below(depth > 2 ? 4 : 6) {
        case 0: return ["type": "STRING"]
        case 1: return ["type": "INTEGER", "minimum": 2, "maximum": 5]
        case 2: return ["type": "STRING", "enum": ["red", "green"]]
        case 3: return ["type": "BOOLEAN", "nullable": true]
        case 4: return ["type": "ARRAY", "items": schema(depth: depth + 1), "minItems": 1, "maxItems": 3]
        default:
            return ["type": "OBJECT", "properties": ["a": schema(depth: depth + 1), "b": schema(depth: depth + 1)], "required": ["a"]]
        }
    }

    private mutating func words() -> String {
        let words = [
            "What", "is", "the", "weather", "in", "Paris", "today", "7", "Grüße", "🌍", "https://example.com/a", "“quoted”", "2 + 3",
        ]
        return (0...dice.below(9)).map { _ in words[dice.below(words.count)] }.joined(separator: " ")
    }

    private mutating func chance(_ of: Int) -> Bool { dice.below(of) == 0 }
    private mutating func pick(_ choices: [JSON]) -> JSON { choices[dice.below(choices.count)] }
}
