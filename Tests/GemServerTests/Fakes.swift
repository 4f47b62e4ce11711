import GemCore
import GemServer
import HTTPTypes
import Synchronization

/// A transport made of a closure.
struct FakeTransport: Transport {
    var answer: @Sendable (Request) async throws(GemError) -> Response

    init(_ answer: @escaping @Sendable (Request) async throws(GemError) -> Response) { self.answer = answer }

    func send(_ request: Request) async throws(GemError) -> Response { try await answer(request) }

    /// Answers with the method, the path and the body.
    static let echo = FakeTransport { request throws(GemError) in
        let body = try await request.body.collect(upTo: 64 << 20)
        return .text("\(request.head.method) \(request.path) \(String(decoding: body, as: UTF8.self))")
    }

    /// Answers the first request with what comes through a channel, and holds on to none of it.
    static func once(_ channel: ByteChannel) -> FakeTransport {
        let stream = Mutexed<ByteStream?>(channel.stream)
        return FakeTransport { _ in
            let taken = stream.value.withLock { stream in
                defer { stream = nil }
                return stream
            }
            return taken.map { .stream($0) } ?? .text("twice")
        }
    }
}

extension Response {
    static func text(_ text: String) -> Response {
        var fields = HTTPFields()
        fields[.contentType] = "text/plain"
        return Response(HTTPResponse(status: .ok, headerFields: fields), body: .bytes(Array(text.utf8)))
    }

    static func stream(_ stream: ByteStream, length: Int64? = nil) -> Response {
        Response(HTTPResponse(status: .ok), body: .stream(stream, length: length))
    }
}

/// A value that is set once, or several times, and waited for.
struct Signal<Value: Sendable>: Sendable {
    private let stream: AsyncStream<Value>
    private let continuation: AsyncStream<Value>.Continuation

    init(of type: Value.Type = Value.self) { (stream, continuation) = AsyncStream.makeStream() }

    func send(_ value: Value) { continuation.yield(value) }

    func next() async -> Value? {
        for await value in stream { return value }
        return nil
    }
}

extension Signal where Value == Void {
    func send() { send(()) }
}

/// Knows one answer, and counts who asked.
struct FakeHits: HitSource {
    var asked = Mutexed<[String]>([])

    func hit(method: HTTPRequest.Method, path: String, fields: HTTPFields, body: RawSpan) -> Hit? {
        let text = body.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
        let options = fields.map { "\($0.name.canonicalName)=\($0.value)" }.joined(separator: ",")
        asked.value.withLock { $0.append("\(method) \(path) \(options) \(text)") }
        guard text.hasPrefix("known") else { return nil }
        return Hit(contentType: "text/plain", cacheStatus: "gemcache; hit", age: 7, body: Array("hit \(text)".utf8))
    }
}

final class Mutexed<Value: Sendable>: Sendable {
    let value: Mutex<Value>
    init(_ value: Value) { self.value = Mutex(value) }
    var current: Value { value.withLock { $0 } }
}

/// Runs a server around `transport` with a client connected to it.
func withClient<Result>(
    _ transport: some Transport, hits: (any HitSource)? = nil, _ configuration: HTTPServer.Configuration = .init(grace: .zero),
    _ body: (RawClient, String) async throws -> Result
) async throws -> Result {
    try await HTTPServer(transport: transport, hits: hits, configuration: configuration).withServer { url in
        try await body(RawClient(url), url)
    }
}

func post(_ path: String, _ body: String, _ fields: String = "") -> String {
    "POST \(path) HTTP/1.1\r\nHost: localhost\r\n\(fields)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
}

func get(_ path: String, _ fields: String = "") -> String { "GET \(path) HTTP/1.1\r\nHost: localhost\r\n\(fields)\r\n" }
