public import HTTPTypes

/// One request to the Gemini API, as a door hands it to the stack.
public struct Request: Sendable {
    /// Method, path with query, and header fields; no credential in any of them.
    ///
    /// `scheme` and `authority` are nil where the transport's own base URL applies (the usual case), and set for an absolute URL, such as the one an upload start answered with.
    public var head: HTTPRequest
    /// What is sent.
    public var body: Body
    /// Who pays; lifted out of the head by the door, read by the innermost layer only.
    public var credential: Credential?
    /// Local media the body names by `Attachment.uri`, uploaded only when the request really goes upstream.
    public var attachments: [Attachment]
    /// gemcache's own options, never sent upstream.
    public var options: RequestOptions
    /// The digest of the request's bytes on the wire, where the server's hit source remembers requests by it.
    public var wire: Digest?
    /// How the client addressed the server this request came in by, such as `http://127.0.0.1:1234`; nil where no server took part.
    public var origin: String?
    /// The API key as the path's query carried it, where it did; set as the credential is lifted, and never to be shown.
    package var queryCredential: Credential?
    /// Told what goes on while there is no answer yet; called from any thread.
    public var onProgress: (@Sendable (Progress) -> Void)?
    /// Shown the bytes of a file that is sent as they are read, each time they are, with their place in the file; from any thread, and not by every transport.
    package var onRead: (@Sendable (UnsafeRawBufferPointer, _ offset: Int64) -> Void)?

    /// Makes a request from its head.
    public init(
        _ head: HTTPRequest, body: Body = .empty, credential: Credential? = nil, attachments: [Attachment] = [],
        options: RequestOptions = RequestOptions(), onProgress: (@Sendable (Progress) -> Void)? = nil
    ) {
        self.head = head
        self.body = body
        self.credential = credential
        self.attachments = attachments
        self.options = options
        self.onProgress = onProgress
    }

    /// Makes a request with a JSON body for a path under the transport's base URL.
    public static func json(_ method: HTTPRequest.Method, _ path: String, _ body: [UInt8]) -> Request {
        var fields = HTTPFields()
        fields[.contentType] = "application/json"
        return Request(
            HTTPRequest(method: method, scheme: nil, authority: nil, path: path, headerFields: fields), body: .bytes(body))
    }

    /// Makes a request without a body for a path under the transport's base URL.
    public static func get(_ path: String) -> Request {
        Request(HTTPRequest(method: .get, scheme: nil, authority: nil, path: path))
    }

    /// The path with its query, never empty.
    public var path: String { head.path ?? "/" }
}

/// gemcache's own options of one request; header fields of the same names set them at the proxy.
public struct RequestOptions: Sendable, Hashable {
    /// Which of several answers to the same question is wanted (`x-gemcache-sample`); takes part in the key.
    public var sample: UInt32 = 0
    /// A part of the cache of its own (`x-gemcache-namespace`); takes part in the key.
    public var namespace: String {
        get { exactNamespace.text }
        set { exactNamespace.text = newValue }
    }
    /// Options are the same only where their namespaces are, byte for byte.
    private var exactNamespace = ExactText("")
    /// What happens when upstream cannot be reached.
    public var offline: OfflinePolicy = .fail
    /// How the cache may be used.
    public var cache: CachePolicy = .auto
    /// How old an answer from the cache may be.
    public var limits = AgeLimits()
    /// How fast a stored stream is replayed (`x-gemcache-pace`): 0 at once, 1 as it was recorded, 2 twice as fast.
    public var pace = 0.0
    /// How many seconds an answer may take in all: the uploads of its media, attempts, the pauses between them, and a stream to its end; nil without a limit. Over a
    /// network what is not whole by then ends with `timeout`.
    public var timeLimit: Double?
    /// Whether a shorter embedding may be cut from a stored longer one of the same text (`x-gemcache-reduce`).
    public var reduces = false

    /// The defaults: first sample, no namespace, fail when offline, use the cache.
    public init() {}
}

/// What becomes of a question the cache cannot answer while upstream cannot be reached.
public enum OfflinePolicy: String, Sendable, Hashable, CaseIterable {
    /// It fails with a clear error.
    case fail
    /// It waits in the durable queue and the caller gets a ticket.
    case queue
}

/// How the cache may be used for one request.
public enum CachePolicy: String, Sendable, Hashable, CaseIterable {
    /// Answer from the cache, else fetch and store.
    case auto
    /// Answer from the cache, never go upstream.
    case onlyIfCached = "only-if-cached"
    /// Fetch and replace what is stored.
    case refresh = "no-cache"
    /// Neither read nor write the cache.
    case bypass = "no-store"
}
