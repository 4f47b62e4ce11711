/// Turns a stream of one framing into the other as it comes: events into the elements of an array, or back.
public struct Reframer: Sendable {
    private let wanted: Route.Shape
    private let shape: Route.Shape
    private var events = EventStreamDecoder()
    private var elements = ArraySplitter()
    private var count = 0
    /// What decides whether the stream came to its end: of each chunk the reasons alone.
    private var reasons: [JSON] = []
    /// Whether an error came among the messages, or what is none.
    private var hasError = false

    /// Reads a stream framed as `shape` and writes it framed as `wanted`.
    public init(from shape: Route.Shape, to wanted: Route.Shape) {
        self.shape = shape
        self.wanted = wanted
    }

    /// Takes the next bytes and gives those that can be written now.
    public mutating func feed(_ bytes: [UInt8]) throws(GemError) -> [UInt8] {
        var out: [UInt8] = []
        let messages = shape == .events ? events.feed(bytes).map(\.data) : elements.feed(bytes)
        for message in messages {
            let frame = Answer.Frame(json: message)
            out += try Answer(shape: shape, frames: [frame]).piece(frame, as: wanted, at: count)
            count += 1
            guard let json = try? JSON(parsing: message), json.object != nil, json["error"] == nil else {
                hasError = true
                continue
            }
            reasons.append(Self.reasons(json))
        }
        return out
    }

    /// Takes the end of the bytes and gives the last ones to write; throws `cut` where the stream did not come to its end.
    public mutating func finish() throws(GemError) -> [UInt8] {
        var isClosed = elements.isComplete
        if shape == .events {
            isClosed = events.isAtBoundary
            events.finish()
            isClosed = isClosed && events.stray.isEmpty && !events.hasErrorEvent
        }
        guard isClosed, !hasError, count > 0, StreamMerge.isComplete(reasons) else {
            throw GemError(.cut, "The answer this request shared with another one ended early; ask again.")
        }
        return wanted == .array ? [UInt8(ascii: "]")] : []
    }

    private static func reasons(_ message: JSON) -> JSON {
        .members([
            "promptFeedback": message["promptFeedback"],
            "candidates": message["candidates"]?.array.map { candidates in
                .array(candidates.map { .members(["index": $0["index"], "finishReason": $0["finishReason"]]) })
            },
        ])
    }
}
