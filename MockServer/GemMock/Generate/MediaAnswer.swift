internal import GemCore

/// An answer in pictures or speech, for the models that give it.
struct MediaAnswer: Sendable {
    private let prompt: Prompt
    private let model: Model

    /// Nil where text is what is wanted.
    init?(_ prompt: Prompt, _ model: Model) {
        guard model.speaks || model.makesImages else { return nil }
        if model.makesImages, !prompt.modalities.isEmpty, !prompt.modalities.contains("IMAGE") { return nil }
        (self.prompt, self.model) = (prompt, model)
    }

    /// The parts: a picture, with a sentence unless the picture alone is wanted, or speech.
    func parts(_ dice: inout Dice) -> [Generated.Part] {
        guard model.makesImages else { return [speech(&dice)] }
        let picture = Picture(prompt.config.field("imageConfig") ?? .null, &dice)
        let data = Base64Coding.encode(picture.png)
        let image: JSON = ["inlineData": ["mimeType": "image/png", "data": .string(data)]]
        let text = "Here is a picture of what you asked for: \(Synthesiser.short(prompt.lastText, 120))"
        let isAlone = prompt.modalities == ["IMAGE"]
        return (isAlone ? [] : [.text(text)]) + [.other(image, [.image: 1290])]
    }

    private func speech(_ dice: inout Dice) -> Generated.Part {
        let samples = Speech(text: prompt.lastText, dice: &dice).samples
        let speech: JSON = [
            "inlineData": ["mimeType": "audio/L16;codec=pcm;rate=24000", "data": .string(Base64Coding.encode(samples))]
        ]
        // 25 tokens a second.
        return .other(speech, [.audio: max(1, samples.count / 48_000 * 25)])
    }
}

/// A small picture of two colours, of the proportions that were asked for.
struct Picture: Sendable {
    let width: Int
    let height: Int
    private let colours: [[UInt8]]

    init(_ config: JSON, _ dice: inout Dice) {
        let ratio = config.text(of: "aspectRatio").split(separator: ":").compactMap { Int($0) }
        let sides = ratio.count == 2 && ratio.allSatisfy { (1...64).contains($0) } ? ratio : [1, 1]
        let scale = max(1, 64 / max(sides[0], sides[1]))
        (width, height) = (sides[0] * scale, sides[1] * scale)
        colours = [dice.bytes(3), dice.bytes(3)]
    }

    /// The picture's bytes.
    var png: [UInt8] {
        var rows: [UInt8] = []
        for y in 0..<height {
            rows.append(0)
            for x in 0..<width { rows += colours[(x * 4 / width + y * 4 / height) % 2] }
        }
        let header = Self.big(UInt32(width)) + Self.big(UInt32(height)) + [8, 2, 0, 0, 0]
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + Self.chunk("IHDR", header) + Self.chunk("IDAT", Self.stored(rows))
            + Self.chunk("IEND", [])
    }

    private static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
        let body = Array(type.utf8) + data
        return big(UInt32(data.count)) + body + big(crc(body))
    }

    /// The bytes as a zlib stream that stores them as they are.
    private static func stored(_ bytes: [UInt8]) -> [UInt8] {
        var out: [UInt8] = [0x78, 0x01]
        var start = 0
        repeat {
            let end = min(bytes.count, start + 65_535)
            let size = UInt16(end - start)
            out.append(end == bytes.count ? 1 : 0)
            for value in [size, ~size] { out += [UInt8(value & 255), UInt8(value >> 8)] }
            out += bytes[start..<end]
            start = end
        } while start < bytes.count
        var (a, b): (UInt32, UInt32) = (1, 0)
        for byte in bytes {
            a = (a + UInt32(byte)) % 65_521
            b = (b + a) % 65_521
        }
        return out + big(b << 16 | a)
    }

    private static func crc(_ bytes: [UInt8]) -> UInt32 {
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        return ~crc
    }

    private static func big(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> UInt32(24 - 8 * $0)) } }
}

/// A quiet tone as long as it would take to say a text, 16 bits a sample, 24,000 samples a second.
struct Speech: Sendable {
    let samples: [UInt8]

    init(text: String, dice: inout Dice) {
        // Fifteen letters a second, up to half a minute.
        let halves = max(2, min(60, text.unicodeScalars.count / 7))
        let period = 80 + dice.below(80)
        var samples: [UInt8] = []
        samples.reserveCapacity(halves * 24_000)
        for index in 0..<halves * 12_000 {
            let phase = index % period
            let level = (phase < period / 2 ? phase : period - phase) * 40 - period * 10
            let value = UInt16(bitPattern: Int16(clamping: level))
            samples.append(UInt8(value & 255))
            samples.append(UInt8(value >> 8))
        }
        self.samples = samples
    }
}
