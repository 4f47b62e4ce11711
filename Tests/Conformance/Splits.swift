import GemCore

/// Checks that a stream reads the same however its bytes are cut.
///
/// Pieces of every size from 1 to 64 go through the whole stream. Cut in two at every byte is each event together with the next, since a
/// reader carries nothing over an event's end; of an event over 8 KB, the first and last kilobyte.
enum Splits {
    static func check(_ answer: RecordedAnswer) throws(Skip) {
        guard case .stream(_, let shape, let bytes, _, _) = answer else { throw Skip("no stream") }
        let whole = read([bytes], shape)
        for size in 1...64 {
            let pieces = stride(from: 0, to: bytes.count, by: size).map { Array(bytes[$0..<min($0 + size, bytes.count)]) }
            guard read(pieces, shape) == whole else { throw Skip("pieces of \(size) bytes read otherwise", isFailure: true) }
        }
        guard shape == .events else { return }
        let ends = ends(of: bytes)
        for index in ends.indices.dropLast() {
            let (start, middle) = (ends[index], ends[index + 1])
            let window = Array(bytes[start..<ends[min(index + 2, ends.count - 1)]])
            let expected = decode([window])
            for split in 0...(middle - start) where middle - start <= 8192 || split < 1024 || split > middle - start - 1024 {
                let parts = [Array(window[..<split]), Array(window[split...])]
                guard decode(parts) == expected else { throw Skip("cut at byte \(start + split), it reads otherwise", isFailure: true) }
            }
        }
    }

    private static func read(_ pieces: [[UInt8]], _ shape: Route.Shape) -> AnswerReader.Outcome {
        let time = Timestamp(microseconds: 0)
        var reader = AnswerReader(shape: shape, start: time)
        for piece in pieces { reader.feed(piece, at: time) }
        return reader.finish()
    }

    private static func decode(_ pieces: [[UInt8]]) -> [[UInt8]] {
        var decoder = EventStreamDecoder()
        let events = pieces.flatMap { decoder.feed($0) }.map(\.data)
        decoder.finish()
        return events + [decoder.stray]
    }

    /// Where the stream begins, and where each event ends with its blank line.
    private static func ends(of bytes: [UInt8]) -> [Int] {
        var ends = [0]
        var isBlank = false
        for (index, byte) in bytes.enumerated() {
            if byte == 10 {
                if isBlank { ends.append(index + 1) }
                isBlank = true
            } else if byte != 13 {
                isBlank = false
            }
        }
        if ends.last != bytes.count { ends.append(bytes.count) }
        return ends
    }
}
