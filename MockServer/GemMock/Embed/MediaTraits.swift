internal import GemCore

/// What the embedder goes by where it is given media: a caption, the text of a text file, else the bytes and what the container tells.
struct MediaTraits: Sendable {
    var facts: MediaFacts
    var digest: Digest
    /// What it shows, in words, where that is known.
    var caption: String?
    /// The beginning of a text.
    var text = ""

    /// Adds the features of the media.
    func add(to features: inout TextFeatures) {
        // A word for the kind, so that "a picture of …" and "the sound of …" find theirs.
        features.add(kind, scale: 0.25)
        if let caption { features.add(caption) }
        if !text.isEmpty { features.add(text) }
        let isKnown = caption != nil || !text.isEmpty
        features.add(Feature.hash("content", digest.high ^ digest.low), isKnown ? 0.3 : 1.5)
        guard !isKnown else { return }
        features.add(Feature.hash("mime", Feature.hash(facts.mimeType.utf8)), 0.4)
        for (name, value) in measures {
            // Near sizes share a feature: it is the power of two that counts.
            features.add(Feature.hash(name, UInt64(value.exponent.magnitude)), 0.3)
        }
    }

    private var kind: String {
        switch facts.modality {
        case .image: "picture"
        case .audio: "sound"
        case .video: "film"
        case .document: "document"
        case .text: ""
        }
    }

    private var measures: [(StaticString, Double)] {
        [
            ("length", Double(facts.length)), ("width", Double(facts.width ?? 0)), ("height", Double(facts.height ?? 0)),
            ("pages", Double(facts.pages ?? 0)), ("seconds", facts.seconds ?? 0),
        ].filter { $0.1 >= 1 && $0.1.isFinite }
    }
}
