import GemCore
import Testing

@Suite struct MediaProbeTests {
    @Test(arguments: Sample.recordings)
    func theDurationIsReadFromEveryContainer(sample: Sample) throws {
        let facts = MediaProbe.facts(.memory(sample.bytes), mimeType: sample.type)
        let seconds = try #require(facts.seconds, "\(sample)")
        #expect(abs(seconds - sample.seconds) < 0.03, "\(sample): \(seconds)")
    }

    @Test(arguments: Sample.silent)
    func whatTellsNoDurationStaysUnknown(sample: Sample) {
        #expect(MediaProbe.facts(.memory(sample.bytes), mimeType: sample.type).seconds == nil)
    }

    @Test(arguments: Sample.pictures)
    func theSizeOfEveryPictureIsRead(sample: Sample) {
        let facts = MediaProbe.facts(.memory(sample.bytes), mimeType: sample.type)
        #expect(facts.width == 320 && facts.height == 240, "\(sample)")
    }

    @Test func aFilmTellsItsPictureAndSound() {
        let facts = MediaProbe.facts(.memory(Sample.mp4(seconds: 6).bytes), mimeType: "video/mp4")
        #expect(facts.width == 320 && facts.height == 240 && !facts.hasAudio)
    }

    @Test func aFileIsReadAsTheSameBytesAre() throws {
        for sample in Sample.recordings {
            try TemporaryBytes.with([1, 2, 3] + sample.bytes) { path in
                let slice = FileSlice(path: path, offset: 3, length: Int64(sample.bytes.count))
                let facts = MediaProbe.facts(.file(slice), mimeType: sample.type)
                #expect(facts == MediaProbe.facts(.memory(sample.bytes), mimeType: sample.type))
            }
        }
        #expect(MediaProbe.facts(.file(FileSlice(path: "/nonexistent", length: 100)), mimeType: "video/mp4").seconds == nil)
    }

    @Test(arguments: Document.all)
    func pagesAreCountedOrUnknown(document: Document) {
        #expect(MediaProbe.facts(.memory(document.bytes), mimeType: "application/pdf").pages == document.pages)
    }

    @Test(arguments: [
        ("eAEryUhVKE7MTVUozy9KKVZIzEtRKMEUys0vSlXIT4NLAQAYdhNi", "the same words and the same words and more of the same"),
        ("eAEBDwDw/3N0b3JlZCBhcyBpdCBpcy3tBX8=", "stored as it is"),
    ])
    func packedBytesAreUnpacked(packed: String, text: String) throws {
        let bytes = try #require(Base64Coding.decode(packed))
        #expect(Inflate.unpacked(bytes[...], limit: 1000).map { String(decoding: $0, as: UTF8.self) } == text)
        #expect(Inflate.unpacked(bytes[...], limit: text.utf8.count - 1) == nil)
        #expect(Inflate.unpacked(bytes.dropLast(8), limit: 1000) == nil)
    }

    @Test func codesOfTheirOwnAreUnpacked() throws {
        let packed =
            "eNpLTEpOHEW0RwyMTMwsrGzsHJxc3Dy8fPwCgkLCIqJi4hKSUtIysnLyCopKyiqqauoamlraOrp6+gaGRsYmpmbmFpZW1ja2dvYOjk7OLq5u7h6eXt4+vn7+AYFBwSGhYeERkVHRMbFx8QlAO1JS09IzMrOyc3Lz8gsKi4pLSsvKKyqrqmtq6+obGpuaW1rb2js6u7p7evv6J0ycNHnK1GnTZ8ycNXvO3HnzFyxctHjJ0mXLV6xctXrN2nXrN2zctHnL1m3bd+zctXvP3n37Dxw8dPjI0WPHT5w8dfrM2XPnL1y8dPnK1WvXb9y8dfvO3Xv3Hzx89PjJ02fPX7x89frN23fvP3z89PnL12/ff/z89fvP33//R/0/sv0PAFnzCG8="
        let bytes = try #require(Base64Coding.decode(packed))
        let words: [UInt8] = Array(repeatElement(Array("abcabcabcabc".utf8), count: 30).joined())
        let alphabet: [UInt8] = Array(repeatElement(Array(UInt8.min...UInt8.max), count: 3).joined())
        #expect(Inflate.unpacked(bytes[...], limit: 5000) == words + alphabet)
    }

    @Test func anyBytesGiveFactsOrNone() {
        var random = KeysPropertyTests.Generator(state: 5)
        let samples = Sample.recordings + Sample.pictures + Document.all.map { Sample("pdf", "application/pdf", $0.bytes) }
        for sample in samples {
            for _ in 0..<60 {
                var bytes = sample.bytes
                if Bool.random(using: &random) { bytes.removeLast(Int.random(in: 0...bytes.count, using: &random)) }
                for _ in 0..<Int.random(in: 1...6, using: &random) where !bytes.isEmpty {
                    let place = Int.random(in: 0..<min(bytes.count, 400), using: &random)
                    bytes[place] = [0, 1, 0x7F, 0x80, 0xFF, UInt8.random(in: 0...255, using: &random)].randomElement(using: &random) ?? 0
                }
                let facts = MediaProbe.facts(.memory(bytes), mimeType: sample.type)
                #expect((facts.seconds ?? 0) >= 0 && (facts.pages ?? 1) > 0)
            }
        }
    }
}
