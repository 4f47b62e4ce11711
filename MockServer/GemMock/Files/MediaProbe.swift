internal import GemCore

/// Reads facts out of media containers, a few bytes at a time.
struct MediaProbe {
    private let content: MediaBytes

    private init(_ content: MediaBytes) { self.content = content }

    /// The facts of some content under a MIME type; what cannot be read stays unknown.
    static func facts(_ content: MediaBytes, mimeType: String) -> MediaFacts {
        var facts = MediaFacts(mimeType: mimeType, length: content.length)
        let probe = MediaProbe(content)
        switch facts.modality {
        case .image: (facts.width, facts.height) = probe.imageSize()
        case .document: facts.pages = probe.pages()
        case .audio: facts.seconds = probe.waveSeconds()
        case .video: probe.movie(into: &facts)
        case .text: break
        }
        return facts
    }

    private func big(_ bytes: [UInt8], _ at: Int, _ count: Int) -> UInt64 {
        guard at >= 0, at + count <= bytes.count else { return 0 }
        return bytes[at..<at + count].reduce(0) { $0 << 8 | UInt64($1) }
    }

    private func little(_ bytes: [UInt8], _ at: Int) -> UInt64 {
        guard at >= 0, at + 4 <= bytes.count else { return 0 }
        return bytes[at..<at + 4].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    private func imageSize() -> (Int?, Int?) {
        let head = content.read(at: 0, count: 24)
        if head.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]), head.count == 24 {
            return (Int(big(head, 16, 4)), Int(big(head, 20, 4)))
        }
        if head.starts(with: Array("GIF8".utf8)), head.count >= 10 {
            return (Int(head[6]) | Int(head[7]) << 8, Int(head[8]) | Int(head[9]) << 8)
        }
        if head.starts(with: Array("RIFF".utf8)) { return MediaProbe.webpSize(content.read(at: 0, count: 30)) }
        return head.starts(with: [0xFF, 0xD8]) ? jpegSize() : (nil, nil)
    }

    private func jpegSize() -> (Int?, Int?) {
        var at: Int64 = 2
        for _ in 0..<200 {
            let head = content.read(at: at, count: 9)
            guard head.count == 9, head[0] == 0xFF else { return (nil, nil) }
            if (0xC0...0xCF).contains(head[1]), ![0xC4, 0xC8, 0xCC].contains(head[1]) {
                return (Int(big(head, 7, 2)), Int(big(head, 5, 2)))
            }
            at += 2 + Int64(big(head, 2, 2))
        }
        return (nil, nil)
    }

    /// Counts `/Type /Page` objects; where they are packed away, the largest `/Count`; at least one.
    private func pages() -> Int? {
        let bytes = content.read(at: 0, count: 64 << 20)
        guard bytes.starts(with: Array("%PDF".utf8)) else { return nil }
        var pages = 0
        var largest = 0
        var index = 0
        while let at = bytes[index...].firstIndex(of: UInt8(ascii: "/")) {
            index = at + 1
            if let rest = word("Type", in: bytes, at: index) {
                if let end = word("/Page", in: bytes, at: skipSpace(bytes, rest)), end >= bytes.count || bytes[end] != UInt8(ascii: "s") {
                    pages += 1
                }
            } else if let rest = word("Count", in: bytes, at: index) {
                let digits = bytes[skipSpace(bytes, rest)...].prefix(7).prefix { (48...57).contains($0) }
                largest = max(largest, Int(String(decoding: digits, as: UTF8.self)) ?? 0)
            }
        }
        return max(pages > 0 ? pages : largest, 1)
    }

    private func word(_ word: StaticString, in bytes: [UInt8], at index: Int) -> Int? {
        let count = word.utf8CodeUnitCount
        guard index + count <= bytes.count else { return nil }
        for offset in 0..<count where bytes[index + offset] != word.utf8Start[offset] { return nil }
        return index + count
    }

    private func skipSpace(_ bytes: [UInt8], _ index: Int) -> Int {
        var index = index
        while index < bytes.count, bytes[index] <= 32 { index += 1 }
        return min(index, bytes.count)
    }

    private func waveSeconds() -> Double? {
        let head = content.read(at: 0, count: 12)
        guard head.starts(with: Array("RIFF".utf8)), head.suffix(4).elementsEqual("WAVE".utf8) else {
            return Double(content.length) / 16_000
        }
        var at: Int64 = 12
        var rate: UInt64 = 0
        for _ in 0..<64 {
            let chunk = content.read(at: at, count: 24)
            guard chunk.count >= 8 else { return nil }
            let size = little(chunk, 4)
            if word("fmt ", in: chunk, at: 0) != nil { rate = little(chunk, 16) }
            if word("data", in: chunk, at: 0) != nil, rate > 0 {
                return Double(min(size, UInt64(content.length - at))) / Double(rate)
            }
            at += 8 + Int64(size) + Int64(size & 1)
        }
        return nil
    }

    /// Walks the boxes of an MP4: duration, size of the picture, sound track; for other containers a guess from the length.
    private func movie(into facts: inout MediaFacts) {
        var hasSound = false
        var isMovie = false
        boxes(from: 0, to: content.length, depth: 0) { type, start, end in
            switch type {
            case "ftyp": isMovie = true
            case "mvhd", "mehd":
                let bytes = content.read(at: start, count: 40)
                guard type == "mvhd", bytes.count >= 32 else { return }
                let isLong = bytes[0] == 1
                let scale = big(bytes, isLong ? 20 : 12, 4)
                if scale > 0 { facts.seconds = Double(big(bytes, isLong ? 24 : 16, isLong ? 8 : 4)) / Double(scale) }
            case "tkhd":
                let bytes = content.read(at: max(start, end - 8), count: 8)
                let (width, height) = (Int(big(bytes, 0, 2)), Int(big(bytes, 4, 2)))
                if width > 0, height > 0 { (facts.width, facts.height) = (width, height) }
            case "hdlr": hasSound = hasSound || word("soun", in: content.read(at: start + 8, count: 4), at: 0) != nil
            default: break
            }
        }
        if isMovie, facts.seconds != nil { facts.hasAudio = hasSound }
        if facts.seconds == nil { facts.seconds = max(1, (Double(content.length) / 250_000).rounded()) }
    }

    private func boxes(from: Int64, to: Int64, depth: Int, _ visit: (String, Int64, Int64) -> Void) {
        var at = from
        var seen = 0
        while at + 8 <= to, depth < 6, seen < 1000 {
            seen += 1
            let head = content.read(at: at, count: 16)
            guard head.count >= 8 else { return }
            var size = Int64(big(head, 0, 4))
            var body = at + 8
            if size == 1, head.count == 16 {
                size = Int64(truncatingIfNeeded: big(head, 8, 8))
                body = at + 16
            } else if size == 0 {
                size = to - at
            }
            guard size >= body - at, size <= to - at else { return }
            let type = String(decoding: head[4..<8], as: UTF8.self)
            visit(type, body, at + size)
            if ["moov", "trak", "mdia"].contains(type) { boxes(from: body, to: at + size, depth: depth + 1, visit) }
            at += size
        }
    }
}
