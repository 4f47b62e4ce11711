/// Reads the plain chunks of a stream. Most differ from the one before in their text and their counts alone: those are compared with it, not read member by member.
package struct PlainChunkReader: Sendable {
    /// The last chunk that was read member by member, and as what.
    private var sample: [UInt8] = []
    private var chunk = PlainChunk()
    /// Where another text and other numbers may stand in its place.
    private var gaps: [ChunkScan.Gap] = []
    /// The names of its members as far down as merging tells names apart, with what kind of values they have.
    private var form: [UInt8] = []
    private var nextForm: [UInt8] = []

    /// Starts before the first chunk.
    package init() {}

    /// Reads a chunk; nil for one that is not plain.
    ///
    /// Those that are alike have one form: where they follow one another they merge to what the first and the last of them merge to, with the text of all.
    package mutating func read(_ bytes: [UInt8]) -> (chunk: PlainChunk, isAlike: Bool)? {
        if !gaps.isEmpty, let text = text(of: bytes) {
            var next = chunk
            next.text = text
            return (next, true)
        }
        nextForm.removeAll(keepingCapacity: true)
        let read = bytes.withUnsafeBufferPointer { buffer in
            var scan = ChunkScan(bytes: buffer)
            return scan.chunk(&nextForm).map { ($0, scan.gaps) }
        }
        guard let read else {
            forget()
            return nil
        }
        (chunk, gaps) = read
        sample = bytes
        defer { swap(&form, &nextForm) }
        return (chunk, nextForm == form)
    }

    /// Lets the next chunk be like none before it.
    package mutating func forget() {
        gaps.removeAll(keepingCapacity: true)
        form.removeAll(keepingCapacity: true)
    }

    /// The text of a chunk that is the sample's but for its text and its numbers; nil for every other.
    private func text(of bytes: [UInt8]) -> String? {
        sample.withUnsafeBufferPointer { sample in
            bytes.withUnsafeBufferPointer { bytes in
                var scan = ChunkScan(bytes: bytes)
                var text: String?
                var place = 0
                for gap in gaps {
                    guard scan.take(sample[place..<gap.range.lowerBound]) else { return nil }
                    if gap.isText {
                        text = scan.text()
                        guard text != nil else { return nil }
                    } else {
                        guard scan.number() else { return nil }
                    }
                    place = gap.range.upperBound
                }
                return scan.take(sample[place...]) && scan.isAtEnd ? text : nil
            }
        }
    }
}
