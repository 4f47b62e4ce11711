internal import GemCore

/// How streamed answers are cut into bytes.
enum Framing {
    /// The pieces of a stream, one an event.
    static func pieces(_ events: [JSON], _ form: OutputForm) -> [Reply.Piece] {
        events.enumerated().map { index, event in
            Reply.Piece(bytes: frame(event, form, isFirst: index == 0, isLast: index == events.count - 1))
        }
    }

    private static func frame(_ event: JSON, _ form: OutputForm, isFirst: Bool, isLast: Bool) -> [UInt8] {
        let event = form.shaped(event)
        return switch form.shape {
        case .unary: event.bytes(.pretty)
        case .events: Array("data: ".utf8) + event.bytes(.line) + Array("\r\n\r\n".utf8)
        case .array: Array((isFirst ? "[" : ",\r\n").utf8) + event.bytes(.pretty) + (isLast ? [UInt8(ascii: "]")] : [])
        }
    }

    /// An error object in the middle of a stream: no `data:`, several lines.
    static func errorMidStream(_ failure: APIFailure, shape: Route.Shape) -> [UInt8] {
        shape == .array ? Array(",\r\n".utf8) + failure.json.bytes(.pretty) + [UInt8(ascii: "]")] : failure.json.bytes(.pretty)
    }
}
