extension MediaProbe {
    /// What the boxes of an ISO media file tell: MP4, QuickTime, M4A, 3GP; HEIC and AVIF.
    private struct Boxes {
        var seen = 0
        var isMovie = false
        var hasSound = false
        var width: Int?
        var height: Int?
        /// Units a second.
        var scale: UInt64 = 0
        /// In these units: the whole, and the whole of a fragmented file.
        var duration: UInt64 = 0
        var fragmented: UInt64 = 0
        /// Seconds that segment indexes tell, by track.
        var indexed: [UInt64: Double] = [:]
        /// The track that is being read, and each track's units a second.
        var track: UInt64 = 0
        var scales: [UInt64: UInt64] = [:]
        /// Where the last fragment begins: it lasts at least so long.
        var lastFragment = 0.0

        var seconds: Double? {
            if scale > 0, duration > 0 || fragmented > 0 { return Double(max(duration, fragmented)) / Double(scale) }
            return indexed.values.max() ?? (lastFragment > 0 ? lastFragment : nil)
        }
    }

    /// Whether the content begins as ISO media do; QuickTime files need no `ftyp`.
    var isISOMedia: Bool {
        mutating get { ["ftyp", "moov", "mdat", "wide", "free", "skip", "pnot"].contains(tag(4)) }
    }

    /// Walks the boxes: duration, size of the picture, sound track.
    mutating func movieOfBoxes(into facts: inout MediaFacts) {
        var boxes = Boxes()
        walk(from: 0, to: length, depth: 0, &boxes)
        (facts.width, facts.height) = (boxes.width, boxes.height)
        guard facts.modality != .image else { return }
        facts.seconds = boxes.seconds
        if boxes.isMovie, facts.seconds != nil { facts.hasAudio = boxes.hasSound }
    }

    private mutating func walk(from: Int64, to: Int64, depth: Int, _ boxes: inout Boxes) {
        var at = from
        while depth < 8, boxes.seen < 20_000, at <= to - 8 {
            boxes.seen += 1
            guard let short = big(at, 4) else { return }
            let type = tag(at + 4)
            var size = Int64(short)
            var body = at + 8
            if short == 1 {
                guard let long = big(at + 8, 8) else { return }
                size = Int64(clamping: long)
                body = at + 16
            } else if short == 0 {
                size = to - at
            }
            guard size >= body - at, size <= to - at else { return }
            let end = at + size
            visit(type, body, end, &boxes)
            switch type {
            case "moov", "trak", "mdia", "mvex", "moof", "traf", "iprp", "ipco": walk(from: body, to: end, depth: depth + 1, &boxes)
            // A version and flags come before its boxes.
            case "meta": walk(from: min(body + 4, end), to: end, depth: depth + 1, &boxes)
            default: break
            }
            at = end
        }
    }

    private mutating func visit(_ type: String, _ body: Int64, _ end: Int64, _ boxes: inout Boxes) {
        switch type {
        case "ftyp", "moov": boxes.isMovie = true
        case "mvhd":
            let isLong = big(body, 1) == 1
            boxes.scale = big(body + (isLong ? 20 : 12), 4) ?? 0
            boxes.duration = known(big(body + (isLong ? 24 : 16), isLong ? 8 : 4), isLong)
        case "mehd":
            let isLong = big(body, 1) == 1
            boxes.fragmented = known(big(body + 4, isLong ? 8 : 4), isLong)
        case "sidx": index(body, &boxes)
        case "mdhd": boxes.scales[boxes.track] = big(body + (big(body, 1) == 1 ? 20 : 12), 4)
        case "tfhd": boxes.track = big(body + 4, 4) ?? 0
        case "tfdt":
            let isLong = big(body, 1) == 1
            guard let scale = boxes.scales[boxes.track], scale > 0, let begin = big(body + 4, isLong ? 8 : 4) else { return }
            boxes.lastFragment = max(boxes.lastFragment, Double(begin) / Double(scale))
        case "tkhd":
            boxes.track = big(body + (big(body, 1) == 1 ? 20 : 12), 4) ?? 0
            guard let width = big(end - 8, 2), let height = big(end - 4, 2), width > 0, height > 0 else { return }
            (boxes.width, boxes.height) = (Int(width), Int(height))
        case "ispe":
            // The largest: thumbnails and tiles have sizes of their own.
            guard let width = big(body + 4, 4), let height = big(body + 8, 4), Int(width) > boxes.width ?? 0 else { return }
            (boxes.width, boxes.height) = (Int(width), Int(height))
        case "hdlr": boxes.hasSound = boxes.hasSound || tag(body + 8) == "soun"
        default: break
        }
    }

    /// All ones stand for a duration nobody knew.
    private func known(_ duration: UInt64?, _ isLong: Bool) -> UInt64 {
        guard let duration, duration != (isLong ? UInt64.max : UInt64(UInt32.max)) else { return 0 }
        return duration
    }

    /// Adds up the segments of an index that are no indexes themselves.
    private mutating func index(_ body: Int64, _ boxes: inout Boxes) {
        let isLong = big(body, 1) == 1
        guard let track = big(body + 4, 4), let scale = big(body + 8, 4), scale > 0 else { return }
        let list = body + 12 + (isLong ? 16 : 8)
        guard let count = big(list + 2, 2) else { return }
        var sum: UInt64 = 0
        for number in 0..<Int64(count) {
            guard let kind = big(list + 4 + number * 12, 4), let duration = big(list + 8 + number * 12, 4) else { break }
            if kind >> 31 == 0 { sum += duration }
        }
        boxes.indexed[track, default: 0] += Double(sum) / Double(scale)
    }
}
