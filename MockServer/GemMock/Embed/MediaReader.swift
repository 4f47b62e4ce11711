internal import Crypto
internal import GemCore

/// Finds out what the media of a content show.
struct MediaReader: Sendable {
    let shelf: FileShelf
    let captions: Captions

    /// The most of a text file that is embedded.
    private static let longestText = 32 << 10

    /// What the embedder goes by, for a part and what the prompt's reader made of it.
    func traits(_ media: Prompt.Media, of part: JSON) -> MediaTraits {
        let source = source(part)
        let caption = captions.caption(media.digest, length: media.facts.length) { source?.sha256 }
        var traits = MediaTraits(facts: media.facts, digest: media.digest, caption: caption)
        if media.facts.modality == .text, let bytes = source?.bytes.read(at: 0, count: Self.longestText) {
            traits.text = String(decoding: bytes, as: UTF8.self)
        }
        return traits
    }

    /// Where a part's bytes are.
    private struct Source {
        var bytes: MediaBytes
        var known: String?

        var sha256: String? {
            if let known { return known }
            guard case .memory(let bytes) = bytes else { return nil }
            return Hex.string(SHA256.hash(data: bytes))
        }
    }

    private func source(_ part: JSON) -> Source? {
        if let blob = part.field("inlineData") {
            return Base64Coding.decode(blob.text(of: "data")).map { Source(bytes: .memory($0)) }
        }
        guard let data = part.field("fileData"), let name = FileShelf.name(in: data.text(of: "fileUri")), let file = shelf.file(name)
        else { return nil }
        return Source(bytes: .file(file.content), known: file.sha256)
    }
}
