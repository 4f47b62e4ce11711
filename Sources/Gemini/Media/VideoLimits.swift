internal import GemCache
internal import GemCore

/// What Vertex AI takes by way of videos, in one table; checked before a question is sent.
struct VideoLimits: Sendable {
    /// Videos in one prompt.
    var videos: Int
    /// Videos from YouTube in one prompt.
    var youTube = 1
    /// Videos fetched from elsewhere by http or https in one prompt.
    var fetched = 1

    /// The limits of a model, by how its short name begins; the first line that fits counts.
    private static let table: [(model: String, limits: VideoLimits)] = [
        ("gemini-1.0-pro-vision", VideoLimits(videos: 1)), ("gemini-pro-vision", VideoLimits(videos: 1)),
        ("gemini-", VideoLimits(videos: 10)),
    ]

    /// The media types of moving pictures that are taken.
    static let mediaTypes: Set<String> = [
        "video/x-flv", "video/flv", "video/quicktime", "video/mov", "video/mpeg", "video/mpegs", "video/mpegps", "video/mpg", "video/mp4",
        "video/webm", "video/wmv", "video/3gpp", "video/avi",
    ]

    /// The limits of a model; nil for models that are not Google's, of which nothing is known.
    static func of(_ model: String) -> VideoLimits? {
        let name = Route.shortModel(model)
        return table.first { name.hasPrefix($0.model) }?.limits
    }

    /// Throws `badInput` where a question has a video the model does not take, or more of them.
    static func check(_ question: GenerateContentRequest, model: String) throws(GemError) {
        guard let limits = of(model) else { return }
        // Over the JSON, so that the bytes of inline media are not touched.
        let found = (question.json["contents"]?.array ?? []).flatMap { $0["parts"]?.array ?? [] }.compactMap(video)
        guard !found.isEmpty else { return }
        for (type, name) in found where !mediaTypes.contains(type) {
            throw GemError(
                .badInput,
                "\(name) is \(type), which Vertex AI does not take; it takes \(mediaTypes.sorted().joined(separator: ", ")). Convert it, to MP4 for instance."
            )
        }
        try limits.check(found.count, limits.videos, "videos", model)
        try limits.check(found.count { YouTube.canonical($0.name) != nil }, limits.youTube, "videos from YouTube", model)
        let fetched = found.count { ($0.name.hasPrefix("https://") || $0.name.hasPrefix("http://")) && YouTube.canonical($0.name) == nil }
        try limits.check(fetched, limits.fetched, "videos given by http or https", model)
    }

    private func check(_ count: Int, _ limit: Int, _ what: String, _ model: String) throws(GemError) {
        guard count > limit else { return }
        throw GemError(
            .badInput,
            "The prompt has \(count) \(what); \(model) takes \(limit) at most in one prompt. Ask about the others in further questions.")
    }

    /// A part's media type and address where it is a video.
    private static func video(_ part: JSON) -> (type: String, name: String)? {
        if let file = part["fileData"], let uri = file["fileUri"]?.string {
            let type = file["mimeType"]?.string?.lowercased() ?? ""
            return MIMEType.isVideo(type) ? (type, uri) : nil
        }
        let type = part["inlineData"]?["mimeType"]?.string?.lowercased() ?? ""
        return MIMEType.isVideo(type) ? (type, "A video in the prompt") : nil
    }
}
