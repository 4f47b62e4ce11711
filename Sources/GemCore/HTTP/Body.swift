/// What a request or a response carries.
public enum Body: Sendable {
    /// Nothing.
    case empty
    /// All of it, in memory.
    case bytes([UInt8])
    /// A range of a local file, read as it is sent.
    case file(FileSlice)
    /// Chunks as they arrive; can be read once. `length` where it is known beforehand.
    case stream(ByteStream, length: Int64?)

    /// The length in bytes, where it is known beforehand.
    public var length: Int64? {
        switch self {
        case .empty: 0
        case .bytes(let bytes): Int64(bytes.count)
        case .file(let slice): slice.length
        case .stream(_, let length): length
        }
    }

    /// Reads the whole body into memory; throws `badInput` past `limit` bytes.
    public func collect(upTo limit: Int) async throws(GemError) -> [UInt8] {
        switch self {
        case .empty:
            return []
        case .bytes(let bytes):
            guard bytes.count <= limit else { throw Self.tooLarge(limit) }
            return bytes
        case .file(let slice):
            guard slice.length <= Int64(limit) else { throw Self.tooLarge(limit) }
            return try slice.read()
        case .stream(let stream, let length):
            if let length, length > Int64(limit) { throw Self.tooLarge(limit) }
            var all: [UInt8] = []
            if let length { all.reserveCapacity(Int(length)) }
            for try await chunk in stream {
                guard all.count + chunk.count <= limit else { throw Self.tooLarge(limit) }
                if all.isEmpty { all = chunk } else { all.append(contentsOf: chunk) }
            }
            return all
        }
    }

    private static func tooLarge(_ limit: Int) -> GemError {
        GemError(.badInput, "The body is larger than the limit of \(limit) bytes for this use; send it as an uploaded file.")
    }
}
