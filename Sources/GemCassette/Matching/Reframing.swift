internal import GemCore
internal import HTTPTypes

extension RecordedResponse {
    /// The same answer framed in another shape; nil where that would take more than framing (a stream told as one answer).
    func reframed(as shape: Route.Shape) -> RecordedResponse? {
        var response = self
        switch content {
        case .stream(let stream):
            guard shape != .unary, let framing = shape.framing, framing != stream.framing, stream.trailing == nil, !isCut else {
                return stream.framing == shape.framing ? self : nil
            }
            var told = RecordedStream(framing)
            for event in stream.events {
                guard let json = event.data.json, !event.isRaw else { return nil }
                told.events.append(.init(data: .json(json, told.layout), after: event.after))
            }
            response.content = .stream(told)
        case .body(let body):
            guard let json = body.json, !isCut else { return nil }
            guard (200..<300).contains(status) else { return told(error: json, as: shape) }
            guard let framing = shape.framing else { return self }
            var told = RecordedStream(framing)
            told.events = [.init(data: .json(json, told.layout), after: after)]
            response.content = .stream(told)
            response.after = 0
        }
        response.headers[.contentType] = shape.contentType
        return response
    }

    /// Errors: bare JSON for one answer and for server-sent events, in a one-element array for an array.
    private func told(error json: JSON, as shape: Route.Shape) -> RecordedResponse? {
        var response = self
        let bare = json[0] ?? json
        guard shape == .array else {
            response.content = .body(.json(bare, .unary))
            response.headers[.contentType] = shape.contentType
            return response
        }
        var told = RecordedStream(.array)
        told.events = [.init(data: .json(bare, told.layout), after: after)]
        response.content = .stream(told)
        response.headers[.contentType] = shape.contentType
        return response
    }
}

extension Route.Shape {
    var framing: RecordedStream.Framing? {
        switch self {
        case .unary: nil
        case .events: .events
        case .array: .array
        }
    }

    var contentType: String { self == .events ? "text/event-stream" : "application/json; charset=UTF-8" }
}
