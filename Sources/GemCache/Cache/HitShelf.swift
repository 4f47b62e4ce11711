package import GemCore
package import HTTPTypes
internal import Synchronization

/// The cache layer's look-up without its suspensions, for a server's event loop.
///
/// A memo from raw bytes to question spares the scan for byte-identical requests; it compares the bytes, so that it can only save time.
package final class HitShelf: HitSource {
    private struct Memo: Sendable {
        var path: String
        var options: RequestOptions
        var body: [UInt8]
        var asked: Asked
    }

    private static let slots = 4096
    private static let bodyLimit = 1 << 20
    private static let memoLimit = 32 << 10

    private let shelf: AnswerShelf
    private let memos = Mutex<[Memo?]>(Array(repeating: nil, count: slots))

    /// Looks on `shelf`.
    package init(_ shelf: AnswerShelf) { self.shelf = shelf }

    package func hit(method: HTTPRequest.Method, path: String, fields: HTTPFields, body: RawSpan) -> Hit? {
        guard body.byteCount <= Self.bodyLimit, Asked.mayAnswer(Route(method: method, path: path).operation) else { return nil }
        guard let options = try? RequestOptions(fields: fields), options.cache == .auto || options.cache == .onlyIfCached, let asked = asked(method, path, options, body) else { return nil }
        guard asked.question.traits.reasonToPass == nil, case .fresh(let answer, let age) = shelf.find(asked) else { return nil }
        let shape = asked.question.route.shape
        guard let bytes = try? answer.bytes(as: shape) else { return nil }
        shelf.count(hit: asked, bytes: bytes.count)
        return Hit(
            contentType: Answer.contentType(of: shape), cacheStatus: CacheStatus(.hit, key: asked.question.key).description, age: age,
            body: bytes)
    }

    private func asked(_ method: HTTPRequest.Method, _ path: String, _ options: RequestOptions, _ body: RawSpan) -> Asked? {
        let slot = Int(truncatingIfNeeded: Digest(of: body).low) & (Self.slots - 1)
        let isSmall = body.byteCount <= Self.memoLimit
        if isSmall, let memo = memos.withLock({ $0[slot] }), memo.path == path, memo.options == options, Self.equal(memo.body, body) {
            return memo.asked
        }
        let bytes = body.withUnsafeBytes { [UInt8]($0) }
        var request = Request(HTTPRequest(method: method, scheme: nil, authority: nil, path: path), body: .bytes(bytes), options: options)
        request.liftCredential()
        guard let asked = Asked(request, body: bytes, resolver: shelf.resolver) else { return nil }
        // What a file's name stands for may change; such questions are read anew each time.
        if isSmall, !asked.namesFiles { memos.withLock { $0[slot] = Memo(path: path, options: options, body: bytes, asked: asked) } }
        return asked
    }

    private static func equal(_ bytes: [UInt8], _ span: RawSpan) -> Bool {
        guard bytes.count == span.byteCount else { return false }
        return span.withUnsafeBytes { $0.elementsEqual(bytes) }
    }
}

extension Asked {
    /// Whether the body names uploaded files or cached contents.
    var namesFiles: Bool {
        let needles = [Array("files/".utf8), Array("cachedContents/".utf8), Array(Attachment.scheme.utf8)]
        return body.withUnsafeBytes { buffer in needles.contains { Self.contains($0, in: buffer) } }
    }

    private static func contains(_ needle: [UInt8], in buffer: UnsafeRawBufferPointer) -> Bool {
        guard buffer.count >= needle.count else { return false }
        for start in 0...(buffer.count - needle.count) where buffer[start] == needle[0] {
            if needle.indices.allSatisfy({ buffer[start + $0] == needle[$0] }) { return true }
        }
        return false
    }
}
