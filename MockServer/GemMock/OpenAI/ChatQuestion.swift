internal import GemCore

/// A chat completion's request, understood.
struct ChatQuestion: Sendable {
    /// The model as the request names it, which the answer repeats.
    var asked: String
    /// Its short name.
    var model: String
    /// The GenerateContentRequest it comes to.
    var request: JSON
    /// Whether the answer is streamed.
    var streams = false
    /// Whether the stream's end says what it cost.
    var includesUsage = false
    /// The tag that thoughts stand in, within the text.
    var thoughtTag = "thought"
}
