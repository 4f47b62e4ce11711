internal import GemCore

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Takes a credential out of bytes that pass by, however they are cut.
struct Mask: ByteFilter {
    private let secret: [UInt8]
    private let cover: [UInt8]
    /// What may be the secret's beginning, until more has come.
    private var held: [UInt8] = []

    /// Covers `secret`, which is not empty; with `keepsLength` by as much, so that announced lengths stay true.
    init(_ secret: [UInt8], keepsLength: Bool = true) {
        self.secret = secret
        let word = Array("<redacted>".utf8)
        cover =
            keepsLength ? word.prefix(secret.count) + [UInt8](repeating: UInt8(ascii: "*"), count: max(0, secret.count - word.count)) : word
    }

    /// The next bytes without the secret; those at the end that may begin it are kept back.
    mutating func pass(_ bytes: [UInt8]) -> [UInt8] {
        var all = held.isEmpty ? bytes : held + bytes
        held = []
        var start = 0
        while let place = Self.first(secret[0], in: all, from: start) {
            if all[place...].starts(with: secret) {
                all.replaceSubrange(place..<place + secret.count, with: cover)
                start = place + cover.count
            } else if all.count - place < secret.count, secret.starts(with: all[place...]) {
                held = Array(all[place...])
                return Array(all[..<place])
            } else {
                start = place + 1
            }
        }
        return all
    }

    /// What was kept back, at the end.
    mutating func rest() -> [UInt8] {
        defer { held = [] }
        return held
    }

    private static func first(_ byte: UInt8, in bytes: [UInt8], from start: Int) -> Int? {
        bytes.withUnsafeBytes { buffer in
            guard start < buffer.count, let base = buffer.baseAddress else { return nil }
            return memchr(base + start, Int32(byte), buffer.count - start).map { UnsafeRawPointer($0) - base }
        }
    }
}

extension Body {
    /// The body without `secret`, as it comes.
    func without(_ secret: [UInt8]) -> Body {
        switch self {
        case .bytes(let bytes):
            var mask = Mask(secret)
            return .bytes(mask.whole(bytes))
        case .stream(let stream, let length): return .stream(stream.passing(Mask(secret)), length: length)
        case .empty, .file: return self
        }
    }
}
