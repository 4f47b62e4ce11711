public import HTTPTypes

/// Answers known questions at once, for a server that will not leave its event loop for them.
public protocol HitSource: Sendable {
    /// The stored answer to a request, or nil where the ordinary way must decide; same decision, log and counters as the cache layer's.
    ///
    /// Does not suspend and does no I/O but memory-mapped reads. `fields` holds the request's header fields.
    func hit(method: HTTPRequest.Method, path: String, fields: HTTPFields, body: RawSpan) -> Hit?
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

    /// Makes a hit.
    public init(contentType: String, cacheStatus: String, age: Int, body: [UInt8]) {
        self.contentType = contentType
        self.cacheStatus = cacheStatus
        self.age = age
        self.body = body
    }
}
