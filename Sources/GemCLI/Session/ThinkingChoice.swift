import ArgumentParser
import GemCore

/// How much the model thinks, as one writes it: tokens (`-1` as it likes, `0` none) or a level.
enum ThinkingChoice: ExpressibleByArgument, Sendable, Hashable {
    case budget(Int)
    case level(String)

    private static let levels = ["minimal", "low", "medium", "high"]

    init?(argument text: String) {
        if let tokens = Int(text), tokens >= -1, tokens <= 1_000_000 {
            self = .budget(tokens)
        } else if Self.levels.contains(text.lowercased()) {
            self = .level(text.uppercased())
        } else {
            return nil
        }
    }

    static var allValueStrings: [String] { ["-1", "0"] + levels }

    /// `thinkingConfig` as the request says it.
    func config(showsThoughts: Bool) -> JSON {
        let shows: JSON? = showsThoughts ? .bool(true) : nil
        return switch self {
        case .budget(let tokens): .members(["includeThoughts": shows, "thinkingBudget": .int(tokens)])
        case .level(let level): .members(["includeThoughts": shows, "thinkingLevel": .string(level)])
        }
    }
}
