internal import GemCore

/// Lays out a body's steps under a fault.
struct BodyScript {
    let pieces: [Reply.Piece]
    let isStream: Bool
    let shape: Route.Shape
    /// How an error in the middle is framed, where not as the API does.
    var errorFrame: (@Sendable (APIFailure) -> [UInt8])?

    /// The steps; `gate` makes the gates of stalls.
    func steps(under fault: Fault?, gate: () -> Gate) -> [Script.Step] {
        switch fault {
        case .cut(let events) where isStream: return play(events) + [.fail(.cut)]
        case .cut: return bytes(half) + [.fail(.cut)]
        case .cutBytes(let count): return bytes(count) + [.fail(.cut)]
        case .reset(let events?): return (isStream ? play(events) : bytes(half)) + [.fail(.reset)]
        case .resetBytes(let count): return bytes(count) + [.fail(.reset)]
        case .errorMidStream(let events, let code): return play(before(events)) + error(code, isFirst: before(events) == 0)
        case .stall(let events?, let wait):
            guard isStream else { return bytes(half) + [.stall(gate(), milliseconds: wait)] + rest(from: half) }
            return play(events) + [.stall(gate(), milliseconds: wait)] + Self.play(pieces.dropFirst(max(0, events)))
        case .garbage(let events, let seed): return garbage(after: isStream ? events ?? 1 : 0, seed: seed)
        default: return Self.play(joined[...])
        }
    }

    /// The pieces as a socket would carry them: the first alone, then those that follow each other at once in segments of some 4 KB.
    ///
    /// Under a fault every piece stays alone, as some clients look for an error in each network read by itself.
    private var joined: [Reply.Piece] {
        var joined: [Reply.Piece] = []
        for (index, piece) in pieces.enumerated() {
            if index > 1, piece.delayMilliseconds == 0, let last = joined.last, last.bytes.count + piece.bytes.count <= 4096 {
                joined[joined.count - 1].bytes += piece.bytes
            } else {
                joined.append(piece)
            }
        }
        return joined
    }

    private var half: Int { pieces.reduce(0) { $0 + $1.bytes.count } / 2 }

    /// How many events stand before one that is to be the last: the array's own last element would close it too early.
    private func before(_ events: Int) -> Int { max(0, min(events, pieces.count - 1)) }

    private func error(_ code: Int, isFirst: Bool) -> [Script.Step] {
        if let errorFrame { return [.bytes(errorFrame(.standard(code)))] }
        var error = Framing.errorMidStream(.standard(code), shape: shape)
        if shape == .array, isFirst { error.replaceSubrange(..<3, with: [UInt8(ascii: "[")]) }
        return [.bytes(error)]
    }

    private func garbage(after events: Int, seed: UInt64) -> [Script.Step] {
        guard !pieces.isEmpty else { return [] }
        let index = before(events)
        var broken = pieces[index]
        broken.bytes = Garbage(seed: seed).spoil(broken.bytes, shape: isStream ? shape : .unary)
        return play(index) + Self.play([broken]) + Self.play(pieces.dropFirst(index + 1))
    }

    private func play(_ count: Int) -> [Script.Step] { Self.play(pieces.prefix(max(0, count))) }

    private static func play(_ pieces: ArraySlice<Reply.Piece>) -> [Script.Step] {
        pieces.flatMap { piece -> [Script.Step] in
            (piece.delayMilliseconds > 0 ? [.pause(piece.delayMilliseconds)] : []) + [.bytes(piece.bytes)]
        }
    }

    /// The first bytes of the body.
    private func bytes(_ count: Int) -> [Script.Step] {
        var left = max(0, count)
        var kept: [Reply.Piece] = []
        for var piece in pieces where left > 0 {
            piece.bytes = Array(piece.bytes.prefix(left))
            left -= piece.bytes.count
            kept.append(piece)
        }
        return Self.play(kept[...])
    }

    private func rest(from count: Int) -> [Script.Step] { [.bytes(Array(pieces.flatMap(\.bytes).dropFirst(count)))] }
}

extension GemError {
    fileprivate static let cut = lost("lost the connection in the middle of the answer", resets: false)
    fileprivate static let reset = lost("reset the connection in the middle of the answer", resets: true)
}
