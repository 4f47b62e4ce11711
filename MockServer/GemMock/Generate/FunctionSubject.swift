internal import GemCore

/// What a text is about, compared with what functions are for.
struct FunctionSubject: Sendable {
    /// Scores from which a function was named in full, or every word of its name was.
    static let named = 100
    static let sounding = 10

    private let lower: String
    private let words: [String]

    init(_ text: String) {
        lower = String(text.prefix(20_000)).lowercased()
        words = PromptWords(lower).words.flatMap { PromptValues.parts($0.text) } + Self.signs(lower)
    }

    var speaksOfTools: Bool {
        !Set(words).isDisjoint(with: ["tool", "tools", "function", "functions"])
            && !Set(words).isDisjoint(with: ["use", "using", "call", "calling", "invoke", "run"]) && !lower.contains("without calling")
            && !lower.contains("don't call") && !lower.contains("do not call") && !lower.contains(" tool returned")
    }

    func score(_ function: Prompt.Function) -> Int {
        guard !lower.contains("without calling"), !lower.contains("do not call") else { return 0 }
        let name = function.name.lowercased()
        // Frameworks retell in words what a function of another agent did.
        if lower.contains("`\(name)` tool returned") || lower.contains("called tool `\(name)`") { return 0 }
        let parts = PromptValues.parts(function.name).filter { !Self.plain.contains($0) && $0.count > 1 }
        if name.count > 3, lower.contains(name), parts.count > 1 || lower.contains(name + " ") { return Self.named }
        guard !parts.isEmpty else { return 0 }
        let about = PromptValues.parts(String(function.description.prefix(2000)))
        let told = Set(about.filter { $0.count > 3 && !Self.plain.contains($0) && !Self.empty.contains($0) }).filter { speaks(of: $0) }
            .count
        // `fib` stands for what the description calls `fibonacci`.
        let found = parts.filter { part in speaks(of: part) || (told > 0 && part.count > 2 && words.contains { $0.hasPrefix(part) }) }
            .count
        if found == parts.count { return Self.sounding + found + told }
        let isStrong = parts.contains { $0.count > 4 && words.contains($0) }
        if found > 0, isStrong && 2 * found >= parts.count || told >= 2 || 2 * found >= parts.count && told >= 1 {
            return Self.sounding - 1 + found
        }
        return told >= 3 ? told : 0
    }

    private func speaks(of word: String) -> Bool {
        words.contains { PromptValues.sameStem($0, word) } || Self.akin[word].map { !Set(words).isDisjoint(with: $0) } ?? false
    }

    /// Words for the signs of sums.
    private static func signs(_ text: String) -> [String] {
        guard let sum = Arithmetic.find(in: text) else { return [] }
        let names: [Character: [String]] = [
            "+": ["add", "sum", "plus"], "*": ["multiply", "times", "product"], "/": ["divide", "division"],
            "-": ["subtract", "minus"],
        ]
        return sum.code.flatMap { names[$0] ?? [] } + ["calculate", "calculator", "compute", "math", "evaluate"]
    }

    /// Words of function names that say nothing about their subject.
    private static let plain: Set<String> = [
        "get", "set", "fetch", "find", "list", "lookup", "look", "up", "make", "create", "do", "current", "the", "a", "of", "in", "for",
        "my",
        "tool", "function", "custom", "by", "from", "to", "test", "data", "info", "information", "implementation", "report", "run",
        "api",
    ]
    /// Words of descriptions that say nothing about their subject.
    private static let empty: Set<String> = [
        "this", "that", "with", "given", "returns", "return", "used", "uses", "user", "when", "what", "which", "your", "number", "name",
        "string",
        "value", "values", "specified", "based", "provide", "provided", "should", "will", "they", "have", "tell", "about", "like",
        "does",
    ]
    private static let akin: [String: Set<String>] = [
        "weather": ["temperature", "forecast", "rain", "raining", "sunny", "snow", "umbrella", "degrees"],
        "temperature": ["weather", "hot", "cold", "warm", "degrees"],
        "add": ["plus", "sum", "together", "addition"], "sum": ["plus", "add", "together", "total"],
        "multiply": ["times", "multiplied", "product"], "subtract": ["minus", "difference"], "divide": ["divided", "quotient"],
        "calculator": ["calculate", "sum", "plus", "times", "minus"], "time": ["clock"], "email": ["mail"], "price": ["cost", "costs"],
    ]
}
