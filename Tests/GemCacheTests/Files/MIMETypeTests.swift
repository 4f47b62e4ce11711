internal import GemCache
internal import GemCore
internal import GemTesting
internal import Testing

@Suite struct MIMETypeTests {
    @Test(arguments: [
        ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], "x.txt", "image/png"),
        ([0xFF, 0xD8, 0xFF, 0xE0], "x", "image/jpeg"),
        (bytes("GIF89a"), "x", "image/gif"),
        (bytes("RIFF\u{1}\u{2}\u{3}\u{4}WEBPVP8 "), "x", "image/webp"),
        (bytes("RIFF\u{1}\u{2}\u{3}\u{4}WAVEfmt "), "x", "audio/wav"),
        (bytes("RIFF\u{1}\u{2}\u{3}\u{4}AVI LIST"), "x", "video/avi"),
        (bytes("\0\0\0\u{18}ftypheic\0\0\0\0mif1"), "x", "image/heic"),
        (bytes("\0\0\0\u{20}ftypisom\0\0\u{2}\0"), "x", "video/mp4"),
        (bytes("\0\0\0\u{20}ftypisom\0\0\u{2}\0"), "talk.m4a", "audio/mp4"),
        (bytes("\0\0\0\u{14}ftypqt  \0\0\0\0qt  "), "x", "video/quicktime"),
        ([0x1A, 0x45, 0xDF, 0xA3, 0x01, 0x42, 0x82, 0x84] + bytes("webm"), "x", "video/webm"),
        ([0x00, 0x00, 0x01, 0xBA, 0x44], "x", "video/mpeg"),
        (bytes("%PDF-1.7\n"), "x", "application/pdf"), (bytes("\r\n\0%PDF-1.7\n"), "x.pdf", "application/pdf"),
        (bytes("ID3\u{4}\0"), "x", "audio/mpeg"),
        ([0xFF, 0xFB, 0x90, 0x64, 0x00], "x", "audio/mpeg"),
        ([0xFF, 0xF1, 0x50, 0x80, 0x00], "x", "audio/aac"),
        (bytes("fLaC\0"), "x", "audio/flac"),
        (bytes("OggS\0"), "x", "audio/ogg"),
        (bytes("FORM\0\0\0\u{1}AIFFCOMM"), "x", "audio/aiff"),
        (bytes("WEBVTT\n\n00:00.000 --> 00:01.000\nhi\n"), "x", "text/vtt"),
        (bytes("hello"), "x.vtt", "text/vtt"),
        (bytes("# Title"), "notes.md", "text/markdown"),
        (bytes("# Title"), "NOTES.MD", "text/markdown"),
        (bytes("a,b\n1,2\n"), "t.csv", "text/csv"),
        (bytes("<!DOCTYPE html><p>"), "x", "text/html"),
        (bytes("<?xml version='1.0'?>"), "x", "text/xml"),
        (bytes("{\"a\":1}"), "x.json", "text/plain"),
        (bytes("let a = 1"), "x.swift", "text/plain"),
        (bytes("grüße"), "x", "text/plain"), (bytes("ID3 tags tell"), "x", "text/plain"), (bytes("The ftyp box"), "x.md", "text/markdown"),
        ([0xFF, 0xFE, 0x68, 0x00], "utf16.txt", "application/octet-stream"),
        (bytes("PK\u{3}\u{4}\u{14}\0"), "x.docx", "application/octet-stream"),
        ([0x00, 0x01, 0x02], "a.b/noname", "application/octet-stream"),
    ])
    func contentTellsFirstThenTheName(bytes: [UInt8], name: String, type: String) {
        #expect(MIMEType.sniff(bytes: bytes, name: name) == type)
    }

    private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test func aScalarCutAtTheWindowIsStillText() {
        let text = [UInt8](repeating: 97, count: MIMEType.window - 1) + Array("ü".utf8) + Array("tail".utf8)
        #expect(MIMEType.sniff(bytes: text, name: "x.txt") == "text/plain")
    }

    @Test func aFileIsDescribedByItsContent() throws {
        let content = [UInt8](repeating: 0, count: 3_000_000)
        let file = try TemporaryFile(content, name: "clip.bin")
        let attachment = try Attachment.describing(path: file.path)
        #expect(attachment.length == 3_000_000)
        #expect(attachment.digest == Digest(of: content))
        #expect(attachment.displayName == "clip.bin")
        #expect(attachment.mimeType == "application/octet-stream")
        #expect(try Attachment.describing(path: file.path, mimeType: "video/mp4").mimeType == "video/mp4")
    }

    @Test func whatIsNoFileIsSaid() throws {
        let empty = try TemporaryFile([], name: "empty.txt")
        let folder = String(empty.path.dropLast("/empty.txt".count))
        for (path, word) in [(empty.path, "is empty"), (folder, "is a directory"), (folder + "/none", "There is no file")] {
            let error = #expect(throws: GemError.self) { _ = try Attachment.describing(path: path) }
            #expect(error?.code == .badInput)
            #expect(error?.message.contains(word) == true)
            #expect(error?.message.contains(path) == true)
        }
    }

    @Test(arguments: [[UInt8](), [1], [1, 2], [1, 2, 3], Array(0...255)])
    func base64GoesBothWays(bytes: [UInt8]) {
        #expect(Base64Coding.encode(bytes) == base64(bytes))
        #expect(Base64Coding.decode(Base64Coding.encode(bytes)) == bytes)
    }

    @Test func base64TakesTheURLAlphabetAndRefusesTheRest() {
        #expect(Base64Coding.decode("__-_") == [0xFF, 0xFF, 0xBF])
        #expect(Base64Coding.decode("__8") == [0xFF, 0xFF])
        #expect(Base64Coding.decode("a b") == nil)
        #expect(Base64Coding.decode("A") == nil)
        #expect(Base64Coding.decode("QQ==QQ==") == nil)
    }
}
