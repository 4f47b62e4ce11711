internal import GemCore

/// Texts that make the mock block: `[[block]]`, `[[prohibited]]`, `[[safety]]`, `[[recitation]]` and the like.
///
/// What safety settings may let through is let through: they speak of danger, so `BLOCK_NONE` or `OFF` for DANGEROUS_CONTENT frees them.
struct Triggers: Sendable {
    /// Why the prompt is refused.
    private(set) var blockReason: String?
    /// Why an answer ends before it began.
    private(set) var finishReason: String?
    /// Whether a block was lifted by the settings, and the ratings are to be told.
    private(set) var isLetThrough = false

    init(_ prompt: Prompt) {
        let said = prompt.lastText
        guard said.contains("[[") else { return }
        let text = said.lowercased()
        let isFree = prompt.dangerThreshold == "BLOCK_NONE" || prompt.dangerThreshold == "OFF"
        if text.contains("[[prohibited]]") {
            blockReason = "PROHIBITED_CONTENT"
        } else if text.contains("[[blocklist]]") {
            blockReason = "BLOCKLIST"
        } else if text.contains("[[block]]"), !isFree {
            blockReason = "SAFETY"
        }
        let reasons = [
            ("recitation", "RECITATION"), ("language", "LANGUAGE"), ("spii", "SPII"), ("other", "OTHER"),
            ("malformed", "MALFORMED_FUNCTION_CALL"),
        ]
        finishReason = reasons.first { text.contains("[[\($0.0)]]") }?.1
        if text.contains("[[safety]]"), !isFree { finishReason = "SAFETY" }
        let isDangerous = text.contains("[[safety]]") || text.contains("[[block]]")
        isLetThrough = isDangerous && prompt.dangerThreshold == "BLOCK_NONE"
    }

    /// The number of a trigger `[[word N]]`.
    static func wanted(_ word: String, in text: String) -> Int? {
        guard let start = text.firstRange(of: "[[\(word) ") else { return nil }
        return Int(text[start.upperBound...].prefix { $0.isNumber })
    }
}
