public import GemCore
public import HTTPTypes

/// One request and what came back.
public struct Interaction: Sendable, Hashable {
    /// What was asked.
    public var request: RecordedRequest
    /// What came back.
    public var response: RecordedResponse
    /// When it was asked.
    public var recordedAt: Timestamp

    /// Makes an interaction.
    public init(request: RecordedRequest, response: RecordedResponse, recordedAt: Timestamp) {
        self.request = request
        self.response = response
        self.recordedAt = recordedAt
    }
}

/// A request as a cassette keeps it: no credential, no host, only the headers that tell requests apart.
public struct RecordedRequest: Sendable, Hashable {
    /// The method.
    public var method: HTTPRequest.Method
    /// The path and query, without credentials; upload ids are `upload-1`, `upload-2`, …
    public var path: String
    /// The `x-goog-upload-…` headers of an upload.
    public var headers: HTTPFields
    /// What was sent.
    public var body: RecordedBody
    /// The local media the body names; `path` is empty.
    public var attachments: [Attachment]
    /// gemcache's options; only those that take part in the key are kept.
    public var options: RequestOptions

    /// Makes a request.
    public init(
        method: HTTPRequest.Method, path: String, headers: HTTPFields = HTTPFields(), body: RecordedBody = .none,
        attachments: [Attachment] = [], options: RequestOptions = RequestOptions()
    ) {
        self.method = method
        self.path = path
        self.headers = headers
        self.body = body
        self.attachments = attachments
        self.options = options
    }

    /// Which operation the request names.
    public var route: Route { Route(method: method, path: path) }
}

/// A response as a cassette keeps it.
public struct RecordedResponse: Sendable, Hashable {
    /// The HTTP status.
    public var status: Int
    /// The headers that mean something to a client.
    public var headers: HTTPFields
    /// What came back.
    public var content: Content
    /// Whether the connection was lost after the bytes in `content`; replaying it throws `.cut` there.
    public var isCut: Bool
    /// Milliseconds from the request to the whole answer; zero for streams, whose events have their own.
    public var after: Int64

    /// A body in one piece, or event by event.
    public enum Content: Sendable, Hashable {
        /// In one piece.
        case body(RecordedBody)
        /// Event by event.
        case stream(RecordedStream)
    }

    /// Makes a response.
    public init(status: Int, headers: HTTPFields = HTTPFields(), content: Content, isCut: Bool = false, after: Int64 = 0) {
        self.status = status
        self.headers = headers
        self.content = content
        self.isCut = isCut
        self.after = after
    }

    /// The body's chunks with the milliseconds before each.
    public var chunks: [(bytes: [UInt8], after: Int64)] {
        switch content {
        case .stream(let stream): return stream.chunks(isCut: isCut)
        case .body(let body):
            let bytes = body.bytes
            return bytes.isEmpty ? [] : [(bytes, after)]
        }
    }

    /// All of the body's bytes.
    public var bytes: [UInt8] { chunks.flatMap(\.bytes) }

    /// How the body is framed, as far as a request's shape asks for it.
    var shape: Route.Shape {
        guard case .stream(let stream) = content else { return .unary }
        return stream.framing == .events ? .events : .array
    }
}
