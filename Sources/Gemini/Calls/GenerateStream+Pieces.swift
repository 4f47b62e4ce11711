package import GemCore

extension GenerateStream {
    /// What of a streamed answer is shown at a time.
    package enum Piece: Sendable {
        /// Text of the first answer.
        case text(String)
        /// Text of its thoughts.
        case thought(String)
        /// A chunk that holds more than text.
        case chunk(GenerateContentResponse)

        /// Its text, without thoughts.
        package var answerText: String {
            switch self {
            case .text(let text): text
            case .thought: ""
            case .chunk(let chunk): chunk.partialText
            }
        }

        /// Takes in what follows, where both are text of one kind.
        mutating func takes(_ next: Piece) -> Bool {
            switch (self, next) {
            case (.text(var text), .text(let more)):
                self = .text("")
                text += more
                self = .text(text)
            case (.thought(var text), .thought(let more)):
                self = .thought("")
                text += more
                self = .thought(text)
            default: return false
            }
            return true
        }
    }

    /// All that has come since the last call, text of one kind as one piece; nil at the answer's proper end.
    ///
    /// For whoever only shows the answer: it costs no values where there is only text, and one piece where many chunks have come.
    package func gathered() async throws(GemError) -> Piece? { try await reader.gathered() }

    /// Where the answer's bytes arrive: a task that reads there waits for no other thread. Nil where it does not matter.
    package var executor: (any TaskExecutor)? { reader.executor }
}
