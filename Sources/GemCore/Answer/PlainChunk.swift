/// A chunk of a streamed generation in the form nearly all have: one candidate with one part of text. Read in one pass, without building values.
///
/// What is in any way unusual is no plain chunk and left to `JSON`, which alone decides what is none at all: nothing is taken here that it would refuse.
package struct PlainChunk: Sendable, Equatable {
    /// The candidate's index.
    package var index = 0
    /// The text of its part.
    package var text = ""
    /// Whether the text is a thought's.
    package var isThought = false
    /// Why the candidate ended, as it says; nil where it says nothing of it.
    package var reason: String?

    /// Whether the candidate says why it ended.
    package var isFinal: Bool {
        guard let reason else { return false }
        return !reason.isEmpty && reason != "FINISH_REASON_UNSPECIFIED"
    }
}
