internal import GemCore
internal import HTTPTypes
internal import NIOCore

/// The Host field this connection's client was last let in with, compared byte for byte so that keep-alive requests cost no text.
struct HostMemo {
    private var host: [UInt8] = []

    mutating func keep(_ head: RequestHead, _ bytes: ByteBuffer) {
        let isPath = bytes.getInteger(at: bytes.readerIndex + head.target.lowerBound, as: UInt8.self) == UInt8(ascii: "/")
        guard isPath else { return host = [] }
        host = head.value(.host).flatMap { bytes.getBytes(at: bytes.readerIndex + $0.lowerBound, length: $0.count) } ?? []
    }

    func holds(_ head: RequestHead, _ bytes: ByteBuffer) -> Bool {
        guard let range = head.value(.host), range.count == host.count, !host.isEmpty else { return false }
        let span = bytes.readableBytesUInt8Span
        guard span[head.target.lowerBound] == UInt8(ascii: "/") else { return false }
        for offset in 0..<host.count where span[range.lowerBound + offset] != host[offset] { return false }
        return true
    }
}

/// What a hit source is asked, made without building what it does not need; nil where the ordinary way must decide.
struct HitQuestion {
    var method: HTTPRequest.Method
    var path: String
    /// Of all fields only those that bear on the cache: `Cache-Control`, `Prefer`, `x-gemcache-sample`, `x-gemcache-namespace`.
    var fields = HTTPFields()

    init?(_ head: RequestHead, _ bytes: ByteBuffer, door: Door) {
        let span = bytes.readableBytesUInt8Span
        guard head.minorVersion > 0, !head.isUnusual, span[head.target.lowerBound] == UInt8(ascii: "/"),
            span.matches(head.method, "post"), span[head.method.lowerBound] == UInt8(ascii: "P")
        else { return nil }
        method = .post
        let isShown: Bool
        (path, isShown) = door.withoutToken(bytes.text(head.target))
        for prefix in door.configuration.admin.keys where path.hasPrefix(prefix) { return nil }
        if Self.mayHoldSecret(path) {
            var request = Request.get(path)
            request.liftCredential()
            path = request.path
        }
        var isKnown = door.configuration.token == nil || isShown
        for field in head.fields {
            switch field.kind {
            case .cacheControl: fields.append(HTTPField(name: .cacheControl, value: bytes.text(field.value)))
            case .prefer: fields.append(HTTPField(name: .prefer, value: bytes.text(field.value)))
            case .sample: fields.append(HTTPField(name: .gemcacheSample, value: bytes.text(field.value)))
            case .system: return nil
            case .pace: fields.append(HTTPField(name: .gemcachePace, value: bytes.text(field.value)))
            case .reduce: fields.append(HTTPField(name: .gemcacheReduce, value: bytes.text(field.value)))
            case .namespace: fields.append(HTTPField(name: .gemcacheNamespace, value: bytes.text(field.value)))
            case .token, .apiKey:
                guard let token = door.configuration.token else { continue }
                let isToken = Door.equal(Array(bytes.text(field.value).utf8), Array(token.utf8))
                if !isToken, field.kind == .token { return nil }
                isKnown = isKnown || isToken
            default: break
            }
        }
        if !isKnown { return nil }
    }

    /// Looks the question up.
    func ask(_ hits: any HitSource, _ bytes: ByteBuffer, body: Range<Int>) -> Hit? {
        hits.hit(method: method, path: path, fields: fields, body: bytes.readableBytesSpan.extracting(body))
    }

    /// Whether a query may carry a key: one is spelled out, or something is escaped.
    private static func mayHoldSecret(_ path: String) -> Bool {
        guard let mark = path.utf8.firstIndex(of: UInt8(ascii: "?")) else { return false }
        let query = path[mark...]
        return query.utf8.contains(UInt8(ascii: "%")) || query.contains("key=") || query.contains("access_token=")
    }
}
