/// Media in memory or in a file, read piece by piece.
package enum MediaBytes: Sendable {
    case memory([UInt8])
    case file(FileSlice)

    /// The length in bytes.
    package var length: Int64 {
        switch self {
        case .memory(let bytes): Int64(bytes.count)
        case .file(let slice): slice.length
        }
    }

    /// Up to `count` bytes from an offset; fewer at the end, none where the file cannot be read.
    package func read(at offset: Int64, count: Int) -> [UInt8] {
        guard offset >= 0, offset < length, count > 0 else { return [] }
        let count = Int(min(Int64(count), length - offset))
        switch self {
        case .memory(let bytes): return Array(bytes[Int(offset)..<Int(offset) + count])
        case .file(let slice): return (try? FileSlice(path: slice.path, offset: slice.offset + offset, length: Int64(count)).read()) ?? []
        }
    }
}
