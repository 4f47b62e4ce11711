internal import GemCore

/// An answer's text with its sources as numbered footnotes.
public struct CitedText: Sendable, Hashable, CustomStringConvertible {
    /// Something the answer rests on.
    public struct Source: Sendable, Hashable {
        /// The footnote's number, from 1, in the order of the text.
        public var number: Int
        /// The page's title, often only its domain; may be empty.
        public var title: String
        /// The (expiring) link; may be empty for the caller's own documents.
        public var uri: String
    }

    /// The text, with `[1]` after each stretch that rests on a source.
    public var text: String
    /// The sources the text names, by number.
    public var sources: [Source] = []

    /// The text, and below it the list of its sources.
    public var description: String {
        guard !sources.isEmpty else { return text }
        let lines = sources.map { source in
            let words = [source.title, source.uri].filter { !$0.isEmpty }
            return "[\(source.number)] " + words.joined(separator: " - ")
        }
        let gap = text.hasSuffix("\n") ? "\n" : "\n\n"
        return text + gap + lines.joined(separator: "\n")
    }

    /// Puts footnotes into `text` where `grounding` says.
    ///
    /// The API tells places as UTF-8 bytes, sometimes of the part, sometimes of the whole text, sometimes a little off; so each stretch
    /// is compared with the text it says it is, and looked for where it is not there. What is not found gets no footnote.
    /// `parts` tells where in the text each part of the answer stands, as bytes; nil for parts that are not in it.
    init(_ text: String, _ grounding: GroundingMetadata?, parts: [Range<Int>?] = []) {
        self.text = text
        guard let grounding, !grounding.supports.isEmpty else { return }
        let bytes = Array(text.utf8)
        let chunks = grounding.chunks
        var notes: [Int: [Int]] = [:]
        var searchFrom = 0
        for support in grounding.supports {
            let named = support.chunks.filter { chunks.indices.contains($0) && chunks[$0].source != nil }
            guard !named.isEmpty, let segment = support.segment else { continue }
            let part = parts.indices.contains(segment.part) ? parts[segment.part] : nil
            guard let place = Self.place(of: segment, in: bytes, part, from: searchFrom) else { continue }
            searchFrom = place.lowerBound
            notes[place.upperBound, default: []] += named
        }
        var numbers: [Int: Int] = [:]
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + notes.count * 8)
        var written = 0
        for end in notes.keys.sorted() {
            result += bytes[written..<end]
            written = end
            var here: Set<Int> = []
            for index in notes[end] ?? [] {
                let number = numbers[index] ?? numbers.count + 1
                if numbers[index] == nil, let source = chunks[index].source {
                    numbers[index] = number
                    sources.append(Source(number: number, title: source.title, uri: source.uri))
                }
                here.insert(number)
            }
            result += here.sorted().map { "[\($0)]" }.joined().utf8
        }
        result += bytes[written...]
        self.text = String(decoding: result, as: UTF8.self)
    }

    /// Where a stretch stands in the text, as bytes: in the part it names where it is there.
    private static func place(of segment: Segment, in bytes: [UInt8], _ part: Range<Int>?, from start: Int) -> Range<Int>? {
        if segment.part > 0, let part, let place = place(of: segment, in: Array(bytes[part]), from: max(0, start - part.lowerBound)) {
            return part.lowerBound + place.lowerBound..<part.lowerBound + place.upperBound
        }
        return place(of: segment, in: bytes, from: start)
    }

    private static func place(of segment: Segment, in bytes: [UInt8], from start: Int) -> Range<Int>? {
        let wanted = Array(segment.text.utf8)
        let (first, end) = (segment.start, segment.end)
        let isInside = 0 <= first && first < end && end <= bytes.count
        guard !wanted.isEmpty else {
            guard isInside, end == bytes.count || bytes[end] & 0xC0 != 0x80 else { return nil }
            return first..<end
        }
        if isInside, bytes[first..<end].elementsEqual(wanted) { return first..<end }
        return find(wanted, in: bytes, from: start) ?? find(wanted, in: bytes, from: 0)
    }

    private static func find(_ wanted: [UInt8], in bytes: [UInt8], from start: Int) -> Range<Int>? {
        guard start <= bytes.count, wanted.count <= bytes.count - start else { return nil }
        for place in start...(bytes.count - wanted.count) where bytes[place] == wanted[0] {
            if bytes[place..<place + wanted.count].elementsEqual(wanted) { return place..<place + wanted.count }
        }
        return nil
    }
}

extension GenerateContentResponse {
    /// The first answer's text with its sources as numbered footnotes; the plain text where it names none.
    ///
    /// Throws as `text` does.
    public var citedText: CitedText {
        get throws(GemError) { CitedText(try text, grounding, parts: textRanges) }
    }

    /// Where in the first answer's text each of its parts stands, as bytes; nil for those that are not in it.
    private var textRanges: [Range<Int>?] {
        var end = 0
        return (first?.content.parts ?? []).map { part in
            guard let text = part.text, !part.isThought else { return nil }
            defer { end += text.utf8.count }
            return end..<end + text.utf8.count
        }
    }
}

extension GroundingChunk {
    /// Title and link, whatever kind of source this is.
    fileprivate var source: (title: String, uri: String)? {
        let found: [(title: String, uri: String)?] = [
            web.map { ($0.title, $0.uri) }, maps.map { ($0.title, $0.uri) }, context.map { ($0.title, $0.uri) },
            image.map { ($0.title, $0.page) },
        ]
        return found.lazy.compactMap { $0 }.first { !$0.title.isEmpty || !$0.uri.isEmpty }
    }
}
