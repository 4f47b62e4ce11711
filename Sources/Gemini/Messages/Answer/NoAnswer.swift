public import GemCore

/// Why there is no answer: what a `noAnswer` error carries.
///
///     do { print(try response.text) } catch { print(error.noAnswer?.blockReason ?? "not blocked") }
public struct NoAnswer: Error, Sendable, Hashable, CustomStringConvertible {
    /// Why the prompt was blocked; nil where it was not.
    public var blockReason: BlockReason?
    /// Why the answer ended; nil where there was none.
    public var finishReason: FinishReason?
    /// Upstream's words about it.
    public var explanation: String?
    /// How probable harm is, by category, as far as upstream tells.
    public var ratings: [SafetyRating] = []

    /// `blockReason SAFETY`, `finishReason RECITATION`, `no reason`.
    public var description: String {
        if let blockReason { return "blockReason \(blockReason)" }
        return finishReason.map { "finishReason \($0)" } ?? "no reason"
    }
}

extension GemError {
    /// Why there is no answer, where that is the error.
    public var noAnswer: NoAnswer? { cause as? NoAnswer }
}
