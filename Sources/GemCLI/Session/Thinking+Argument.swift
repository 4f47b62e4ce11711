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

    // What a shell completes; no list of all there is, since any number of tokens is one.
    public static var defaultCompletionKind: CompletionKind { .list(["-1", "0"] + levels) }
}
