import ArgumentParser
import GemCache
import GemCore
import Gemini

/// The stretch of a video that is looked at, as one writes it: `60-90`, `1:00-1:30`, `1:02:03-`, `-90`.
struct Clip: ExpressibleByArgument, Sendable, Hashable {
    /// Where it begins, in seconds; nil for the beginning.
    let from: Double?
    /// Where it ends, in seconds; nil for the end.
    let to: Double?

    /// Reads two times with a dash between them, of which one may be missing; nil for anything else.
    init?(argument text: String) {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, ends.contains(where: { !$0.isEmpty }) else { return nil }
        let times = ends.map(Self.seconds)
        guard zip(ends, times).allSatisfy({ $0.isEmpty || $1 != nil }) else { return nil }
        (from, to) = (times[0], times[1])
    }

    /// `90`, `90.5s`, `1:30`, `1:02:03`.
    private static func seconds(_ text: Substring) -> Double? {
        let parts = (text.last == "s" ? text.dropLast() : text).split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 3, parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) || $0 == 46 } }) else {
            return nil
        }
        var sum = 0.0
        for (place, part) in parts.enumerated() {
            guard let number = Double(part), place == 0 || number < 60 else { return nil }
            sum = sum * 60 + number
        }
        return sum
    }
}

extension [Media] {
    /// The media with their videos as the options say; throws where none is known to be a video.
    func looked(at clip: Clip?, fps: Double?) throws(GemError) -> [Media] {
        guard clip != nil || fps != nil else { return self }
        guard contains(where: \.isVideo) else {
            throw GemError(
                .badInput, "--clip and --fps are for videos, and by their names no attachment is one; attach one, or leave them out.")
        }
        return map { $0.isVideo ? $0.clip(from: clip?.from, to: clip?.to, fps: fps) : $0 }
    }
}

extension Media {
    /// Whether it is a video by its name, or by what is said of it.
    fileprivate var isVideo: Bool {
        switch self {
        case .file(let name, let type): MIMEType.isVideo(type ?? MIMEType.guess(name: name) ?? "")
        case .data(_, let type): MIMEType.isVideo(type ?? "")
        case .url(let url, let type), .fetched(let url, let type):
            ["youtube.com/", "youtu.be/", "youtube-nocookie.com/"].contains { url.lowercased().contains($0) }
                || MIMEType.isVideo(type ?? MIMEType.guess(name: String(url.prefix { $0 != "?" && $0 != "#" })) ?? "")
        default: false
        }
    }
}
