internal import NIOCore

/// Where a request's body ends: after so many bytes, or after its last chunk.
enum BodyFraming {
    case length(Int)
    case chunked(Chunk)

    /// What a chunked body goes on with.
    enum Chunk {
        case size
        case data(Int)
        case dataEnd
        case trailer(seen: Int)
    }

    /// What could be read.
    enum Piece {
        case bytes([UInt8])
        case needsMore
        case end
    }

    /// How many bytes are known to be still to come of the chunk that has begun.
    var announced: Int {
        guard case .chunked(.data(let left)) = self else { return 0 }
        return left
    }

    /// Takes the next piece of the body out of `buffer`.
    mutating func next(_ buffer: inout ByteBuffer) throws(Refusal) -> Piece {
        switch self {
        case .length(let left):
            guard left > 0 else { return .end }
            guard let bytes = Self.take(left, &buffer) else { return .needsMore }
            self = .length(left - bytes.count)
            return .bytes(bytes)
        case .chunked(let chunk):
            return try next(chunk, &buffer)
        }
    }

    private mutating func next(_ chunk: Chunk, _ buffer: inout ByteBuffer) throws(Refusal) -> Piece {
        var chunk = chunk
        defer { self = .chunked(chunk) }
        while true {
            switch chunk {
            case .size:
                guard let line = try Self.takeLine(&buffer) else { return .needsMore }
                let size = try Self.size(line)
                chunk = size == 0 ? .trailer(seen: 0) : .data(size)
            case .data(let left):
                guard let bytes = Self.take(left, &buffer) else { return .needsMore }
                chunk = bytes.count == left ? .dataEnd : .data(left - bytes.count)
                return .bytes(bytes)
            case .dataEnd:
                guard let line = try Self.takeLine(&buffer) else { return .needsMore }
                guard line.isEmpty else { throw .malformed("a chunk longer than its size says") }
                chunk = .size
            case .trailer(let seen):
                guard let line = try Self.takeLine(&buffer) else { return .needsMore }
                if line.isEmpty { return .end }
                guard seen + line.count < 16 << 10 else { throw Refusal(status: 431, message: "The request's trailer is too large.") }
                chunk = .trailer(seen: seen + line.count)
            }
        }
    }

    private static func take(_ limit: Int, _ buffer: inout ByteBuffer) -> [UInt8]? {
        let count = min(limit, buffer.readableBytes)
        return count > 0 ? buffer.readBytes(length: count) : nil
    }

    private static func takeLine(_ buffer: inout ByteBuffer) throws(Refusal) -> [UInt8]? {
        guard let feed = buffer.readableBytesView.prefix(4096).firstIndex(of: Ascii.lineFeed) else {
            guard buffer.readableBytes < 4096 else { throw .malformed("a chunk's line of more than 4096 bytes") }
            return nil
        }
        var line = buffer.readBytes(length: feed - buffer.readerIndex + 1) ?? []
        line.removeLast()
        guard line.popLast() == Ascii.carriageReturn else { throw .malformed("a line feed without a carriage return") }
        return line
    }

    private static func size(_ line: [UInt8]) throws(Refusal) -> Int {
        let digits = line.prefix { $0 != UInt8(ascii: ";") && !Ascii.isBlank($0) }
        guard (1...15).contains(digits.count), let size = Int(String(decoding: digits, as: UTF8.self), radix: 16), digits.first != 43,
            digits.first != 45, line.allSatisfy({ $0 >= 0x20 && $0 != 0x7f || $0 == 9 }),
            line.count == digits.count || line.dropFirst(digits.count).first(where: { !Ascii.isBlank($0) }) == UInt8(ascii: ";")
        else { throw .malformed("a chunk size that is no size") }
        return size
    }
}
