/// The header fields this server itself acts on.
enum FieldKind: UInt8 {
    case other
    /// About this one connection; never handed on.
    case hopByHop
    case acceptEncoding, apiKey, authorization, cacheControl, connection, contentLength, expect, fetchSite, host, namespace
    case origin, pace, prefer, range, reduce, sample, te, token, transferEncoding, upgrade
    /// Makes upstream answer in another form than the path and body say.
    case system

    /// Recognises a field by its name.
    init(_ bytes: Span<UInt8>, _ name: Range<Int>) {
        func matches(_ text: StaticString, _ kind: FieldKind) -> FieldKind { bytes.matches(name, text) ? kind : .other }
        switch name.count {
        case 2: self = matches("te", .te)
        case 4: self = matches("host", .host)
        case 5: self = matches("range", .range)
        case 6:
            switch bytes[name.lowerBound] | 0x20 {
            case UInt8(ascii: "e"): self = matches("expect", .expect)
            case UInt8(ascii: "o"): self = matches("origin", .origin)
            default: self = matches("prefer", .prefer)
            }
        case 7: self = bytes.matches(name, "trailer") ? .hopByHop : matches("upgrade", .upgrade)
        case 10: self = bytes.matches(name, "connection") ? .connection : matches("keep-alive", .hopByHop)
        case 13: self = bytes.matches(name, "cache-control") ? .cacheControl : matches("authorization", .authorization)
        case 14:
            switch bytes[name.lowerBound] | 0x20 {
            case UInt8(ascii: "c"): self = matches("content-length", .contentLength)
            case UInt8(ascii: "x"): self = matches("x-goog-api-key", .apiKey)
            default: self = matches("sec-fetch-site", .fetchSite)
            }
        case 15: self = bytes.matches(name, "x-gemcache-pace") ? .pace : matches("accept-encoding", .acceptEncoding)
        case 16:
            let other = bytes.matches(name, "x-goog-fieldmask") ? FieldKind.system : matches("proxy-connection", .hopByHop)
            self = bytes.matches(name, "x-gemcache-token") ? .token : other
        case 17:
            let own = bytes.matches(name, "x-gemcache-reduce") ? FieldKind.reduce : matches("x-gemcache-sample", .sample)
            self = bytes.matches(name, "transfer-encoding") ? .transferEncoding : own
        case 19: self = matches("proxy-authorization", .hopByHop)
        case 20: self = matches("x-gemcache-namespace", .namespace)
        case 22: self = matches("x-http-method-override", .system)
        default: self = .other
        }
    }
}
