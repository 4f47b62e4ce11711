import GemCore

/// Bytes of any kind give facts or none, and the facts make sense.
enum MediaTarget: FuzzTarget {
    static let name = "media"

    static func run(_ bytes: [UInt8]) {
        for type in ["video/mp4", "audio/mpeg", "image/png", "application/pdf"] {
            let facts = MediaProbe.facts(.memory(bytes), mimeType: type)
            hold((facts.seconds ?? 0) >= 0, "a duration below zero")
            hold((facts.pages ?? 1) > 0, "a document without pages")
        }
    }
}
