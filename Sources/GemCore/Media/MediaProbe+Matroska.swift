extension MediaProbe {
    /// What the elements of a WebM or Matroska file tell.
    private struct Elements {
        /// Nanoseconds a unit.
        var scale: UInt64 = 1_000_000
        /// In these units.
        var duration: Double?
        /// The last cluster's beginning, in these units: it lasts at least so long.
        var last: UInt64 = 0
        var hasTracks = false
        var hasSound = false
        var width: Int?
        var height: Int?
    }

    private enum Name {
        static let segment: UInt64 = 0x1853_8067
        static let info: UInt64 = 0x1549_A966
        static let scale: UInt64 = 0x2A_D7B1
        static let duration: UInt64 = 0x4489
        static let tracks: UInt64 = 0x1654_AE6B
        static let track: UInt64 = 0xAE
        static let trackType: UInt64 = 0x83
        static let video: UInt64 = 0xE0
        static let width: UInt64 = 0xB0
        static let height: UInt64 = 0xBA
        static let cluster: UInt64 = 0x1F43_B675
        static let time: UInt64 = 0xE7
    }

    /// The duration a file tells, else the beginning of its last cluster, as recordings that were streamed have it.
    mutating func matroska(into facts: inout MediaFacts) {
        var found = Elements()
        elements(from: 0, to: length, &found)
        let units = found.duration ?? (found.last > 0 ? Double(found.last) : nil)
        facts.seconds = units.map { $0 * Double(found.scale) / 1e9 }
        (facts.width, facts.height) = (found.width, found.height)
        if found.hasTracks { facts.hasAudio = found.hasSound }
    }

    /// Walks the elements in the order they stand, into those that hold what is looked for.
    private mutating func elements(from: Int64, to: Int64, _ found: inout Elements) {
        var at = from
        for _ in 0..<500_000 where at < to {
            guard let (name, body, size) = element(at) else { return }
            let isEntered = [Name.segment, Name.info, Name.tracks, Name.track, Name.video].contains(name)
            if name == Name.cluster {
                if found.duration != nil { return }
                noteTime(body, &found)
            }
            guard let size, !isEntered else {
                guard isEntered || name == Name.cluster else { return }
                if name == Name.tracks { found.hasTracks = true }
                at = body
                continue
            }
            note(name, body, size, &found)
            guard size <= to - body else { return }
            at = body + size
        }
    }

    /// A cluster's time is its first element, a checksum aside; one of unknown length is walked through as well.
    private mutating func noteTime(_ body: Int64, _ found: inout Elements) {
        var at = body
        for _ in 0..<4 {
            guard let (name, inner, size) = element(at), let size, size <= length - inner else { return }
            if name == Name.time { return note(name, inner, size, &found) }
            at = inner + size
        }
    }

    private mutating func note(_ name: UInt64, _ body: Int64, _ size: Int64?, _ found: inout Elements) {
        guard let size, (1...8).contains(size), let value = big(body, Int(size)) else { return }
        switch name {
        case Name.scale where value > 0: found.scale = value
        case Name.duration:
            guard size == 4 || size == 8 else { return }
            let units = size == 4 ? Double(Float(bitPattern: UInt32(truncatingIfNeeded: value))) : Double(bitPattern: value)
            if units.isFinite, units > 0 { found.duration = units }
        case Name.time: found.last = max(found.last, value)
        case Name.trackType: found.hasSound = found.hasSound || value == 2
        case Name.width: found.width = Int(clamping: value)
        case Name.height: found.height = Int(clamping: value)
        default: break
        }
    }

    /// Reads an element's name and size; the size is nil where it is not known, as while streaming.
    private mutating func element(_ at: Int64) -> (name: UInt64, body: Int64, size: Int64?)? {
        guard let first = big(at, 1), first >= 0x10 else { return nil }
        let nameCount = UInt8(first).leadingZeroBitCount + 1
        let sizeAt = at + Int64(nameCount)
        guard let name = big(at, nameCount), let mark = big(sizeAt, 1), mark > 0 else { return nil }
        let sizeCount = UInt8(mark).leadingZeroBitCount + 1
        guard let marked = big(sizeAt, sizeCount) else { return nil }
        let mask = UInt64(1) << (7 * UInt64(sizeCount)) - 1
        let size = marked & mask
        return (name, sizeAt + Int64(sizeCount), size == mask ? nil : Int64(size))
    }
}
