import Foundation
import GemCore
import Synchronization

#if canImport(Darwin)
let streamSocket = SOCK_STREAM
private let quietly: Int32 = 0
#else
let streamSocket = Int32(SOCK_STREAM.rawValue)
/// A write to a closed socket must not raise SIGPIPE.
private let quietly = Int32(MSG_NOSIGNAL)
#endif

/// A server on a free loopback port whose every connection runs a script, on a thread of its own.
///
/// It listens until it is stopped or the process ends.
final class TestServer: Sendable {
    typealias Script = @Sendable (Connection) throws -> Void

    let port: UInt16
    /// How many connections have come.
    let connections = Counter()
    private let listener: Int32

    init(backlog: Int32 = 64, accepts: Bool = true, _ script: @escaping Script) throws {
        let (descriptor, port) = try Self.listener(backlog: backlog)
        (listener, self.port) = (descriptor, port)
        guard accepts else { return }
        let connections = connections
        Thread.detachNewThread {
            while true {
                let peer = accept(descriptor, nil, nil)
                guard peer >= 0 else { break }
                _ = connections.next()
                Thread.detachNewThread {
                    let connection = Connection(peer)
                    do { try script(connection) } catch {}
                    connection.end()
                }
            }
            close(descriptor)
        }
    }

    /// A socket that listens on a free port.
    static func listener(backlog: Int32) throws -> (descriptor: Int32, port: UInt16) {
        let descriptor = socket(AF_INET, streamSocket, 0)
        var address = sockaddr_in.loopback(port: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && listen(descriptor, backlog) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard isBound else { throw Broken(what: "bind") }
        return (descriptor, UInt16(bigEndian: address.sin_port))
    }

    var base: String { "http://127.0.0.1:\(port)" }

    /// Refuses connections from now on.
    func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

    struct Broken: Error { let what: String }
}

extension sockaddr_in {
    static func loopback(port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        return address
    }
}

/// A request as it came over the wire.
struct TestRequest: Sendable {
    /// The request line and the fields, as they were.
    var lines: [String] = []
    var body: [UInt8] = []

    var line: String { lines.first ?? "" }

    /// The values of a field.
    func values(_ name: String) -> [String] {
        lines.dropFirst().compactMap { line in
            let pair = line.split(separator: ":", maxSplits: 1)
            return pair[0].lowercased() == name ? pair.dropFirst().first?.trimmingCharacters(in: .whitespaces) ?? "" : nil
        }
    }
}

/// One connection, read and written with calls that block for at most some seconds.
final class Connection: @unchecked Sendable {
    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private var isEnded = false

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
        setTimeout(SO_RCVTIMEO, milliseconds: 120_000)
        setTimeout(SO_SNDTIMEO, milliseconds: 20_000)
        var on: Int32 = 1
        #if canImport(Darwin)
        setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &on, socklen_t(MemoryLayout<Int32>.size))
        #endif
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    }

    func setTimeout(_ option: Int32, milliseconds: Int) {
        var time = timeval(tv_sec: milliseconds / 1000, tv_usec: (milliseconds % 1000) * 1000)
        setsockopt(descriptor, SOL_SOCKET, option, &time, socklen_t(MemoryLayout<timeval>.size))
    }

    /// Reads a head and its body; throws when the peer has gone.
    func request() throws -> TestRequest {
        var request = try head()
        try body(of: request) { request.body += $0 }
        return request
    }

    /// Reads a head.
    func head() throws -> TestRequest {
        var request = TestRequest()
        while true {
            let line = try line()
            if line.isEmpty { return request }
            request.lines.append(line)
        }
    }

    /// Reads the body that belongs to a head, piece by piece.
    func body(of head: TestRequest, _ take: ([UInt8]) -> Void) throws {
        if head.values("transfer-encoding") == ["chunked"] {
            while true {
                guard let size = Int(try line(), radix: 16) else { throw TestServer.Broken(what: "chunk size") }
                try read(size, take)
                _ = try line()
                if size == 0 { return }
            }
        }
        try read(head.values("content-length").first.flatMap { Int($0) } ?? 0, take)
    }

    /// Sends text; throws when the peer has gone.
    func send(_ text: String) throws { try send(Array(text.utf8)) }

    /// Sends bytes; throws when the peer has gone.
    func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count { sent += try sendSome(bytes[sent...]) }
    }

    /// Sends what the peer takes at once, waiting for no longer than the send time-out: 0 when it was over.
    func sendSome(_ bytes: ArraySlice<UInt8>) throws -> Int {
        let count = bytes.withUnsafeBytes { Foundation.send(descriptor, $0.baseAddress, $0.count, quietly) }
        if count < 0, errno == EAGAIN { return 0 }
        guard count > 0 else { throw TestServer.Broken(what: "send") }
        return count
    }

    /// Sends an answer with a length.
    func answer(_ body: String = "{}", status: String = "200 OK", fields: String = "") throws {
        try send("HTTP/1.1 \(status)\r\n\(fields)Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
    }

    /// Sends one chunk of a chunked body.
    func chunk(_ text: String) throws { try send(String(text.utf8.count, radix: 16) + "\r\n\(text)\r\n") }

    /// Waits for the peer to close; false when it sends something or the time is over.
    func waitForClose() -> Bool {
        var byte: UInt8 = 0
        let count = recv(descriptor, &byte, 1, 0)
        return count == 0 || (count < 0 && errno == ECONNRESET)
    }

    /// Ends the connection with a reset.
    func reset() {
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Foundation.linger>.size))
        end()
    }

    /// Closes the connection.
    func end() {
        if !isEnded { close(descriptor) }
        isEnded = true
    }

    /// Reads a line.
    func line() throws -> String {
        while true {
            if let end = buffer.firstIndex(of: 10) {
                let line = String(decoding: buffer[..<end], as: UTF8.self).trimmingCharacters(in: .newlines)
                buffer.removeFirst(end + 1)
                return line
            }
            try fill()
        }
    }

    private func read(_ count: Int, _ take: ([UInt8]) -> Void) throws {
        var left = count
        while left > 0 {
            if buffer.isEmpty { try fill() }
            let piece = buffer.prefix(left)
            take(Array(piece))
            buffer.removeFirst(piece.count)
            left -= piece.count
        }
    }

    private func fill() throws {
        var piece = [UInt8](repeating: 0, count: 64 << 10)
        let count = recv(descriptor, &piece, piece.count, 0)
        guard count > 0 else { throw TestServer.Broken(what: "receive") }
        buffer += piece[..<count]
    }
}
