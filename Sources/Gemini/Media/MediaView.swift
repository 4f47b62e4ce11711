internal import GemCore

/// Which stretch of a video is looked at, and how finely.
public struct MediaView: Sendable, Hashable {
    /// Where it begins, in seconds.
    public var start: Double?
    /// Where it ends, in seconds.
    public var end: Double?
    /// How many frames a second are looked at, more than 0 and at most 24; 1 where nothing is told.
    public var fps: Double?
    /// How finely it is looked at.
    public var resolution: MediaResolution?

    /// Looks at everything as usual.
    public init() {}

    /// The part with this view; throws `badInput` where its times make no stretch, or where it is surely no video.
    func apply(to part: Part) throws(GemError) -> Part {
        var part = part
        if start != nil || end != nil || fps != nil {
            let type = part.inlineData?.mimeType ?? part.fileData?.mimeType ?? ""
            let isOther = part.text != nil || ["image/", "text/", "application/pdf"].contains { type.hasPrefix($0) }
            guard !isOther else {
                throw GemError(.badInput, "clip(from:to:fps:) is for videos, not for \(part.text == nil ? type : "text").")
            }
            part.videoMetadata = try video()
        }
        if let resolution {
            guard part.text == nil else { throw GemError(.badInput, "resolution(_:) is for media, not for text.") }
            part.mediaResolution = ["level": .string(resolution.rawValue)]
        }
        return part
    }

    private func video() throws(GemError) -> JSON {
        for (name, seconds) in [("start", start), ("end", end)] {
            guard let seconds else { continue }
            guard (0...1e9).contains(seconds) else {
                throw GemError(.badInput, "A clip's \(name) is \(seconds); it must be seconds from the video's beginning.")
            }
        }
        if let end, end <= start ?? 0 {
            throw GemError(.badInput, "A clip ends at \(end) s, which is not after its start at \(start ?? 0) s.")
        }
        if let fps, !(fps > 0 && fps <= 24) {
            throw GemError(.badInput, "A clip's frame rate is \(fps); it must be more than 0 and at most 24 frames a second.")
        }
        return .members(["startOffset": start.map(Self.offset), "endOffset": end.map(Self.offset), "fps": fps.map { .double($0) }])
    }

    private static func offset(_ seconds: Double) -> JSON {
        .string(ProtoDuration.text(milliseconds: Int64((seconds * 1000).rounded())))
    }
}
