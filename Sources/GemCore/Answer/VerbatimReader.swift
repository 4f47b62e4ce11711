/// Reads a stream of server-sent events as it passes and keeps its very bytes, event by event.
///
/// For dialects whose streams are answers of their own: they have names, and an end mark that is no JSON.
public struct VerbatimReader: Sendable {
    private var last: Timestamp
    private var frames: [Answer.Frame] = []
    private var event: [UInt8] = []
    /// How many bytes of `event` stand on its last, unfinished line; a carriage return before a line's end does not count.
    private var lineLength = 0

    /// Reads an answer whose head came at `start`.
    public init(start: Timestamp) { last = start }

    /// Takes the bytes that came at `now`.
    public mutating func feed(_ bytes: [UInt8], at now: Timestamp) {
        for byte in bytes {
            event.append(byte)
            switch byte {
            case 10 where lineLength == 0:
                frames.append(Answer.Frame(json: event, delay: max(0, now.microseconds - last.microseconds)))
                last = now
                event = []
            case 10: lineLength = 0
            case 13: break
            default: lineLength += 1
            }
        }
    }

    /// Takes the clean end of the body.
    public mutating func finish() -> AnswerReader.Outcome {
        guard event.isEmpty else { return .broken("the last event is not closed") }
        guard !frames.isEmpty else { return .broken("the stream holds nothing") }
        return .whole(Answer(shape: .unary, frames: frames, isVerbatim: true))
    }
}
