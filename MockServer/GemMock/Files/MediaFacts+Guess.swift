internal import GemCore

extension MediaFacts {
    /// The facts of some content, with a guess by its length where it tells nothing, since tests make up their media: so there is always something to reckon with.
    static func reckoned(_ content: MediaBytes, mimeType: String) -> MediaFacts {
        var facts = MediaProbe.facts(content, mimeType: mimeType)
        switch facts.modality {
        case .audio: facts.seconds = facts.seconds ?? Double(content.length) / 16_000
        case .video: facts.seconds = facts.seconds ?? max(1, (Double(content.length) / 250_000).rounded())
        case .document:
            if facts.pages == nil, content.read(at: 0, count: 4).elementsEqual("%PDF".utf8) { facts.pages = 1 }
        case .image, .text: break
        }
        return facts
    }
}
