internal import GemCore

/// How many tokens media take, by the request's `mediaResolution`.
enum MediaResolution: Sendable {
    case usual, low, medium, high

    /// Reads the setting's name.
    init(_ name: String?) {
        switch name?.replacing("MEDIA_RESOLUTION_", with: "") {
        case "LOW": self = .low
        case "MEDIUM": self = .medium
        case "HIGH", "ULTRA_HIGH": self = .high
        default: self = .usual
        }
    }

    /// Adds what one piece of media takes: 258 an image tile, a PDF page and a video frame, 32 a second of sound.
    func add(_ media: Prompt.Media, to count: inout Tokens.Count) {
        let facts = media.facts
        switch facts.modality {
        case .image: count[.image, default: 0] += image(facts)
        case .document: count[.document, default: 0] += (self == .low ? 66 : 258) * max(1, facts.pages ?? 1)
        case .text: count[.text, default: 0] += max(1, Int(min(facts.length, 1 << 40) / 4))
        case .audio: count[.audio, default: 0] += 32 * (facts.seconds ?? 1).rounded(.up).whole(1...1_000_000)
        case .video:
            let seconds = max(0, min(media.end ?? .infinity, facts.seconds ?? 1) - media.start)
            count[.video, default: 0] += (self == .low ? 66 : 258) * (seconds * media.fps).rounded(.up).whole(1...1_000_000)
            if facts.hasAudio { count[.audio, default: 0] += 32 * seconds.rounded(.up).whole(1...1_000_000) }
        }
    }

    /// An image of up to 384 pixels is one tile; a larger one is cut into tiles of 768.
    private func image(_ facts: MediaFacts) -> Int {
        if self == .low { return 66 }
        guard self != .medium, let width = facts.width, let height = facts.height, width > 384 || height > 384 else { return 258 }
        return 258 * min(1000, (width + 767) / 768) * min(1000, (height + 767) / 768)
    }
}
