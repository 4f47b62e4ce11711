/// Cuts text into runs of one kind, and tells how many tokens each is.
///
/// The rule was fitted to recorded counts of text-only prompts: half of them come out exact, nine of ten within a tenth.
enum TokenScanner {
    private enum Kind {
        case space, line, digit, upper, lower, letter, wide, mark
    }

    /// Visits the runs in order; what has no token of its own belongs to the next run.
    static func scan(_ text: String.UnicodeScalarView, _ visit: (Int, Range<String.Index>) -> Void) {
        var index = text.startIndex
        var start = index
        var last: Unicode.Scalar?
        while index < text.endIndex {
            let scalar = text[index]
            let kind = kind(scalar)
            var size = 1
            var humps = 0
            var end = text.index(after: index)
            var before = kind
            var isASCII = scalar.isASCII
            while kind != .digit, kind != .mark, end < text.endIndex {
                let next = self.kind(text[end])
                guard joins(kind, next) else { break }
                if next == .upper, before == .lower { humps += 1 }
                isASCII = isASCII && text[end].isASCII
                before = next
                size += 1
                end = text.index(after: end)
            }
            let tokens: Int
            switch kind {
            case .space: tokens = size > 1 || end == text.endIndex || self.kind(text[end]) == .digit ? 1 : 0
            case .line, .digit: tokens = 1
            case .mark: tokens = scalar == last && "-=*#_.`/".unicodeScalars.contains(scalar) ? 0 : 1
            case .wide: tokens = max(1, (size * 3 + 2) / 5)
            case .upper, .lower, .letter:
                tokens = letters(size, humps, isASCII: isASCII, isUpper: kind == .upper && before == .upper && size > 1)
            }
            last = scalar
            if tokens > 0 {
                visit(tokens, start..<end)
                start = end
            }
            index = end
        }
    }

    private static func letters(_ size: Int, _ humps: Int, isASCII: Bool, isUpper: Bool) -> Int {
        if !isASCII { return 1 + max(0, size - 4) / 3 }
        if humps > 0 { return humps + 1 }
        return isUpper ? 1 + max(0, size - 3) / 3 : 1 + max(0, size - 12) / 6
    }

    private static func joins(_ kind: Kind, _ next: Kind) -> Bool {
        switch kind {
        case .upper, .lower, .letter: next == .upper || next == .lower || next == .letter
        default: next == kind
        }
    }

    private static func kind(_ scalar: Unicode.Scalar) -> Kind {
        switch scalar.value {
        case 32, 9: .space
        case 10, 13: .line
        case 48...57: .digit
        case 65...90: .upper
        case 97...122: .lower
        case 0..<128: .mark
        default: scalar.properties.isAlphabetic ? (scalar.value < 0x530 ? .letter : .wide) : .mark
        }
    }
}
