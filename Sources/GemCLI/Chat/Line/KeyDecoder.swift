/// Makes keys of a terminal's bytes: UTF-8, control characters, the escape sequences of xterm and its kin, bracketed pastes.
///
/// A sequence it does not know is left out; no bytes trip it.
struct KeyDecoder: Sendable {
    private enum State { case ground, escape, sequence, single, paste }

    private var state = State.ground
    /// What came of a character, a sequence or a paste that is not whole.
    private var pending: [UInt8] = []

    private static let pasteEnd = Array("\u{1B}[201~".utf8)

    /// Takes the next byte; gives the key it completes.
    mutating func feed(_ byte: UInt8) -> Key? {
        switch state {
        case .ground: return ground(byte)
        case .escape: return escape(byte)
        case .sequence:
            pending.append(byte)
            guard (0x40...0x7E).contains(byte) || pending.count > 32 else { return nil }
            return sequence()
        case .single:
            state = .ground
            return Self.letters[byte]
        case .paste:
            pending.append(byte)
            guard pending.count >= Self.pasteEnd.count, pending.suffix(Self.pasteEnd.count).elementsEqual(Self.pasteEnd) else { return nil }
            state = .ground
            defer { pending = [] }
            return .paste(String(decoding: pending.dropLast(Self.pasteEnd.count), as: UTF8.self))
        }
    }

    private mutating func ground(_ byte: UInt8) -> Key? {
        if byte & 0xC0 == 0x80 {
            guard !pending.isEmpty else { return nil }
            pending.append(byte)
        } else {
            // Whatever was begun was no character.
            pending = []
            if byte == 0x1B { state = .escape } else if byte < 0x20 || byte == 0x7F { return Self.controls[byte] } else { pending = [byte] }
        }
        guard let first = pending.first, pending.count >= Self.length(first) else { return nil }
        defer { pending = [] }
        return String(validating: pending, as: UTF8.self).map(Key.text)
    }

    private mutating func escape(_ byte: UInt8) -> Key? {
        state = .ground
        switch byte {
        case UInt8(ascii: "["): state = .sequence
        case UInt8(ascii: "O"): state = .single
        case 0x1B: state = .escape
        case UInt8(ascii: "b"): return .wordLeft
        case UInt8(ascii: "f"): return .wordRight
        case 0x0D, 0x0A: return .newline
        case 0x7F, 0x08: return .deleteWord
        case ..<0x20: return Self.controls[byte]
        default: break
        }
        return nil
    }

    private mutating func sequence() -> Key? {
        state = .ground
        defer { if state != .paste { pending = [] } }
        guard let last = pending.last else { return nil }
        let parameters = pending.dropLast().split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map {
            Int(String(decoding: $0, as: UTF8.self)) ?? 0
        }
        let isWord = parameters.count > 1 && (parameters[1] == 3 || parameters[1] == 5)
        if last == UInt8(ascii: "C"), isWord { return .wordRight }
        if last == UInt8(ascii: "D"), isWord { return .wordLeft }
        guard last == UInt8(ascii: "~") else { return Self.letters[last] }
        switch parameters.first ?? 0 {
        case 1, 7: return .home
        case 4, 8: return .end
        case 3: return .delete
        case 200:
            pending = []
            state = .paste
            return nil
        default: return nil
        }
    }

    private static let letters: [UInt8: Key] = [
        UInt8(ascii: "A"): .up, UInt8(ascii: "B"): .down, UInt8(ascii: "C"): .right, UInt8(ascii: "D"): .left, UInt8(ascii: "H"): .home,
        UInt8(ascii: "F"): .end,
    ]

    private static let controls: [UInt8: Key] = [
        0x01: .home, 0x02: .left, 0x03: .interrupt, 0x04: .endOfInput, 0x05: .end, 0x06: .right, 0x07: .abort, 0x08: .backspace, 0x09: .tab,
        0x0A: .enter, 0x0B: .killToEnd, 0x0C: .clearScreen, 0x0D: .enter, 0x0E: .down, 0x10: .up, 0x12: .search, 0x15: .killToStart,
        0x17: .deleteWord, 0x19: .yank, 0x7F: .backspace,
    ]

    /// How many bytes a character has that begins so; 1 for what begins none, which is then found to be no UTF-8.
    private static func length(_ first: UInt8) -> Int {
        switch first {
        case 0xC2...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF4: 4
        default: 1
        }
    }
}
