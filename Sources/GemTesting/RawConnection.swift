internal import Dispatch
package import GemCore

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// A TCP connection of a test's, whose blocking calls run on a thread of their own.
final class RawConnection: Sendable {
    let descriptor: Int32

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
        var limit = timeval(tv_sec: 120, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(descriptor) }

    /// A new socket.
    static func socket() -> Int32 {
        #if canImport(Glibc)
        Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #elseif canImport(Musl)
        Musl.socket(AF_INET, SOCK_STREAM, 0)
        #else
        Darwin.socket(AF_INET, SOCK_STREAM, 0)
        #endif
    }

    /// Runs `body` with this machine's own address and a port.
    static func withAddress(_ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
    }

    func write(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Self.quiet) }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    #if canImport(Darwin)
    private static let quiet: Int32 = 0
    #else
    private static let quiet = Int32(MSG_NOSIGNAL)
    #endif

    /// What comes next, empty at the end.
    func read() -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 64 << 10) { buffer, filled in
            filled = max(0, recv(descriptor, buffer.baseAddress, buffer.count, 0))
        }
    }
}

/// An HTTP message as its bytes came.
package struct RawMessage: Sendable {
    /// The first line and the fields, with the empty line.
    package var head: String
    /// The body, without the frames of its chunks.
    package var body: [UInt8]

    /// Everything, as text.
    package var text: String { head + String(decoding: body, as: UTF8.self) }
    /// The body as text.
    package var bodyText: String { String(decoding: body, as: UTF8.self) }
    /// The body as JSON.
    package var json: JSON? { try? JSON(parsing: body) }
    /// An answer's status.
    package var status: Int { Int(head.split(separator: " ").dropFirst().first ?? "") ?? 0 }
    /// A request's method and target.
    package var line: String {
        head.split(separator: "\r\n").first.map { String($0.split(separator: " ").prefix(2).joined(separator: " ")) } ?? ""
    }

    /// The values of a field.
    package func values(_ name: String) -> [String] {
        head.split(separator: "\r\n").dropFirst().compactMap { line in
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, parts[0].lowercased() == name.lowercased() else { return nil }
            return String(parts[1].drop { $0 == " " })
        }
    }

    /// A field's first value.
    package subscript(name: String) -> String? { values(name).first }

    /// Reads the next message of a connection; what came after it stays in `rest`. Nil at the connection's end.
    init?(_ connection: RawConnection, _ rest: inout [UInt8], endsWithConnection: Bool, hasBody: Bool = true) {
        func fill() -> Bool {
            let bytes = connection.read()
            rest += bytes
            return !bytes.isEmpty
        }
        var end = rest.firstRange(of: Array("\r\n\r\n".utf8))
        while end == nil {
            guard fill() else { return nil }
            end = rest.firstRange(of: Array("\r\n\r\n".utf8))
        }
        head = String(decoding: rest[..<(end?.upperBound ?? 0)], as: UTF8.self)
        rest.removeFirst(end?.upperBound ?? 0)
        body = []
        guard hasBody else { return }
        if let length = self["Content-Length"].flatMap({ Int($0) }) {
            while rest.count < length, fill() {}
            body = Array(rest.prefix(length))
            rest.removeFirst(body.count)
        } else if self["Transfer-Encoding"] == "chunked" {
            while true {
                var mark = rest.firstRange(of: [13, 10])
                while mark == nil, fill() { mark = rest.firstRange(of: [13, 10]) }
                guard let mark, let size = Int(String(decoding: rest[..<mark.lowerBound], as: UTF8.self), radix: 16) else { return }
                rest.removeFirst(mark.upperBound)
                while rest.count < size + 2, fill() {}
                guard rest.count >= size + 2 else { return }
                body += rest[..<size]
                rest.removeFirst(size + 2)
                if size == 0 { return }
            }
        } else if endsWithConnection {
            while fill() {}
            (body, rest) = (rest, [])
        }
    }
}

/// Sends requests as they stand.
package enum RawClient {
    /// Sends one request over a connection of its own and gives the answer.
    package static func send(_ request: String, to url: String) async throws -> RawMessage {
        let port = UInt16(url.split(separator: ":").last?.prefix { $0.isNumber } ?? "") ?? 0
        let answer: RawMessage? = await withCheckedContinuation { continuation in
            DispatchQueue(label: "raw client").async {
                let connection = RawConnection(RawConnection.socket())
                var rest: [UInt8] = []
                guard RawConnection.withAddress(port, { connect(connection.descriptor, $0, $1) }) == 0,
                    connection.write(Array(request.utf8))
                else { return continuation.resume(returning: nil) }
                let hasBody = !request.hasPrefix("HEAD ")
                continuation.resume(returning: RawMessage(connection, &rest, endsWithConnection: true, hasBody: hasBody))
            }
        }
        guard let answer else { throw GemError(.cut, "No answer came from \(url).") }
        return answer
    }
}
