#if DEBUG
@testable import GemServer
import NIOCore

/// Request heads and bodies read the same however their bytes are cut, and as a cautious reader takes them.
enum HTTPTarget: FuzzTarget {
    static let name = "http"

    private struct Reading: Equatable {
        var head = ""
        var refusal = 0
        var body: [UInt8] = []
        var isWhole = false
    }

    static func run(_ bytes: [UInt8]) {
        let whole = read(bytes, by: max(1, bytes.count))
        if let (head, plain) = bothHeads(bytes) {
            hold(plain != nil, "a doubtful head is let in")
            guard let plain else { return }
            let isSame = plain.length == head.length && plain.contentLength == head.contentLength && plain.isChunked == head.isChunked
            hold(isSame, "a cautious reader sees another request")
        }
        for size in [1, 7] { hold(read(bytes, by: size) == whole, "pieces of \(size) read otherwise") }
    }

    private static func read(_ bytes: [UInt8], by size: Int) -> Reading {
        var (head, reading, seen) = (RequestHead(), Reading(), 0)
        while true {
            seen = min(seen + size, bytes.count)
            let known = Array(bytes[..<seen])
            let outcome = head.parse(known.span, limit: 4096)
            switch outcome {
            case .incomplete:
                if seen == bytes.count { return reading }
            case .refused(let refusal):
                reading.refusal = refusal.status
                return reading
            case .complete:
                reading.head = description(head, bytes)
                return body(bytes[head.length...], head, by: size, reading)
            }
        }
    }

    /// The head as the server reads it, where it does, and as `PlainHead` does.
    private static func bothHeads(_ bytes: [UInt8]) -> (RequestHead, PlainHead?)? {
        var head = RequestHead()
        guard case .complete = head.parse(bytes.span, limit: 4096) else { return nil }
        return (head, PlainHead(bytes))
    }

    private static func description(_ head: RequestHead, _ bytes: [UInt8]) -> String {
        let buffer = ByteBuffer(bytes: bytes)
        let fields = head.fields.map { "\(buffer.text($0.name)): \(buffer.text($0.value))" }
        return
            "\(buffer.text(head.method)) \(buffer.text(head.target)) \(head.minorVersion) \(fields) \(head.contentLength ?? -1) \(head.isChunked)"
    }

    private static func body(_ bytes: ArraySlice<UInt8>, _ head: RequestHead, by size: Int, _ reading: Reading) -> Reading {
        var (reading, buffer, rest) = (reading, ByteBuffer(), bytes)
        var framing = head.isChunked ? BodyFraming.chunked(.size) : .length(head.contentLength ?? 0)
        do throws(Refusal) {
            while true {
                switch try framing.next(&buffer) {
                case .bytes(let bytes): reading.body += bytes
                case .end:
                    reading.isWhole = true
                    return reading
                case .needsMore:
                    guard !rest.isEmpty else { return reading }
                    buffer.writeBytes(rest.prefix(size))
                    rest = rest.dropFirst(size)
                }
            }
        } catch {
            reading.refusal = error.status
            return reading
        }
    }
}
#else
/// The server's parser can be reached in a debug build alone.
enum HTTPTarget: FuzzTarget {
    static let name = "http"
    static func run(_ bytes: [UInt8]) { hold(false, "build it for debugging") }
}
#endif
