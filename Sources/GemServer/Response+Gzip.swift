internal import GemCore
internal import HTTPTypes
internal import Synchronization

extension Response {
    /// The same answer in gzip where it is JSON, as the API codes it: each piece of a stream can be read when it comes.
    /// Server-sent events stay as they are; the API never codes those.
    func gzipped() -> Response {
        let code = head.status.code
        guard code >= 200, code != 204, code != 304, head.headerFields[.contentEncoding] == nil,
            head.headerFields[.contentType]?.lowercased().hasPrefix("application/json") == true, var gzip = Gzip()
        else { return self }
        var response = self
        switch body {
        case .bytes(let bytes) where !bytes.isEmpty: response.body = .bytes(gzip.encode(bytes, isLast: true))
        case .stream(let stream, _): response.body = .stream(stream.gzipped(by: gzip), length: nil)
        default: return self
        }
        response.head.headerFields[.contentEncoding] = "gzip"
        return response
    }
}

extension ByteStream {
    fileprivate func gzipped(by gzip: consuming sending Gzip) -> ByteStream {
        let coder = GzipCoder(gzip)
        return ByteStream(
            next: { () throws(GemError) in
                var source = makeAsyncIterator()
                return coder.encode(try await source.next())
            }, cancel: { cancel() })
    }
}

/// A coder between the pieces of a stream, which come in turn.
private final class GzipCoder: Sendable {
    private struct State: ~Copyable {
        var gzip: Gzip
        var hasEnded = false
    }

    private let state: Mutex<State>

    init(_ gzip: consuming sending Gzip) { state = Mutex(State(gzip: gzip)) }

    /// The code of a piece; of the end, nil, first the trailer and then nil.
    func encode(_ bytes: [UInt8]?) -> [UInt8]? {
        state.withLock { state in
            guard !state.hasEnded else { return nil }
            state.hasEnded = bytes == nil
            return state.gzip.encode(bytes ?? [], isLast: bytes == nil)
        }
    }
}
