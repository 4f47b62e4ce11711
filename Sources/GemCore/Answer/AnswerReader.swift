/// Reads an answer's bytes as they pass, and says at the end whether it is whole.
public struct AnswerReader: Sendable {
    /// What the bytes amounted to.
    public enum Outcome: Sendable, Hashable {
        /// Every frame came and the framing was closed.
        case whole(Answer)
        /// It ended early or is broken; why.
        case broken(String)
    }

    private let shape: Route.Shape
    private var last: Timestamp
    private var frames: [Answer.Frame] = []
    private var text: [UInt8] = []
    private var events = EventStreamDecoder()
    private var elements = ArraySplitter()

    /// Reads an answer framed as `shape`, whose head came at `start`.
    public init(shape: Route.Shape, start: Timestamp) {
        self.shape = shape
        last = start
    }

    /// Takes the bytes that came at `now`.
    public mutating func feed(_ bytes: [UInt8], at now: Timestamp) {
        switch shape {
        case .unary:
            if text.isEmpty { text = bytes } else { text.append(contentsOf: bytes) }
        case .events:
            for event in events.feed(bytes) { add(event.data, at: now) }
        case .array:
            for element in elements.feed(bytes) { add(element, at: now) }
        }
    }

    /// Takes the clean end of the body.
    public mutating func finish() -> Outcome {
        switch shape {
        case .unary:
            return .whole(Answer(shape: .unary, frames: [Answer.Frame(json: text)]))
        case .events:
            let wasClosed = events.isAtBoundary
            events.finish()
            guard events.stray.isEmpty, !events.hasErrorEvent else { return .broken("error in mid-stream") }
            guard wasClosed else { return .broken("the last event is not closed") }
        case .array:
            guard elements.isComplete else { return .broken("the array is not closed") }
        }
        guard !frames.isEmpty else { return .broken("the stream holds nothing") }
        return .whole(Answer(shape: shape, frames: frames))
    }

    private mutating func add(_ json: [UInt8], at now: Timestamp) {
        frames.append(Answer.Frame(json: json, delay: max(0, now.microseconds - last.microseconds)))
        last = now
    }
}
