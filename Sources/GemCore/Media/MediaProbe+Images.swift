extension MediaProbe {
    /// The size of a picture: PNG, JPEG, GIF, WebP, HEIC and AVIF.
    mutating func image(into facts: inout MediaFacts) {
        if big(0, 8) == 0x8950_4E47_0D0A_1A0A, tag(12) == "IHDR" {
            set(&facts, big(16, 4), big(20, 4))
        } else if tag(0) == "GIF8" {
            set(&facts, little(6, 2), little(8, 2))
        } else if tag(0) == "RIFF", tag(8) == "WEBP" {
            webp(into: &facts)
        } else if tag(4) == "ftyp" {
            movieOfBoxes(into: &facts)
        } else if big(0, 2) == 0xFFD8 {
            jpeg(into: &facts)
        }
    }

    private func set(_ facts: inout MediaFacts, _ width: UInt64?, _ height: UInt64?) {
        guard let width, let height else { return }
        (facts.width, facts.height) = (Int(truncatingIfNeeded: width), Int(truncatingIfNeeded: height))
    }

    /// Steps over a JPEG's segments to the one that begins a frame.
    private mutating func jpeg(into facts: inout MediaFacts) {
        var at: Int64 = 2
        for _ in 0..<1000 {
            guard let mark = big(at, 2), mark >> 8 == 0xFF, let size = big(at + 2, 2) else { return }
            let kind = mark & 0xFF
            if (0xC0...0xCF).contains(kind), ![0xC4, 0xC8, 0xCC].contains(kind) {
                return set(&facts, big(at + 7, 2), big(at + 5, 2))
            }
            at += kind == 0xFF ? 1 : 2 + Int64(size)
        }
    }

    /// The size a WebP file's first chunk tells: the canvas (`VP8X`), a lossless picture (`VP8L`) or a lossy one (`VP8 `).
    private mutating func webp(into facts: inout MediaFacts) {
        switch tag(12) {
        case "VP8X": set(&facts, little(24, 3).map { $0 + 1 }, little(27, 3).map { $0 + 1 })
        case "VP8L" where big(20, 1) == 0x2F:
            guard let bits = little(21, 4) else { return }
            set(&facts, bits & 0x3FFF + 1, bits >> 14 & 0x3FFF + 1)
        case "VP8 ": set(&facts, little(26, 2).map { $0 & 0x3FFF }, little(28, 2).map { $0 & 0x3FFF })
        default: break
        }
    }
}
