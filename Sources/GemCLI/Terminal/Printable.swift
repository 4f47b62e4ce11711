extension String {
    /// The text as a terminal may have it: control characters other than tabs and ends of lines as signs that stand for them.
    ///
    /// What a model or a server says may hold whatever a page it read told it to: escapes that move the cursor, change colours or title, or hide a line.
    var printable: String {
        let isPlain = utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F && $0 != 0xC2 || $0 == 0x0A || $0 == 0x09 }
        guard !isPlain else { return self }
        var signs = UnicodeScalarView()
        for scalar in unicodeScalars {
            switch scalar.value {
            case 0x09, 0x0A: signs.append(scalar)
            // Of a line's end the rest is enough.
            case 0x0D: break
            case 0x00..<0x20: signs.append(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}")
            case 0x7F: signs.append("\u{2421}")
            case 0x80...0x9F: signs.append("\u{FFFD}")
            default: signs.append(scalar)
            }
        }
        return String(signs)
    }

    /// The text as a line may have it: as a terminal may, and its ends of lines and tabs as signs too.
    var onOneLine: String { printable.replacing("\n", with: "\u{240A}").replacing("\t", with: "\u{2409}") }
}
