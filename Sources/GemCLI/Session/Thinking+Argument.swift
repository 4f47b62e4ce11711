public import ArgumentParser
public import Gemini

/// How much the model thinks, as one writes it: tokens (`-1` as it likes, `0` none) or a level.
extension Thinking: ExpressibleByArgument {
    private static let levels = ["minimal", "low", "medium", "high"]

    public init?(argument text: String) {
        let isKnown = Int(text).map { (-1...1_000_000).contains($0) } ?? Self.levels.contains(text.lowercased())
        guard isKnown else { return nil }
        self.init(text)
    }

    public static var allValueStrings: [String] { ["-1", "0"] + levels }
}
