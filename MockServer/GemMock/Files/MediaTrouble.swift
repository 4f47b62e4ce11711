internal import GemCore

/// Finds media that cannot be processed, whose file fails.
enum MediaTrouble {
    /// What is wrong; nil where nothing is.
    ///
    /// A display name with `[[fail]]` in it always fails; so does a video whose bytes begin as a picture, a document or an archive does. Bytes of no kind at all pass: tests make up their media, and other types are not looked into by the service either.
    static func problem(_ content: FileSlice, _ facts: MediaFacts, displayName: String) -> String? {
        if displayName.contains("[[fail]]") { return "The file could not be processed." }
        guard facts.modality == .video, facts.length > 0 else { return nil }
        let head = MediaBytes.file(content).read(at: 0, count: 16)
        return strangers.contains { head.starts(with: $0) } ? "The file could not be processed: its content is no \(facts.mimeType)." : nil
    }

    /// How what is no video begins: PNG, JPEG, GIF, PDF, ZIP, gzip, HTML, XML.
    private static let strangers: [[UInt8]] = [
        [0x89, 0x50, 0x4E, 0x47], [0xFF, 0xD8, 0xFF], Array("GIF8".utf8), Array("%PDF".utf8), [0x50, 0x4B, 3, 4], [0x1F, 0x8B],
        Array("<!DOCTYPE".utf8), Array("<html".utf8), Array("<?xml".utf8),
    ]
}
