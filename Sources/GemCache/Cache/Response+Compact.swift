internal import GemCore
internal import HTTPTypes
internal import Synchronization

extension Response {
    /// The answer without the white space of its layout, as `prettyPrint=false` asks; unchanged where it is no JSON.
    consuming func compacted() throws(GemError) -> Response {
        let type = head.headerFields[.contentType] ?? ""
        guard type.lowercased().hasPrefix("application/json") else { return self }
        switch body {
        case .empty: break
        case .bytes(let bytes): body = .bytes(Self.compact(bytes))
        case .file(let slice): body = .bytes(Self.compact(try slice.read()))
        case .stream(let stream, _): body = .stream(Self.compact(stream), length: nil)
        }
        if head.headerFields[.contentLength] != nil { head.headerFields[.contentLength] = body.length.map { String($0) } }
        return self
    }

    private static func compact(_ bytes: [UInt8]) -> [UInt8] {
        var compactor = JSONCompactor()
        return compactor.feed(bytes)
    }

    private static func compact(_ stream: ByteStream) -> ByteStream {
        let compactor = Mutex(JSONCompactor())
        return ByteStream(
            next: { () throws(GemError) in
                var iterator = stream.makeAsyncIterator()
                while let bytes = try await iterator.next() {
                    let left = compactor.withLock { $0.feed(bytes) }
                    if !left.isEmpty { return left }
                }
                return nil
            }, cancel: { stream.cancel() })
    }
}
