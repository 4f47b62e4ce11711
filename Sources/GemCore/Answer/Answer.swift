/// One whole answer to a question, kept so that it can be served in any framing.
public struct Answer: Sendable, Hashable {
    /// One JSON text of the answer: the whole of a unary one, one event or element of a streamed one.
    public struct Frame: Sendable, Hashable {
        /// The JSON text as upstream spelled it, without the framing around it; with it where the answer is verbatim.
        public var json: [UInt8]
        /// How long after the frame before it (or after the head) it came, in microseconds.
        public var delay: Int64

        /// Makes a frame.
        public init(json: [UInt8], delay: Int64 = 0) {
            self.json = json
            self.delay = delay
        }
    }

    /// The framing it came in.
    public var shape: Route.Shape
    /// Its frames in order; a unary answer has one.
    public var frames: [Frame]
    /// Whether the frames are a stream's own bytes, event by event with all around them: of another dialect, served as it came or not at all.
    public var isVerbatim: Bool

    /// Makes an answer.
    public init(shape: Route.Shape, frames: [Frame], isVerbatim: Bool = false) {
        self.shape = shape
        self.frames = frames
        self.isVerbatim = isVerbatim
    }
}

extension Answer {
    /// The media type of an answer in a framing.
    public static func contentType(of shape: Route.Shape) -> String {
        shape == .events ? "text/event-stream" : "application/json; charset=UTF-8"
    }

    /// The answer's bytes in a framing; exactly upstream's own where the framing is the one it came in.
    ///
    /// A stream asked for as unary is merged; throws `internal` where a frame is no JSON.
    public func bytes(as wanted: Route.Shape) throws(GemError) -> [UInt8] {
        if isVerbatim { return frames.reduce(into: []) { $0 += $1.json } }
        switch wanted {
        case .unary:
            return shape == .unary ? frames.first?.json ?? [] : try merged().bytes(.pretty)
        case .events, .array:
            return try chunks(as: wanted).reduce(into: []) { $0 += $1 }
        }
    }

    /// The answer's bytes as chunks of a stream, one a frame, in a framing.
    public func chunks(as wanted: Route.Shape) throws(GemError) -> [[UInt8]] {
        if isVerbatim { return frames.map(\.json) }
        guard wanted != .unary else { return [try bytes(as: .unary)] }
        var chunks: [[UInt8]] = []
        chunks.reserveCapacity(frames.count)
        for (place, frame) in frames.enumerated() { chunks.append(try piece(frame, as: wanted, at: place)) }
        if wanted == .array, !chunks.isEmpty { chunks[chunks.count - 1].append(UInt8(ascii: "]")) }
        return chunks.isEmpty && wanted == .array ? [Array("[]".utf8)] : chunks
    }

    /// The whole answer as one message.
    public func merged() throws(GemError) -> JSON {
        var messages: [JSON] = []
        for frame in frames { messages.append(try Self.parse(frame.json)) }
        guard shape != .unary else { return messages.first ?? .null }
        return StreamMerge.merge(messages)
    }

    /// One frame as an event, or as the element of an array that stands at `place`; without the closing bracket.
    func piece(_ frame: Frame, as wanted: Route.Shape, at place: Int) throws(GemError) -> [UInt8] {
        if wanted == .events { return try event(frame) }
        return Array((place == 0 ? "[" : ",\r\n").utf8) + (try element(frame))
    }

    private func event(_ frame: Frame) throws(GemError) -> [UInt8] {
        var out = Array("data: ".utf8)
        out.append(contentsOf: shape == .events ? frame.json : try Self.parse(frame.json).bytes(.line))
        out.append(contentsOf: "\r\n\r\n".utf8)
        return out
    }

    private func element(_ frame: Frame) throws(GemError) -> [UInt8] {
        shape == .array ? frame.json + [10] : try Self.parse(frame.json).bytes(.pretty)
    }

    private static func parse(_ bytes: [UInt8]) throws(GemError) -> JSON {
        do { return try JSON(parsing: bytes) } catch {
            throw GemError(.internal, "A stored answer is no JSON; run `gemcache cache verify`.", cause: error)
        }
    }
}
