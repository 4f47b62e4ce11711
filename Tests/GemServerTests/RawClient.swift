import Foundation
import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A TCP client that sees every byte; its blocking calls run on threads of their own, so that tests never hold up the server's tasks.
final class RawClient: Sendable {
    private let descriptor: Int32
    private let unread = Mutex<[UInt8]>([])
    private let isClosed = Mutex(false)

    struct Failure: Error, CustomStringConvertible { var description: String }

    /// Connects to `http://127.0.0.1:PORT`.
    init(_ url: String) throws {
        let port = UInt16(url.split(separator: ":").last ?? "") ?? 0
        #if canImport(Glibc)
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
        descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) }
        }
        guard result == 0 else { throw Failure(description: "connect: \(errno)") }
        var (one, limit) = (Int32(1), timeval(tv_sec: 120, tv_usec: 0))
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close() }

    func close() {
        let wasOpen = isClosed.withLock { closed in
            defer { closed = true }
            return !closed
        }
        if wasOpen { _ = Self.closeDescriptor(descriptor) }
    }

    /// Says that nothing more will be sent; what comes is still read.
    func endSending() { _ = shutdown(descriptor, Int32(SHUT_WR)) }

    /// Goes away so that the other side is told at once.
    func reset() {
        var now = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
        close()
    }

    private static func closeDescriptor(_ descriptor: Int32) -> Int32 {
        #if canImport(Glibc)
        Glibc.close(descriptor)
        #else
        Darwin.close(descriptor)
        #endif
    }

    /// Sends all of `text`.
    func send(_ text: String) async throws { try await send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) async throws {
        let descriptor = descriptor
        try await onThread { try Self.write(bytes[...], to: descriptor) }
    }

    /// Sends every byte by itself. The server is given a turn after each, but no task is waited for: with many tests at work that would take longer than a head may.
    func sendByteByByte(_ text: String) async throws {
        let descriptor = descriptor
        try await onThread {
            for byte in text.utf8 {
                try Self.write([byte], to: descriptor)
                sched_yield()
            }
        }
    }

    private static func write(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) throws {
        var left = bytes
        while !left.isEmpty {
            #if canImport(Glibc)
            let count = left.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            #else
            let count = left.withUnsafeBytes { Darwin.write(descriptor, $0.baseAddress, $0.count) }
            #endif
            guard count > 0 else { throw Failure(description: "write: \(errno)") }
            left = left.dropFirst(count)
        }
    }

    /// What comes next, empty at the end.
    func receive() async throws -> [UInt8] {
        let kept = unread.withLock { unread in
            defer { unread = [] }
            return unread
        }
        if !kept.isEmpty { return kept }
        let descriptor = descriptor
        return try await onThread {
            var buffer = [UInt8](repeating: 0, count: 64 << 10)
            let count = read(descriptor, &buffer, buffer.count)
            guard count >= 0 else { throw Failure(description: "read: \(errno)") }
            return Array(buffer[..<count])
        }
    }

    /// Everything until the server ends the connection.
    func receiveAll() async throws -> String {
        var all: [UInt8] = []
        while true {
            let bytes = try await receive()
            if bytes.isEmpty { return String(decoding: all, as: UTF8.self) }
            all += bytes
        }
    }

    /// Everything up to and with `end`; what comes after it waits for the next call.
    func receive(through end: String) async throws -> String {
        var all: [UInt8] = []
        let end = Array(end.utf8)
        while true {
            let from = max(0, all.count - end.count)
            let bytes = try await receive()
            guard !bytes.isEmpty else { throw Failure(description: "ended after: " + String(decoding: all, as: UTF8.self)) }
            all += bytes
            if let range = all[from...].firstRange(of: end) {
                unread.withLock { $0 = Array(all[range.upperBound...]) }
                return String(decoding: all[..<range.upperBound], as: UTF8.self)
            }
        }
    }

    /// The next whole answer.
    func answer(isHead: Bool = false) async throws -> Answer {
        let head = try await receive(through: "\r\n\r\n")
        var answer = Answer(head: head, body: "")
        if isHead || answer.status < 200 || answer.status == 204 { return answer }
        if let length = answer["Content-Length"].flatMap({ Int($0) }) {
            var body: [UInt8] = []
            while body.count < length {
                let bytes = try await receive()
                guard !bytes.isEmpty else { throw Failure(description: "ended inside a body") }
                body += bytes
            }
            unread.withLock { $0 = Array(body[length...]) + $0 }
            answer.body = String(decoding: body[..<length], as: UTF8.self)
        } else if answer["Transfer-Encoding"] == "chunked" {
            while true {
                let line = try await receive(through: "\r\n").dropLast(1)
                let size = Int(line, radix: 16) ?? -1
                let data = try await receive(count: size + 2)
                if size <= 0 { break }
                answer.body += data.dropLast(1)
            }
        } else {
            answer.body = try await receiveAll()
        }
        return answer
    }

    private func receive(count: Int) async throws -> String {
        var all: [UInt8] = []
        while all.count < count {
            let bytes = try await receive()
            guard !bytes.isEmpty else { throw Failure(description: "ended inside a chunk") }
            all += bytes
        }
        unread.withLock { $0 = Array(all[count...]) }
        return String(decoding: all[..<count], as: UTF8.self)
    }
}

/// An answer as it came.
struct Answer {
    var head: String
    var body: String

    var status: Int { Int(head.split(separator: " ").dropFirst().first ?? "") ?? 0 }

    subscript(name: String) -> String? {
        for line in head.split(separator: "\r\n").dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2, parts[0].lowercased() == name.lowercased() { return parts[1].trimmingCharacters(in: .whitespaces) }
        }
        return nil
    }
}

func onThread<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result(catching: work)) }
    }
}
