/// Reads facts out of media containers, a few bytes at a time.
///
/// Trusts no length it reads: bytes of any kind give facts or none, in bounded time and memory. What a container does not tell stays unknown; nothing is guessed.
package struct MediaProbe {
    let content: MediaBytes
    private var window: [UInt8] = []
    private var start: Int64 = 0

    private static let windowSize = 64 << 10
    /// At most this much of a document is read; the API takes documents of 50 MB.
    private static let documentLimit = 64 << 20

    private init(_ content: MediaBytes) { self.content = content }

    /// The facts of some content under a MIME type, which says what is looked for; the content says how.
    package static func facts(_ content: MediaBytes, mimeType: String) -> MediaFacts {
        var facts = MediaFacts(mimeType: mimeType, length: content.length)
        var probe = MediaProbe(content)
        switch facts.modality {
        case .image: probe.image(into: &facts)
        case .document:
            if content.length <= Int64(documentLimit) { facts.pages = PDFPages.count(content.read(at: 0, count: documentLimit)) }
        case .audio, .video:
            probe.recording(into: &facts)
            if let seconds = facts.seconds, !seconds.isFinite || seconds < 0 { facts.seconds = nil }
        case .text: break
        }
        return facts
    }

    /// Goes by the first bytes: one container may hold sound as well as film.
    private mutating func recording(into facts: inout MediaFacts) {
        switch (tag(0), tag(8)) {
        case ("RIFF", "WAVE"), ("RF64", "WAVE"), ("BW64", "WAVE"): facts.seconds = waveSeconds()
        case ("RIFF", "AVI "): movieOfRIFF(into: &facts)
        case ("FORM", "AIFF"), ("FORM", "AIFC"): facts.seconds = interchangeSeconds()
        case ("fLaC", _): facts.seconds = flacSeconds(at: 0)
        case ("OggS", _): facts.seconds = oggSeconds()
        default:
            switch big(0, 4) {
            case 0x1A45_DFA3: matroska(into: &facts)
            case 0x0000_01BA: facts.seconds = programStreamSeconds()
            default:
                if isISOMedia { movieOfBoxes(into: &facts) } else if facts.modality == .audio { facts.seconds = framedSeconds() }
            }
        }
    }

    /// The length of the content.
    var length: Int64 { content.length }

    /// The number that `count` bytes spell, most significant first; nil past the end.
    mutating func big(_ at: Int64, _ count: Int) -> UInt64? {
        guard let first = load(at, count) else { return nil }
        return window[first..<first + count].reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// The number that `count` bytes spell, least significant first; nil past the end.
    mutating func little(_ at: Int64, _ count: Int) -> UInt64? {
        guard let first = load(at, count) else { return nil }
        return window[first..<first + count].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Four characters; empty past the end.
    mutating func tag(_ at: Int64) -> String {
        guard let first = load(at, 4) else { return "" }
        return String(decoding: window[first..<first + 4], as: UTF8.self)
    }

    /// Up to `count` bytes, copied.
    mutating func bytes(_ at: Int64, _ count: Int) -> [UInt8] {
        let count = Int(max(0, min(Int64(count), length - at)))
        guard let first = load(at, count) else { return content.read(at: at, count: count) }
        return Array(window[first..<first + count])
    }

    /// Whether these bytes stand there.
    mutating func stands(_ text: StaticString, at: Int64) -> Bool {
        guard let first = load(at, text.utf8CodeUnitCount) else { return false }
        for offset in 0..<text.utf8CodeUnitCount where window[first + offset] != text.utf8Start[offset] { return false }
        return true
    }

    /// Where in the window `count` bytes from an offset begin, read if they are not there yet.
    private mutating func load(_ at: Int64, _ count: Int) -> Int? {
        guard at >= 0, count >= 0, count <= Self.windowSize, at <= length - Int64(count) else { return nil }
        if at < start || at - start > Int64(window.count - count) {
            window = content.read(at: at, count: Self.windowSize)
            start = at
            guard window.count >= count else {
                window = []
                return nil
            }
        }
        return Int(at - start)
    }
}
