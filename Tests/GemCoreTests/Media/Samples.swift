import GemCore
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The least a container of each kind needs to tell what it holds.
struct Sample: Sendable, CustomTestStringConvertible {
    var name: String
    var type: String
    var bytes: [UInt8]
    var seconds = 0.0

    init(_ name: String, _ type: String, _ bytes: [UInt8], seconds: Double = 0) {
        (self.name, self.type, self.bytes, self.seconds) = (name, type, bytes, seconds)
    }

    var testDescription: String { name }

    static func be(_ value: UInt64, _ count: Int) -> [UInt8] {
        (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * UInt64($0))) }
    }
    static func le(_ value: UInt64, _ count: Int) -> [UInt8] { be(value, count).reversed() }
    static func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }
    static func text(_ text: String) -> [UInt8] { Array(text.utf8) }
    static func box(_ type: String, _ body: [UInt8]...) -> [UInt8] {
        let body = Array(body.joined())
        return be(UInt64(body.count + 8), 4) + text(type) + body
    }
    static func chunk(_ type: String, _ body: [UInt8]) -> [UInt8] { text(type) + le(UInt64(body.count), 4) + body + zeros(body.count & 1) }
    static func element(_ name: UInt64, _ body: [UInt8], isOpen: Bool = false) -> [UInt8] {
        let id = be(name, 8).drop { $0 == 0 }
        return id + (isOpen ? [0x01] + [UInt8](repeating: 0xFF, count: 7) : [0x08] + be(UInt64(body.count), 4)) + body
    }

    static func mp4(seconds: UInt64) -> Sample {
        let track = box("trak", box("tkhd", zeros(12) + be(1, 4) + zeros(60) + be(320 << 16, 4) + be(240 << 16, 4)))
        let movie = box("moov", box("mvhd", zeros(12) + be(1000, 4) + be(seconds * 1000, 4) + zeros(80)), track)
        return Sample("mp4", "video/mp4", box("ftyp", text("isom")) + movie + box("mdat", zeros(9)), seconds: Double(seconds))
    }

    /// What a streaming encoder writes: no duration in the head.
    private static func fragmented(_ rest: [UInt8]...) -> [UInt8] {
        let media = box("mdia", box("mdhd", zeros(12) + be(90_000, 4) + zeros(8)))
        let head = box(
            "moov", box("mvhd", zeros(12) + be(1000, 4) + zeros(84)), box("trak", box("tkhd", zeros(12) + be(7, 4) + zeros(68)), media))
        return box("ftyp", text("iso5")) + head + Array(rest.joined())
    }

    private static let index = box(
        "sidx",
        zeros(4) + be(7, 4) + be(90_000, 4) + zeros(8) + zeros(2) + be(2, 2)
            + be(100, 4) + be(450_000, 4) + zeros(4) + be(100, 4) + be(180_000, 4) + zeros(4))
    private static let fragment = box("moof", box("traf", box("tfhd", zeros(4) + be(7, 4)), box("tfdt", zeros(4) + be(810_000, 4))))

    private static func wave(_ data: UInt64, _ count: Int) -> [UInt8] {
        text("RIFF") + le(0, 4) + text("WAVE") + chunk("fmt ", le(1, 2) + le(1, 2) + le(8000, 4) + le(8000, 4) + le(1, 2) + le(8, 2))
            + text("data") + le(data, 4) + [UInt8](repeating: 128, count: count)
    }

    private static let aiff =
        text("FORM") + be(0, 4) + text("AIFF")
        + text("COMM") + be(18, 4) + be(1, 2) + be(24_000, 4) + be(16, 2) + [0x40, 0x0B, 0xFA, 0, 0, 0, 0, 0, 0, 0]
    private static let flac = text("fLaC") + [0x80, 0, 0, 34] + zeros(10) + be(44_100 << 44 | 132_300, 8) + zeros(16)

    private static func page(_ place: UInt64, _ flags: UInt8, _ body: [UInt8]) -> [UInt8] {
        text("OggS") + [0, flags] + le(place, 8) + le(77, 4) + zeros(8) + [1, UInt8(body.count)] + body
    }
    private static let opus =
        page(0, 2, text("OpusHead") + [1, 2] + le(312, 2) + le(48_000, 4) + zeros(3)) + page(0, 0, text("OpusTags"))
        + page(960, 0, zeros(40)) + page(144_312, 4, zeros(40))
    private static let vorbis = page(0, 2, [1] + text("vorbis") + zeros(4) + [1] + le(44_100, 4) + zeros(12)) + page(88_200, 4, zeros(50))

    /// MPEG-1 layer III, 128 kbit/s at 44.1 kHz: 417 bytes and 1152 samples a frame.
    private static func mp3(_ frames: Int) -> [UInt8] {
        Array(repeatElement([0xFF, 0xFB, 0x90, 0x00] + zeros(413), count: frames).joined())
    }
    private static let tag = text("ID3") + [4, 0, 0, 0, 0, 0, 20] + zeros(20)
    /// AAC at 44.1 kHz behind an ADTS head: 100 bytes and 1024 samples a frame.
    private static func aac(_ frames: Int) -> [UInt8] {
        Array(repeatElement([0xFF, 0xF1, 0x50, 0x80, 0x0C, 0x9F, 0xFC] + zeros(93), count: frames).joined())
    }

    private static func matroska(_ inside: [UInt8]..., isOpen: Bool = false) -> [UInt8] {
        element(0x1A45_DFA3, element(0x4282, text("webm"))) + element(0x1853_8067, Array(inside.joined()), isOpen: isOpen)
    }
    private static func cluster(_ time: UInt64, isOpen: Bool = false) -> [UInt8] {
        element(0x1F43_B675, element(0xBF, zeros(4)) + element(0xE7, be(time, 2)) + element(0xA3, zeros(30)), isOpen: isOpen)
    }

    private static let avi: [UInt8] = {
        let main = chunk("avih", le(40_000, 4) + zeros(12) + le(75, 4) + zeros(36))
        let stream = chunk("strh", text("vids") + zeros(16) + le(1, 4) + le(25, 4) + zeros(4) + le(75, 4) + zeros(20))
        return text("RIFF") + le(0, 4) + text("AVI ") + chunk("LIST", text("hdrl") + main + chunk("LIST", text("strl") + stream))
    }()

    private static func pack(_ clock: UInt64) -> [UInt8] {
        let word = 1 << 38 | (clock >> 30 & 7) << 35 | 1 << 34 | (clock >> 15 & 0x7FFF) << 19 | 1 << 18 | (clock & 0x7FFF) << 3 | 4
        return [0, 0, 1, 0xBA] + be(word, 5) + zeros(5)
    }

    static let recordings: [Sample] = [
        mp4(seconds: 6), Sample("an index of segments", "video/mp4", fragmented(index), seconds: 7),
        Sample("fragments", "video/mp4", fragmented(fragment, box("mdat", zeros(100))), seconds: 9),
        Sample("m4a", "audio/mp4", mp4(seconds: 4).bytes, seconds: 4), Sample("wav", "audio/wav", wave(16_000, 16_000), seconds: 2),
        Sample("a streamed wav", "audio/wav", wave(0xFFFF_FFFF, 24_000), seconds: 3),
        Sample("a wav cut short", "audio/wav", wave(80_000, 8000), seconds: 1), Sample("aiff", "audio/aiff", aiff, seconds: 3),
        Sample("flac", "audio/flac", flac, seconds: 3), Sample("flac behind a tag", "audio/flac", tag + flac, seconds: 3),
        Sample("opus", "audio/ogg", opus, seconds: 3), Sample("vorbis", "audio/ogg", vorbis, seconds: 2),
        Sample("mp3", "audio/mpeg", mp3(383), seconds: 10), Sample("mp3 behind a tag", "audio/mp3", tag + mp3(383), seconds: 10),
        Sample("mp3 with rubbish in it", "audio/mpeg", mp3(192) + text("rubbish") + mp3(191), seconds: 10),
        Sample("aac", "audio/aac", aac(431), seconds: 10),
        Sample("webm", "video/webm", matroska(element(0x1549_A966, element(0x4489, be(12_000.0.bitPattern, 8))), cluster(1)), seconds: 12),
        Sample("a streamed webm", "video/webm", matroska(cluster(0, isOpen: true), cluster(5000, isOpen: true), isOpen: true), seconds: 5),
        Sample("a webm without a duration", "video/webm", matroska(cluster(0), cluster(8000)), seconds: 8),
        Sample("avi", "video/avi", avi, seconds: 3),
        Sample("mpeg", "video/mpeg", pack(90_000) + zeros(40_000) + pack(90_000 * 11) + zeros(200), seconds: 10),
    ]

    static let silent: [Sample] = [
        Sample("nothing", "video/mp4", []), Sample("text", "audio/mpeg", text("no sound at all, but text that goes on for a while")),
        Sample("fragments without a place", "video/mp4", fragmented()),
        Sample("an unknown duration", "video/mp4", box("ftyp", text("isom"))),
        Sample("a clock set anew", "video/mpeg", pack(900_000) + zeros(40_000) + pack(90_000)),
        Sample("an implausible clock", "video/mpeg", pack(0) + zeros(1000) + pack(90_000 * 3600)),
        Sample("a flac of unknown length", "audio/flac", text("fLaC") + zeros(50)), Sample("one frame", "audio/aac", [0xFF, 0xF1]),
    ]

    static let pictures: [Sample] = [
        Sample(
            "png", "image/png", [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10] + be(13, 4) + text("IHDR") + be(320, 4) + be(240, 4) + zeros(9)),
        Sample("gif", "image/gif", text("GIF89a") + le(320, 2) + le(240, 2) + zeros(8)),
        Sample(
            "jpeg", "image/jpeg",
            [0xFF, 0xD8, 0xFF, 0xE0] + be(4, 2) + zeros(2) + [0xFF, 0xFF, 0xC2] + be(11, 2) + [8] + be(240, 2) + be(320, 2)),
        Sample("webp", "image/webp", text("RIFF") + zeros(4) + text("WEBPVP8X") + zeros(8) + le(319, 3) + le(239, 3)),
        Sample("webp, lossless", "image/webp", text("RIFF") + zeros(4) + text("WEBPVP8L") + zeros(4) + [0x2F] + le(319 | 239 << 14, 4)),
        Sample("webp, lossy", "image/webp", text("RIFF") + zeros(4) + text("WEBPVP8 ") + zeros(10) + le(320, 2) + le(240, 2)),
        Sample(
            "heic", "image/heic",
            box("ftyp", text("heic")) + box("meta", zeros(4), box("iprp", box("ipco", box("ispe", zeros(4) + be(320, 4) + be(240, 4)))))),
    ]
}

/// A PDF file and its number of pages.
struct Document: Sendable, CustomTestStringConvertible {
    var name: String
    var pages: Int?
    var bytes: [UInt8]

    init(_ name: String, _ pages: Int?, _ text: String) { (self.name, self.pages, bytes) = (name, pages, Array(text.utf8)) }

    var testDescription: String { name }

    private static let two = """
        %PDF-1.4
        1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
        2 0 obj << /Type /Pages /Kids [3 0 R 4 0 R] /Count 9 >> endobj
        3 0 obj << /Type /Page /Parent 2 0 R /Note (a \\) 9 0 obj /Type /Page) >> endobj
        4 0 obj << /Type/Page /Parent 2 0 R >> endobj
        5 0 obj << /Length 40 >> stream
        6 0 obj << /Type /Catalog /Pages 7 0 R
        endstream endobj
        trailer << /Root 1 0 R /Size 5 >>

        """

    static let all: [Document] = [
        Document("two pages", 2, two),
        Document("changed and saved again", 1, two + "2 0 obj <</Type/Pages/Kids[4 0 R]/Count 1>> endobj trailer <</Root 1 0 R>>"),
        Document(
            "nodes below nodes", 3,
            two + "4 0 obj <</Type /Pages /Kids 8 0 R>> endobj 8 0 obj [3 0 R 9 0 R] endobj 9 0 obj <</Type/P#61ge>> endobj"),
        Document("a tree that bites its tail", nil, two + "4 0 obj <</Type /Pages /Kids [2 0 R]>> endobj"),
        Document("a page that is missing", nil, two + "2 0 obj <</Type/Pages/Kids[3 0 R 40 0 R]>> endobj"),
        Document("no PDF", nil, "2 pages"),
        Document("nothing in it", nil, "%PDF-1.4"), Document("deep", nil, "%PDF-1.4 1 0 obj " + String(repeating: "[<<", count: 5000)),
        packed,
    ]

    /// Seven pages, all objects packed into one.
    private static let packed: Document = {
        let text =
            "JVBERi0xLjUKOTAgMCBvYmogPDwvVHlwZS9PYmpTdG0vTiA5L0ZpcnN0IDUxL0ZpbHRlci9GbGF0ZURlY29kZS9MZW5ndGggMTMzPj5zdHJlYW0KeNrNzT0KwkAQBeCrvBvszOxvIKRJmUbETiwWXIIgRkwsvL27U1iIB7D5GN6DNwyCwBIsmAQOXG8P9gkBnAIihB0SxAk6SCT0vTm87sWMecvXZTa7PJe1jhD2w/BpNTXT5bwebavqdNOrQY1qUrvmyYzL87Yhfu1UHqXmv378c/cGviJdHgplbmRzdHJlYW0gZW5kb2JqCjkxIDAgb2JqIDw8L1R5cGUvWFJlZi9TaXplIDkyL1dbMSAyIDFdL1Jvb3QgMSAwIFIvTGVuZ3RoIDA+PnN0cmVhbQoKZW5kc3RyZWFtIGVuZG9iagpzdGFydHhyZWYKMAolJUVPRg=="
        var document = Document("packed objects", 7, "")
        document.bytes = Base64Coding.decode(text) ?? []
        return document
    }()
}

/// A file for the length of a closure.
enum TemporaryBytes {
    static func with<R>(_ bytes: [UInt8], _ body: (String) throws -> R) throws -> R {
        let url = FileManager.default.temporaryDirectory.appending(path: "gemcache-probe-\(UInt64.random(in: 0 ... .max))")
        try Data(bytes).write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        return try body(url.path)
    }
}
