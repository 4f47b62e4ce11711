internal import GemCore

/// Finds media that cannot be processed, whose file fails.
enum MediaTrouble {
    /// What is wrong; nil where nothing is.
    ///
    /// A display name with `[[fail]]` in it always fails; so does a video whose bytes begin like no video container. Other types are taken as they are, as the service does.
    static func problem(_ content: FileSlice, _ facts: MediaFacts, displayName: String) -> String? {
        if displayName.contains("[[fail]]") { return "The file could not be processed." }
        guard facts.modality == .video, facts.length > 0 else { return nil }
        let head = MediaBytes.file(content).read(at: 0, count: 16)
        return isVideo(head) ? nil : "The file could not be processed: its content is no \(facts.mimeType)."
    }

    private static func isVideo(_ head: [UInt8]) -> Bool {
        let starts: [[UInt8]] = [
            [0x1A, 0x45, 0xDF, 0xA3], Array("RIFF".utf8), Array("FLV".utf8), Array("OggS".utf8), [0, 0, 1, 0xBA], [0, 0, 1, 0xB3],
            [0, 0, 1, 0xB0], [0x30, 0x26, 0xB2, 0x75], [0x47],
        ]
        if starts.contains(where: { head.starts(with: $0) }) { return true }
        return ["ftyp", "moov", "mdat", "free", "wide", "skip", "pnot"].contains { head.dropFirst(4).starts(with: $0.utf8) }
    }
}
