internal import GemCore

/// What one request to an embedding model may hold.
struct EmbedLimits: Sendable {
    /// Requests of one batch.
    static let batch = 100

    var images = 6
    var pages = 6
    var videoSeconds = 120.0
    var audioSeconds = 180.0

    /// The limits of gemini-embedding-2.
    static let multimodal = EmbedLimits()

    /// The MIME types embedding-2 takes beside text.
    static let types: [MediaFacts.Modality: [String]] = [
        .image: ["image/png", "image/jpeg", "image/jpg"],
        .audio: ["audio/mp3", "audio/mpeg", "audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave"],
        .video: ["video/mp4", "video/quicktime", "video/mov", "video/mpeg"],
        .document: ["application/pdf"],
    ]

    /// Refuses media of a type that is not taken, and more of them than fit.
    func check(_ media: [Prompt.Media]) throws(APIFailure) {
        var (images, pages, video, audio) = (0, 0, 0.0, 0.0)
        for item in media {
            try Self.checkType(item.facts)
            switch item.facts.modality {
            case .image: images += 1
            case .document: pages += item.facts.pages ?? 1
            case .video: video += Self.seconds(item)
            case .audio: audio += Self.seconds(item)
            case .text: break
            }
        }
        try Self.check(Double(images), Double(self.images), "images", "")
        try Self.check(Double(pages), Double(self.pages), "PDF pages", "")
        try Self.check(video, videoSeconds, "video", " seconds")
        try Self.check(audio, audioSeconds, "audio", " seconds")
    }

    private static func checkType(_ facts: MediaFacts) throws(APIFailure) {
        guard let types = types[facts.modality] else { return }
        let type = String(facts.mimeType.lowercased().prefix { $0 != ";" })
        guard types.contains(type) else {
            throw .invalid("Unsupported MIME type: \(facts.mimeType.prefix(100)). Supported are \(types.joined(separator: ", ")).")
        }
    }

    private static func seconds(_ media: Prompt.Media) -> Double {
        let end = min(media.end ?? .infinity, media.facts.seconds ?? 1)
        let seconds = end - media.start
        return seconds.isFinite ? max(0, seconds) : 0
    }

    private static func check(_ found: Double, _ limit: Double, _ what: String, _ unit: String) throws(APIFailure) {
        guard found > limit else { return }
        let text = JSON.double((found * 10).rounded() / 10).text()
        throw .invalid("The request holds \(text)\(unit) of \(what); at most \(JSON.double(limit).text())\(unit) can be embedded at once.")
    }

    /// Shortens texts to what a model reads, from the end; tells whether anything went.
    static func truncate(_ parts: [Prompt.Part], to limit: Int) -> (parts: [Prompt.Part], isTruncated: Bool) {
        var left = limit
        var isTruncated = false
        var kept: [Prompt.Part] = []
        for part in parts {
            guard case .text(let text) = part else {
                left -= Tokens.of([part])[.text] ?? 0
                kept.append(part)
                continue
            }
            let count = Tokens.of(text)
            if count <= left {
                kept.append(part)
            } else {
                isTruncated = true
                kept.append(.text(Tokens.pieces(text, upTo: max(0, left)).joined()))
            }
            left -= count
        }
        return (kept, isTruncated)
    }
}
