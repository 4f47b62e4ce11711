internal import GemCore
internal import Gemini
internal import HTTPTypes
internal import Synchronization

/// Answers requests with a list of responses, in order, and remembers what was asked.
final class ScriptedTransport: Transport {
    /// A request as it arrived.
    struct Call: Sendable {
        var method: String
        var path: String
        var body: String
        var attachments: [Attachment]
        var options: RequestOptions
        var hasCredential: Bool
    }

    private let state: Mutex<(answers: [Response], calls: [Call])>

    init(_ answers: [Response]) { state = Mutex((answers, [])) }

    /// Answers each request with a JSON body and status 200.
    convenience init(json: String...) { self.init(json.map { .json(.ok, Array($0.utf8)) }) }

    var calls: [Call] { state.withLock { $0.calls } }
    var bodies: [String] { calls.map(\.body) }
    var paths: [String] { calls.map(\.path) }

    func send(_ request: Request) async throws(GemError) -> Response {
        let body = try await request.body.collect(upTo: 1 << 30)
        let call = Call(
            method: request.head.method.rawValue, path: request.path, body: String(decoding: body, as: UTF8.self),
            attachments: request.attachments, options: request.options, hasCredential: request.credential != nil)
        let answer = state.withLock { state -> Response? in
            state.calls.append(call)
            return state.answers.isEmpty ? nil : state.answers.removeFirst()
        }
        guard let answer else { throw GemError(.internal, "The script has no answer for \(call.method) \(call.path).") }
        return answer
    }
}

extension Response {
    /// A stream of server-sent events that arrive in pieces of `size` bytes.
    static func events(_ events: [String], tail: String = "", pieces size: Int = 7, then error: GemError? = nil) -> Response {
        let bytes = Array((events.map { "data: \($0)\r\n\r\n" }.joined() + tail).utf8)
        let chunks = stride(from: 0, to: bytes.count, by: size).map { Array(bytes[$0..<min($0 + size, bytes.count)]) }
        let position = Mutex(0)
        let stream = ByteStream(next: { () throws(GemError) in
            let index = position.withLock { position in
                defer { position += 1 }
                return position
            }
            if index < chunks.count { return chunks[index] }
            if let error { throw error }
            return nil
        })
        return Response(HTTPResponse(status: .ok, headerFields: [.contentType: "text/event-stream"]), body: .stream(stream, length: nil))
    }
}

/// A unary answer of one text.
func answer(_ text: String) -> String {
    #"{"candidates":[{"content":{"parts":[{"text":"\#(text)"}],"role":"model"},"finishReason":"STOP","index":0}],"#
        + #""usageMetadata":{"promptTokenCount":4,"candidatesTokenCount":2,"totalTokenCount":6},"modelVersion":"gemini-2.5-flash","#
        + #""responseId":"r1"}"#
}

/// A chunk of a streamed answer.
func chunk(_ text: String, _ end: String? = nil) -> String {
    let reason = end.map { #","finishReason":"\#($0)""# } ?? ""
    return
        #"{"candidates": [{"content": {"parts": [{"text": "\#(text)"}],"role": "model"}\#(reason),"index": 0}],"#
        + #""usageMetadata": {"promptTokenCount": 4,"totalTokenCount": 4},"modelVersion": "gemini-2.5-flash","responseId": "r1"}"#
}
