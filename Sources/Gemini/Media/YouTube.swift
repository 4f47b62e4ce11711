/// Reads the many spellings of a YouTube video's address.
public enum YouTube {
    /// `https://www.youtube.com/watch?v=ID` for any address of a video (youtu.be, watch, shorts, live, embed; with or without
    /// scheme); nil for everything else.
    public static func canonical(_ url: String) -> String? { id(of: url).map { "https://www.youtube.com/watch?v=\($0)" } }

    private static func id(of url: String) -> Substring? {
        var rest = url[...]
        for scheme in ["https://", "http://"] where rest.lowercased().hasPrefix(scheme) { rest = rest.dropFirst(scheme.count) }
        let mark = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
        let host = rest[..<mark].lowercased()
        let path = rest[mark...].prefix { $0 != "?" && $0 != "#" }.split(separator: "/")
        switch host {
        case "youtu.be", "www.youtu.be":
            return valid(path.first)
        case "youtube.com", "www.youtube.com", "m.youtube.com", "music.youtube.com", "youtube-nocookie.com", "www.youtube-nocookie.com":
            switch path.first {
            case "watch": return valid(query("v", of: rest))
            case "shorts", "live", "embed", "v": return valid(path.dropFirst().first)
            default: return nil
            }
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
