extension MediaProbe {
    /// The size a WebP file's first chunk tells: the canvas (`VP8X`), a lossless picture (`VP8L`) or a lossy one (`VP8 `).
    static func webpSize(_ head: [UInt8]) -> (Int?, Int?) {
        guard head.count >= 25, head[8..<12].elementsEqual("WEBP".utf8) else { return (nil, nil) }
        func little(_ at: Int, _ count: Int) -> Int { head[at..<min(head.count, at + count)].reversed().reduce(0) { $0 << 8 | Int($1) } }
        switch String(decoding: head[12..<16], as: UTF8.self) {
        case "VP8X" where head.count >= 30: return (little(24, 3) + 1, little(27, 3) + 1)
        case "VP8L" where head[20] == 0x2F:
            let bits = little(21, 4)
            return (bits & 0x3FFF + 1, bits >> 14 & 0x3FFF + 1)
        case "VP8 " where head.count >= 30: return (little(26, 2) & 0x3FFF, little(28, 2) & 0x3FFF)
        default: return (nil, nil)
        }
    }
}
