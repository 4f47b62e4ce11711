internal import GemCore

/// Reads a file's lines one after the other, a piece of the file in memory at a time.
struct LineReader {
    private let content: FileSlice
    /// The longest line taken.
    private let limit: Int
    private var offset: Int64 = 0
    private var buffer: [UInt8] = []
    private var start = 0
    /// Up to where no line end was found.
    private var searched = 0
    /// The number of the line that was given last, from 1.
    private(set) var number = 0

    init(_ content: FileSlice, limit: Int) {
        self.content = content
        self.limit = limit
    }

    /// The next line that is not blank; nil at the end.
    mutating func next() throws(GemError) -> [UInt8]? {
        while let line = try line() {
            if line.contains(where: { $0 > 32 }) { return line }
        }
        return nil
    }

    private mutating func line() throws(GemError) -> [UInt8]? {
        while true {
            if let end = buffer[searched...].firstIndex(of: 10) {
                try check(end - start)
                defer { (start, searched, number) = (end + 1, end + 1, number + 1) }
                return Array(buffer[start..<end])
            }
            searched = buffer.count
            guard offset < content.length else { break }
            try check(searched - start)
            buffer.removeFirst(start)
            (start, searched) = (0, searched - start)
            let piece = FileSlice(path: content.path, offset: content.offset + offset, length: min(1 << 20, content.length - offset))
            buffer += try piece.read()
            offset += piece.length
        }
        guard start < buffer.count else { return nil }
        try check(buffer.count - start)
        defer { (start, searched, number) = (buffer.count, buffer.count, number + 1) }
        return Array(buffer[start...])
    }

    private func check(_ length: Int) throws(GemError) {
        guard length <= limit else {
            throw GemError(.badInput, "Line \(number + 1) is longer than the limit of \(limit) bytes.")
        }
    }

    /// How many lines that are not blank a file has.
    static func count(_ content: FileSlice) throws(GemError) -> Int {
        var (count, offset, isBlank) = (0, Int64(0), true)
        while offset < content.length {
            let piece = FileSlice(path: content.path, offset: content.offset + offset, length: min(1 << 20, content.length - offset))
            for byte in try piece.read() {
                if byte == 10 {
                    isBlank = true
                } else if isBlank, byte > 32 {
                    (isBlank, count) = (false, count + 1)
                }
            }
            offset += piece.length
        }
        return count
    }
}
