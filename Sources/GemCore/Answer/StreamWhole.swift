/// Takes in the chunks of a streamed generation as they come: tells what each says, whether the stream came to its end, and at last the whole answer.
///
/// Of plain chunks that follow one another in one form only the first, the last and the text of all are kept, so that a long answer costs little more than its text.
package struct StreamWhole: Sendable {
    /// What a chunk turned out to be.
    package enum Seen: Sendable {
        /// Text and nothing to look at besides.
        case plain(PlainChunk)
        /// Anything else.
        case tree(JSON)
    }

    private enum Kept: Sendable {
        case tree(JSON)
        case first([UInt8])
        /// The last of some plain chunks after a first one, with the text of all of them.
        case last([UInt8], text: String)
    }

    private var kept: [Kept] = []
    private var end = StreamEnd()
    private var reader = PlainChunkReader()
    /// How many chunks have come.
    package private(set) var count = 0

    /// Starts before the first chunk.
    package init() {}

    /// Takes the next chunk; throws where it is no JSON.
    package mutating func add(_ bytes: [UInt8]) throws(JSONFailure) -> Seen {
        guard let (chunk, isAlike) = reader.read(bytes) else {
            let tree = try JSON(parsing: bytes)
            add(tree)
            return .tree(tree)
        }
        count += 1
        end.see(chunk)
        if isAlike { extend(with: bytes, chunk.text) } else { kept.append(.first(bytes)) }
        return .plain(chunk)
    }

    /// Takes the next chunk.
    package mutating func add(_ tree: JSON) {
        count += 1
        end.see(tree)
        kept.append(.tree(tree))
        reader.forget()
    }

    /// Whether the chunks so far are a whole answer, as `StreamMerge.isComplete` tells.
    package var isComplete: Bool { end.isComplete }

    /// The unary form, as `StreamMerge.merge` gives it.
    package func merged() throws(JSONFailure) -> JSON {
        var chunks: [JSON] = []
        chunks.reserveCapacity(kept.count)
        for piece in kept {
            switch piece {
            case .tree(let tree): chunks.append(tree)
            case .first(let bytes): chunks.append(try JSON(parsing: bytes))
            case .last(let bytes, let text): chunks.append(StreamMerge.chunk(try JSON(parsing: bytes), saying: text))
            }
        }
        return StreamMerge.merge(chunks)
    }

    /// How many bytes are held for the chunks that were plain.
    package var keptBytes: Int {
        kept.reduce(0) { sum, piece in
            switch piece {
            case .tree: sum
            case .first(let bytes): sum + bytes.count
            case .last(let bytes, let text): sum + bytes.count + text.utf8.count
            }
        }
    }

    private mutating func extend(with bytes: [UInt8], _ text: String) {
        guard case .last(_, var whole)? = kept.last else { return kept.append(.last(bytes, text: text)) }
        // Held once while it grows, so that it is not copied.
        kept[kept.count - 1] = .first([])
        whole += text
        kept[kept.count - 1] = .last(bytes, text: whole)
    }
}
