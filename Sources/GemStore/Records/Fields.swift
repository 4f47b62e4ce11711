internal import GemCore

extension ByteWriter {
    mutating func put(_ time: Timestamp) { put(time.microseconds) }
    mutating func put(_ digest: Digest) {
        put(digest.high)
        put(digest.low)
    }
    mutating func put(_ api: Route.API) { put(api.code) }

    /// Puts an optional value behind a flag.
    mutating func put<T>(optional value: T?, _ write: (inout ByteWriter, T) -> Void) {
        put(value != nil)
        if let value { write(&self, value) }
    }
}

extension ByteReader {
    mutating func timestamp() throws(Truncated) -> Timestamp { Timestamp(microseconds: try integer()) }
    mutating func digest() throws(Truncated) -> Digest { Digest(high: try integer(), low: try integer()) }
    mutating func api() throws(Truncated) -> Route.API {
        guard let api = Route.API(code: try integer()) else { throw Truncated() }
        return api
    }

    /// Reads an optional value from behind its flag.
    mutating func optional<T>(_ read: (inout ByteReader) throws(Truncated) -> T) throws(Truncated) -> T? {
        try flag() ? try read(&self) : nil
    }
}

extension Route.API {
    /// The byte that stands for the service in keys and records.
    var code: UInt8 { self == .developer ? 0 : 1 }

    init?(code: UInt8) {
        switch code {
        case 0: self = .developer
        case 1: self = .vertex
        default: return nil
        }
    }
}
