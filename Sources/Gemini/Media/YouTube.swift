/// Reads the many spellings of a YouTube video's address.
public enum YouTube {
    /// `https://www.youtube.com/watch?v=ID` for any address of a video (youtu.be, watch, shorts, live, embed; with or without
    /// scheme); nil for everything else.
    ///
    /// What else the address says (`si=`, `list=`, and `t=`, where a player would start) is left out: the whole video is looked at,
    /// and one video has one spelling. `Media.clip(from:to:fps:)` looks at a stretch of it.
    public static func canonical(_ url: String) -> String? { id(of: url).map { "https://www.youtube.com/watch?v=\($0)" } }

    /// Whether an address is YouTube's and names no video: a channel, a playlist, a search.
    public static func isPage(_ url: String) -> Bool {
        let (host, _) = split(url)
        return (isShort(host) || hosts.contains(host)) && id(of: url) == nil
    }

    private static let hosts: Set<String> = [
        "youtube.com", "www.youtube.com", "m.youtube.com", "music.youtube.com", "gaming.youtube.com", "youtube-nocookie.com",
        "www.youtube-nocookie.com",
    ]

    private static func isShort(_ host: String) -> Bool { host == "youtu.be" || host == "www.youtu.be" }

    /// The host without a port, and all that follows it.
    private static func split(_ url: String) -> (host: String, rest: Substring) {
        var rest = url[...]
        for scheme in ["https://", "http://"] where rest.lowercased().hasPrefix(scheme) { rest = rest.dropFirst(scheme.count) }
        let mark = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
        return (rest[..<mark].prefix { $0 != ":" }.lowercased(), rest[mark...])
    }

    private static func id(of url: String) -> Substring? {
        let (host, rest) = split(url)
        let path = rest.prefix { $0 != "?" && $0 != "#" }.split(separator: "/")
        if isShort(host) { return valid(path.first) }
        guard hosts.contains(host) else { return nil }
        switch path.first {
        case "watch": return valid(query("v", of: rest))
        case "shorts", "live", "embed", "v", "e": return valid(path.dropFirst().first)
        default: return nil
        }
    }

    private static func query(_ name: String, of url: Substring) -> Substring? {
        guard let mark = url.firstIndex(of: "?") else { return nil }
        let items = url[url.index(after: mark)...].prefix { $0 != "#" }.split(separator: "&")
        return items.first { $0.hasPrefix(name + "=") }?.dropFirst(name.count + 1)
    }

    private static func valid(_ id: Substring?) -> Substring? {
        guard let id, (6...20).contains(id.utf8.count) else { return nil }
        let isPlain = id.utf8.allSatisfy { byte in
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 45 || byte == 95
        }
        return isPlain ? id : nil
    }
}
