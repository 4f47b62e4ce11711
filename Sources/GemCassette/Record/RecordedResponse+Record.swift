internal import GemCore
internal import HTTPTypes

extension RecordedResponse {
    /// Keeps what came back: head already clean, bytes masked, framed as it was sent.
    ///
    /// A body the reader left early is kept as cut, unless all that belongs to it had come.
    init(_ head: HTTPResponse, _ bytes: [UInt8], marks: [ArrivalMark], end: ResponseRecorder.End, shape: Route.Shape) {
        let type = head.headerFields[.contentType] ?? ""
        let isCut = end == .cut || (end == .dropped && !Self.isWhole(head, bytes, type: type))
        self.init(status: head.status.code, headers: head.headerFields, content: .body(.none), isCut: isCut)
        if type.hasPrefix("text/event-stream"), let stream = RecordedStream(.events, bytes, isCut: isCut, marks: marks) {
            content = .stream(stream)
        } else if shape == .array, let stream = RecordedStream(.array, bytes, isCut: isCut, marks: marks) {
            content = .stream(stream)
        } else {
            content = .body(RecordedBody(bytes))
            after = marks.last?.milliseconds ?? 0
        }
    }

    /// Whether nothing is missing from a body: a stream that ended with a finish reason, one whole JSON value, the empty answer to an upload's step.
    private static func isWhole(_ head: HTTPResponse, _ bytes: [UInt8], type: String) -> Bool {
        if bytes.isEmpty { return UploadHeaders.status.map { head.headerFields[$0] != nil } ?? false }
        guard type.hasPrefix("text/event-stream"), let stream = RecordedStream(.events, bytes, isCut: true) else {
            return (try? JSON(parsing: bytes)) != nil
        }
        guard stream.trailing == nil, let last = stream.events.last?.data else { return false }
        if case .text("[DONE]") = last { return true }
        let candidates = last.json?["candidates"]?.array ?? []
        return candidates.contains { $0["finishReason"] != nil } || last.json?["promptFeedback"]?["blockReason"] != nil
    }
}

extension HTTPResponse {
    /// The head as a cassette keeps it: only headers that mean something, without credentials.
    func cleaned(_ redaction: Redaction, upload: (String) -> String) -> HTTPResponse {
        var clean = HTTPResponse(status: status)
        for field in headerFields where ResponseHeaders.isKept(field.name.canonicalName) {
            var value = field.value
            if UploadHeaders.urls.contains(field.name) { value = Redaction.url(value, upload: upload) }
            clean.headerFields.append(HTTPField(name: field.name, value: redaction.mask(value)))
        }
        return clean
    }
}
