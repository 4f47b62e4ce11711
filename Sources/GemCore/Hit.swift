public import HTTPTypes

/// Answers known questions at once, for a server that will not leave its event loop for them.
public protocol HitSource: Sendable {
    /// The stored answer to a request, or nil where the ordinary way must decide; same decision, log and counters as the cache layer's.
    ///
    /// Does not suspend and does no I/O but memory-mapped reads. `fields` holds the request's header fields.
    func hit(method: HTTPRequest.Method, path: String, fields: HTTPFields, body: RawSpan) -> Hit?

    /// Whether requests are told apart by their bytes on the wire, head and body, and `hit(wire:)` is to be asked first.
    var remembersRequests: Bool { get }

    /// The answer to a request whose very bytes came before, or nil; as quick as `hit`.
    func hit(wire: Digest) -> Hit?
}

extension HitSource {
    public var remembersRequests: Bool { false }
    public func hit(wire: Digest) -> Hit? { nil }
}

/// A stored answer, ready to be written out.
public struct Hit: Sendable {
    /// The media type of `body`.
    public var contentType: String
    /// The `Cache-Status` field's value.
    public var cacheStatus: String
    /// The answer's age in whole seconds.
    public var age: Int
    /// The bytes in the shape that was asked for.
    public var body: [UInt8]
    /// The whole head to write in place of the one a cache's hit has; nil for that one.
    public var head: HTTPResponse?

    /// Makes a hit with a head of its own.
    public init(_ head: HTTPResponse, body: [UInt8]) {
        (contentType, cacheStatus, age, self.body) = ("", "", 0, body)
        self.head = head
    }

    /// Makes a hit.
    public init(contentType: String, cacheStatus: String, age: Int, body: [UInt8]) {
        self.contentType = contentType
        self.cacheStatus = cacheStatus
        self.age = age
        self.body = body
    }
}
