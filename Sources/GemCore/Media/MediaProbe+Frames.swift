extension MediaProbe {
    /// One frame of MPEG audio or of AAC in ADTS form.
    private struct Frame {
        var bytes: Int64
        var seconds: Double
    }

    /// At most this much of a file is walked; what is longer lasts at least as long as what was walked.
    private static let walked: Int64 = 64 << 20

    /// Seconds of MP3 (any MPEG audio) or AAC: the sum of its frames, whatever their bit rates; FLAC behind a tag too.
    mutating func framedSeconds() -> Double? {
        var at: Int64 = 0
        while tag(at).hasPrefix("ID3"), let size = tagSize(at) { at += size }
        if stands("fLaC", at: at) { return flacSeconds(at: at) }
        guard let begin = synchronized(at) else { return nil }
        at = begin
        var seconds = 0.0
        while at < Self.walked, at < length {
            if let frame = frame(at) {
                seconds += frame.seconds
                at += frame.bytes
            } else if let next = synchronized(at) {
                at = next
            } else {
                break
            }
        }
        return seconds > 0 ? seconds : nil
    }

    /// The length of an ID3 tag with its head.
    private mutating func tagSize(_ at: Int64) -> Int64? {
        guard let flags = big(at + 5, 1), let size = big(at + 6, 4), size & 0x8080_8080 == 0 else { return nil }
        let count = (size & 0x7F) | (size >> 8 & 0x7F) << 7 | (size >> 16 & 0x7F) << 14 | (size >> 24 & 0x7F) << 21
        return 10 + Int64(count) + (flags & 0x10 != 0 ? 10 : 0)
    }

    /// Where the next three frames in a row stand, or as many as the end leaves room for.
    private mutating func synchronized(_ from: Int64) -> Int64? {
        let end = min(from + 65_536, length - 3)
        var at = from
        while at < end {
            if big(at, 1) == 0xFF, let first = frame(at) {
                let second = at + first.bytes
                if second >= length { return at }
                if let next = frame(second) {
                    if second + next.bytes >= length || frame(second + next.bytes) != nil { return at }
                }
            }
            at += 1
        }
        return nil
    }

    private mutating func frame(_ at: Int64) -> Frame? {
        guard let head = big(at, 4), head >> 21 == 0x7FF else { return nil }
        return head >> 17 & 3 == 0 ? coded(at, head) : layered(head)
    }

    /// A frame of MPEG-1, -2 or -2.5 audio, layers I to III.
    private func layered(_ head: UInt64) -> Frame? {
        let (version, layer) = (Int(head >> 19 & 3), 4 - Int(head >> 17 & 3))
        let (rateIndex, bitIndex) = (Int(head >> 10 & 3), Int(head >> 12 & 15))
        guard version != 1, rateIndex < 3, bitIndex > 0, bitIndex < 15 else { return nil }
        let isFirst = version == 3
        let rate = [44_100, 48_000, 32_000][rateIndex] / (isFirst ? 1 : version == 2 ? 2 : 4)
        let table = isFirst ? layer - 1 : layer == 1 ? 3 : 4
        let bits = Self.bitRates[table][bitIndex - 1] * 1000
        let padding = Int(head >> 9 & 1)
        let samples = layer == 1 ? 384 : layer == 3 && !isFirst ? 576 : 1152
        let bytes = layer == 1 ? (12 * bits / rate + padding) * 4 : samples / 8 * bits / rate + padding
        return bytes > 4 ? Frame(bytes: Int64(bytes), seconds: Double(samples) / Double(rate)) : nil
    }

    /// Kilobits a second: MPEG-1 layers I, II and III, then MPEG-2 layer I, then its layers II and III.
    private static let bitRates = [
        [32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
        [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
        [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320], [32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
        [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
    ]

    private static let codedRates = [96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350]

    /// A frame of AAC behind an ADTS head.
    private mutating func coded(_ at: Int64, _ head: UInt64) -> Frame? {
        let index = Int(head >> 10 & 15)
        guard head >> 20 == 0xFFF, index < Self.codedRates.count, let tail = big(at + 4, 3) else { return nil }
        let bytes = Int64((head & 3) << 11 | tail >> 13)
        let blocks = Double(tail & 3) + 1
        return bytes >= 7 ? Frame(bytes: bytes, seconds: 1024 * blocks / Double(Self.codedRates[index])) : nil
    }
}
