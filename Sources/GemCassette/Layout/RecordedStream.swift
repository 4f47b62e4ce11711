internal import GemCore

/// A streamed answer, event by event.
public struct RecordedStream: Sendable, Hashable {
    /// How events are told apart.
    public enum Framing: String, Sendable, Hashable {
        /// Server-sent events.
        case events = "sse"
        /// The elements of one JSON array, as the API streams it without `alt=sse`.
        case array
    }

    /// One event or element.
    public struct Event: Sendable, Hashable {
        /// The `event:` name; empty where there is none.
        public var name: String
        /// What the event carries.
        public var data: RecordedBody
        /// Whether `data` is the whole block with its field names and blank line, for blocks in a form of their own.
        public var isRaw: Bool
        /// Milliseconds since the event before, or since the request.
        public var after: Int64

        /// Makes an event.
        public init(name: String = "", data: RecordedBody, isRaw: Bool = false, after: Int64 = 0) {
            self.name = name
            self.data = data
            self.isRaw = isRaw
            self.after = after
        }
    }

    /// How events are told apart.
    public var framing: Framing
    /// The line end of server-sent events: CRLF from the API, LF from its Interactions.
    public var newline: String
    /// The layout most events have.
    public var layout: JSONLayout
    /// The events in order.
    public var events: [Event]
    /// What follows the last event: a bare error object, the part of an event before a cut; nil for the framing's own end.
    public var trailing: String?

    /// Makes a stream.
    public init(
        _ framing: Framing, newline: String = "\r\n", layout: JSONLayout? = nil, events: [Event] = [], trailing: String? = nil
    ) {
        self.framing = framing
        self.newline = newline
        self.layout = layout ?? (framing == .events ? .event : .element)
        self.events = events
        self.trailing = trailing
    }

    /// The stream's chunks, one an event, each with its delay in milliseconds.
    public func chunks(isCut: Bool) -> [(bytes: [UInt8], after: Int64)] {
        var chunks = events.enumerated().map { index, event in (bytes: bytes(of: event, at: index), after: event.after) }
        let end = trailing ?? (framing == .array && !isCut ? Self.arrayEnd : "")
        if !end.isEmpty { chunks.append((Array(end.utf8), 0)) }
        return chunks
    }

    static let arrayEnd = "\n]"
    static let arraySeparator = "\n,\r\n"

    private func bytes(of event: Event, at index: Int) -> [UInt8] {
        if event.isRaw { return event.data.bytes }
        switch framing {
        case .events:
            let name = event.name.isEmpty ? "" : "event: \(event.name)\(newline)"
            return Array("\(name)data: ".utf8) + event.data.bytes + Array("\(newline)\(newline)".utf8)
        case .array:
            return Array((index == 0 ? "[" : Self.arraySeparator).utf8) + event.data.bytes
        }
    }
}
