internal import Dispatch
internal import GemCore
internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// An HTTP server that remembers every byte it was sent and answers as a test says.
package final class RawUpstream: Sendable {
    /// Where it listens.
    package let url: String
    private let listener: Int32
    private let log = Mutex<[RawMessage]>([])
    private let answer: @Sendable (RawMessage) -> String

    /// Runs `body` with a server that answers each request with a whole HTTP message.
    package static func with<R>(
        _ answer: @escaping @Sendable (RawMessage) -> String = { RawUpstream.generated(for: $0) }, _ body: (RawUpstream) async throws -> R
    ) async throws -> R {
        let upstream = try RawUpstream(answer)
        upstream.listen()
        defer { upstream.stop() }
        return try await body(upstream)
    }

    /// Every request so far.
    package var requests: [RawMessage] { log.withLock { $0 } }

    /// Everything it was ever sent.
    package var everything: String { requests.map(\.text).joined() }

    private init(_ answer: @escaping @Sendable (RawMessage) -> String) throws {
        self.answer = answer
        let socket = RawConnection.socket()
        guard RawConnection.withAddress(0, { bind(socket, $0, $1) }) == 0, Self.listen(on: socket) else {
            throw GemError(.internal, "A test's server cannot listen.")
        }
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(socket, $0, &size) }
        }
        listener = socket
        url = "http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))"
    }

    private static func listen(on descriptor: Int32) -> Bool {
        #if canImport(Glibc)
        Glibc.listen(descriptor, 64) == 0
        #elseif canImport(Musl)
        Musl.listen(descriptor, 64) == 0
        #else
        Darwin.listen(descriptor, 64) == 0
        #endif
    }

    private func listen() {
        DispatchQueue(label: "raw upstream").async {
            while true {
                let descriptor = accept(self.listener, nil, nil)
                guard descriptor >= 0 else { return }
                let connection = RawConnection(descriptor)
                DispatchQueue(label: "raw upstream's connection").async { self.serve(connection) }
            }
        }
    }

    private func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    private func serve(_ connection: RawConnection) {
        var rest: [UInt8] = []
        while let request = RawMessage(connection, &rest, endsWithConnection: false) {
            log.withLock { $0.append(request) }
            guard connection.write(Array(answer(request).utf8)) else { return }
        }
    }

    /// An HTTP message with a JSON body.
    package static func json(_ text: String, status: String = "200 OK", fields: String = "") -> String {
        "HTTP/1.1 \(status)\r\nContent-Type: application/json; charset=UTF-8\r\n\(fields)Content-Length: \(text.utf8.count)\r\n\r\n\(text)"
    }

    /// A generation that echoes how many bytes the question had; anything else is told as it came.
    package static func generated(for request: RawMessage) -> String {
        guard request.line.contains("generateContent") else { return json(#"{"seen":"\#(request.line)"}"#) }
        return json(
            #"{"candidates":[{"content":{"parts":[{"text":"\#(request.body.count) bytes"}],"role":"model"},"finishReason":"STOP"}],"#
                + #""usageMetadata":{"promptTokenCount":1000,"candidatesTokenCount":200,"thoughtsTokenCount":50,"totalTokenCount":1250}}"#)
    }
}
