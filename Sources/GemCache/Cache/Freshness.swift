public import GemCore

/// How long answers of each kind are fresh, and how long after that they will do in need.
public struct Freshness: Sendable, Hashable {
    /// Kinds of answers with a lifetime of their own.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Plain generation, in any dialect.
        case generate
        /// Generation that depends on the day: searches, URL context, maps, YouTube and web addresses.
        case grounded
        /// Embeddings.
        case embed
        /// Counts of tokens.
        case count
        /// The list of models, and one of them.
        case models
        /// Uploaded files, while upstream has them: for so long they are used again.
        case files
    }

    private var generate, embed, files: Double?
    private var grounded: Double? = Self.day
    private var count: Double? = Self.day
    private var models: Double? = Self.day
    /// For so many seconds past its lifetime an answer is served at once, while a new one is fetched behind it.
    public var whileRevalidating = 0.0
    /// For so many seconds past its lifetime an answer is served where upstream fails: cut, too late, 429 or 5xx.
    public var ifError = Self.day
    /// For so many seconds past its lifetime an answer is served where upstream cannot be reached at all; for ever by default.
    public var ifUnreachable = Double.infinity

    private static let day = 86_400.0

    /// The defaults: a day for what depends on the day, for ever for all else.
    public init() {}

    /// For how many seconds an answer of this kind is fresh; nil for ever, 0 for one that is not kept.
    public subscript(kind: Kind) -> Double? {
        get {
            switch kind {
            case .generate: generate
            case .grounded: grounded
            case .embed: embed
            case .count: count
            case .models: models
            case .files: files
            }
        }
        set {
            let seconds = newValue.map { max(0, $0) }
            switch kind {
            case .generate: generate = seconds
            case .grounded: grounded = seconds
            case .embed: embed = seconds
            case .count: count = seconds
            case .models: models = seconds
            case .files: files = seconds
            }
        }
    }

    /// Takes a rule like `generate=7d` or `embed=forever`; throws `usage` for anything else.
    public mutating func take(_ rule: String) throws(GemError) {
        let parts = rule.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let kind = Kind(rawValue: String(parts[0])) else {
            let names = Kind.allCases.map(\.rawValue).joined(separator: ", ")
            throw GemError(.usage, "\"\(rule)\" is no lifetime; write KIND=DURATION, such as generate=7d. Kinds are \(names).")
        }
        let seconds = try Self.seconds(String(parts[1]))
        self[kind] = seconds.isFinite ? seconds : nil
    }

    /// Reads a duration such as `90s`, `30m`, `1h30m`, `7d`, `2w`, plain seconds, or `forever` (infinity); throws `usage` for anything else.
    public static func seconds(_ text: String) throws(GemError) -> Double {
        if text == "forever" { return .infinity }
        if let seconds = plainSeconds(text) { return seconds }
        let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600, "d": day, "w": 7 * day]
        var (total, digits) = (0.0, "")
        var isSound = !text.isEmpty
        for character in text {
            if let unit = units[character], let number = plainSeconds(digits) {
                total += number * unit
                digits = ""
            } else {
                digits.append(character)
            }
        }
        isSound = isSound && digits.isEmpty && total <= longest
        guard isSound else {
            throw GemError(.usage, "\"\(text)\" is no duration; write 90s, 30m, 1h30m, 7d, 2w or forever.")
        }
        return total
    }

    /// A hundred years: more says `forever`.
    private static let longest = 36_525 * day

    private static func plainSeconds(_ text: String) -> Double? {
        guard !text.isEmpty, text.utf8.count <= 10, text.utf8.allSatisfy({ (48...57).contains($0) }), let seconds = Double(text) else {
            return nil
        }
        return seconds <= longest ? seconds : nil
    }
}

extension Freshness {
    /// The kind of a question's answer.
    package static func kind(of question: Question) -> Kind {
        switch question.route.operation {
        case .countTokens, .computeTokens: .count
        case .listModels, .getModel: .models
        case .embedContent, .batchEmbedContents, .predict, .openAIEmbeddings: .embed
        default: question.traits.contains(.timeDependent) ? .grounded : .generate
        }
    }

    /// For how many seconds an answer to this question is fresh; nil for ever.
    package func lifetime(of question: Question) -> Double? { self[Self.kind(of: question)] }
}
