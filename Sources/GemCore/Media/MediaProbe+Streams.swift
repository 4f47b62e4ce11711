extension MediaProbe {
    /// Seconds of a FLAC stream whose mark stands at an offset; nil where its head leaves the number of samples open.
    mutating func flacSeconds(at: Int64) -> Double? {
        guard stands("fLaC", at: at), let packed = big(at + 18, 8) else { return nil }
        let rate = packed >> 44
        let samples = packed & 0xF_FFFF_FFFF
        return rate > 0 && samples > 0 ? Double(samples) / Double(rate) : nil
    }

    /// One logical stream of an Ogg file whose pages count samples.
    private struct OggStream {
        var rate: Double
        var skipped: UInt64
        /// Where a stream that was cut out of a longer one begins.
        var first: UInt64?
    }

    /// Seconds of an Ogg file: the last page's place in a sound's samples (Vorbis, Opus, FLAC, Speex), less the first's where that is far on.
    mutating func oggSeconds() -> Double? {
        var streams: [UInt64: OggStream] = [:]
        var at: Int64 = 0
        for _ in 0..<64 {
            guard tag(at) == "OggS", let flags = big(at + 5, 1), let place = little(at + 6, 8), let serial = little(at + 14, 4),
                let count = big(at + 26, 1)
            else { break }
            let body = at + 27 + Int64(count)
            if flags & 2 != 0 { streams[serial] = oggStream(body) }
            if streams[serial] != nil, streams[serial]?.first == nil, place > 0, place < UInt64(Int64.max) {
                streams[serial]?.first = place
            }
            at = body + (0..<Int64(count)).reduce(Int64(0)) { $0 + Int64(big(at + 27 + $1, 1) ?? 0) }
        }
        guard !streams.isEmpty else { return nil }
        for step in 1...16 {
            let from = max(0, length - Int64(step) * 65_000)
            let piece = bytes(from, 65_030)
            for offset in stride(from: piece.count - 27, through: 0, by: -1)
            where piece[offset] == 0x4F && piece[offset + 1] == 0x67 && piece[offset + 2] == 0x67 && piece[offset + 3] == 0x53 {
                guard let place = little(from + Int64(offset) + 6, 8), place < UInt64(Int64.max), place > 0,
                    let serial = little(from + Int64(offset) + 14, 4), let stream = streams[serial]
                else { continue }
                let start = stream.first.map { Double($0) > 10 * stream.rate ? $0 : stream.skipped } ?? stream.skipped
                return place >= start ? Double(place - start) / stream.rate : nil
            }
            if from == 0 { break }
        }
        return nil
    }

    private mutating func oggStream(_ body: Int64) -> OggStream? {
        if stands("\u{1}vorbis", at: body) {
            return little(body + 12, 4).flatMap { $0 > 0 ? OggStream(rate: Double($0), skipped: 0) : nil }
        }
        if stands("OpusHead", at: body) { return OggStream(rate: 48_000, skipped: little(body + 10, 2) ?? 0) }
        if stands("Speex   ", at: body) { return little(body + 36, 4).flatMap { $0 > 0 ? OggStream(rate: Double($0), skipped: 0) : nil } }
        guard stands("\u{7F}FLAC", at: body), let packed = big(body + 27, 8), packed >> 44 > 0 else { return nil }
        return OggStream(rate: Double(packed >> 44), skipped: 0)
    }

    /// Seconds of an MPEG program stream: from the first pack's clock to the last one's.
    ///
    /// A clock that ran backwards, or so far ahead that the bytes in between could hold no film, was set anew: then it is not known.
    mutating func programStreamSeconds() -> Double? {
        guard let first = packClock(0) else { return nil }
        for step in 1...16 {
            let from = max(0, length - Int64(step) * 65_000)
            let piece = bytes(from, 65_030)
            for offset in stride(from: piece.count - 14, through: 0, by: -1)
            where piece[offset] == 0 && piece[offset + 1] == 0 && piece[offset + 2] == 1 && piece[offset + 3] == 0xBA {
                guard let last = packClock(from + Int64(offset)) else { continue }
                guard last >= first else { return nil }
                let seconds = Double(last - first) / 90_000
                return seconds * 2_000 <= Double(length) ? seconds : nil
            }
            if from == 0 { break }
        }
        return nil
    }

    /// A pack's clock, in ticks of 1/90000 s; MPEG-2 and MPEG-1 write it differently.
    private mutating func packClock(_ at: Int64) -> UInt64? {
        guard let word = big(at + 4, 5) else { return nil }
        func bits(_ from: UInt64, _ count: UInt64) -> UInt64 { word >> (40 - from - count) & (1 << count - 1) }
        if bits(0, 2) == 1 { return bits(2, 3) << 30 | bits(6, 15) << 15 | bits(22, 15) }
        if bits(0, 4) == 2 { return bits(4, 3) << 30 | bits(8, 15) << 15 | bits(24, 15) }
        return nil
    }
}
