internal import GemCore
internal import HTTPTypes

extension RecordedResponse {
    /// The same answer framed in another shape; nil where that would take more than framing (a stream told as one answer, a cut).
    func reframed(as shape: Route.Shape) -> RecordedResponse? {
        let isError = !(200..<300).contains(status)
        if shape == self.shape, !isError { return self }
        guard !isCut else { return nil }
        let form = isError && shape == .events ? .unary : shape
        switch content {
        case .body(let body):
            guard let json = body.json else { return nil }
            return told([(isError ? json[0] ?? json : json, after)], as: form, for: shape)
        case .stream(let stream):
            var values: [(JSON, Int64)] = []
            for event in stream.events {
                guard let json = event.data.json, !event.isRaw else { return nil }
                values.append((json, event.after))
            }
            guard stream.trailing == nil, shape != .unary || isError else { return nil }
            return told(values, as: form, for: shape)
        }
    }

    /// The answer with other content; an error comes bare for one answer and for server-sent events alike.
    private func told(_ values: [(json: JSON, after: Int64)], as form: Route.Shape, for shape: Route.Shape) -> RecordedResponse? {
        var response = self
        response.headers[.contentType] = shape.contentType
        if let framing = form.framing {
            var stream = RecordedStream(framing)
            stream.events = values.map { .init(data: .json($0.json, stream.layout), after: $0.after) }
            response.content = .stream(stream)
            response.after = 0
        } else {
            guard let only = values.first, values.count == 1 else { return nil }
            response.content = .body(.json(only.json, .unary))
        }
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
