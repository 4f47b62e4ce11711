extension MediaProbe {
    /// Seconds of a WAVE file: the data's length by the bytes a second. A length nobody knew, as while streaming, is what is left of the file.
    mutating func waveSeconds() -> Double? {
        var at: Int64 = 12
        var rate: UInt64 = 0
        var longData: UInt64?
        for _ in 0..<1000 {
            guard let size = little(at + 4, 4) else { return nil }
            switch tag(at) {
            case "ds64": longData = little(at + 16, 8)
            case "fmt ": rate = little(at + 16, 4) ?? 0
            case "data":
                guard rate > 0 else { return nil }
                let isUnknown = size == 0 || size == UInt64(UInt32.max)
                let told = isUnknown ? longData ?? .max : size
                return Double(min(told, UInt64(length - at - 8))) / Double(rate)
            default: break
            }
            at += 8 + Int64(size) + Int64(size & 1)
        }
        return nil
    }

    /// Seconds of an AIFF file: its frames by its rate, an 80-bit float.
    mutating func interchangeSeconds() -> Double? {
        var at: Int64 = 12
        for _ in 0..<1000 {
            guard let size = big(at + 4, 4) else { return nil }
            if tag(at) == "COMM" {
                guard let frames = big(at + 10, 4), let exponent = big(at + 16, 2), let mantissa = big(at + 18, 8) else { return nil }
                let rate = Double(sign: .plus, exponent: Int(exponent & 0x7FFF) - 16_383 - 63, significand: Double(mantissa))
                return rate >= 1 && rate < 1e7 ? Double(frames) / rate : nil
            }
            at += 8 + Int64(size) + Int64(size & 1)
        }
        return nil
    }

    /// Duration, picture and sound of an AVI, from the headers before its frames.
    mutating func movieOfRIFF(into facts: inout MediaFacts) {
        var at: Int64 = 12
        var (perFrame, frames, allFrames): (UInt64, UInt64, UInt64) = (0, 0, 0)
        var stream: Double?
        var hasSound = false
        for _ in 0..<1000 {
            guard let size = little(at + 4, 4) else { break }
            let body = at + 8
            switch tag(at) {
            case "LIST" where ["hdrl", "strl", "odml"].contains(tag(body)):
                at = body + 4
                continue
            case "avih":
                (perFrame, frames) = (little(body, 4) ?? 0, little(body + 16, 4) ?? 0)
                if let width = little(body + 32, 4), let height = little(body + 36, 4), width > 0, height > 0 {
                    (facts.width, facts.height) = (Int(width), Int(height))
                }
            case "dmlh": allFrames = little(body, 4) ?? 0
            case "strh" where tag(body) == "vids":
                if let scale = little(body + 20, 4), let rate = little(body + 24, 4), let count = little(body + 32, 4), rate > 0 {
                    stream = Double(count) * Double(scale) / Double(rate)
                }
            case "strh": hasSound = hasSound || tag(body) == "auds"
            default: break
            }
            at = body + Int64(size) + Int64(size & 1)
        }
        let byFrames = Double(max(frames, allFrames)) * Double(perFrame) / 1e6
        guard let seconds = [stream ?? 0, byFrames].max(), seconds > 0 else { return }
        facts.seconds = allFrames == 0 ? stream ?? byFrames : seconds
        facts.hasAudio = hasSound
    }
}
