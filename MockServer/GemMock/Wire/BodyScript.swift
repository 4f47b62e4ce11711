internal import GemCore

/// Lays out a body's steps under a fault.
enum BodyScript {
    static func steps(_ pieces: [Reply.Piece], isStream: Bool, fault: Fault?, shape: Route.Shape, gate: () -> Gate) -> [Script.Step] {
        let cut = Script.Step.fail(GemError(.cut, "The mock server lost the connection in the middle of the answer, as it was told to."))
        switch fault {
        case .cut(let events) where isStream: return play(pieces.prefix(max(0, events))) + [cut]
        case .cut:
            let whole = pieces.flatMap(\.bytes)
            return [.bytes(Array(whole.prefix(whole.count / 2))), cut]
        case .cutBytes(let count): return play(shorten(pieces, to: count)[...]) + [cut]
        case .errorMidStream(let events, let code):
            // The array's last element would close it too early.
            let before = pieces.prefix(min(max(0, events), pieces.count - 1))
            let start: [Script.Step] = before.isEmpty && shape == .array ? [.bytes(Array("[".utf8))] : []
            var error = Framing.errorMidStream(.standard(code), shape: shape)
            if before.isEmpty, shape == .array { error.removeFirst(3) }
            return play(before) + start + [.bytes(error)]
        case .stall(let events?):
            let events = min(max(0, events), pieces.count)
            return play(pieces.prefix(events)) + [.stall(gate())] + play(pieces.dropFirst(events))
        default: return play(pieces[...])
        }
    }

    private static func play(_ pieces: ArraySlice<Reply.Piece>) -> [Script.Step] {
        pieces.flatMap { piece -> [Script.Step] in
            (piece.delayMilliseconds > 0 ? [.pause(piece.delayMilliseconds)] : []) + [.bytes(piece.bytes)]
        }
    }

    private static func shorten(_ pieces: [Reply.Piece], to count: Int) -> [Reply.Piece] {
        var left = max(0, count)
        var kept: [Reply.Piece] = []
        for var piece in pieces where left > 0 {
            piece.bytes = Array(piece.bytes.prefix(left))
            left -= piece.bytes.count
            kept.append(piece)
        }
        return kept
    }
}
