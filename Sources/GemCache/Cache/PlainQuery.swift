internal import GemCore

/// Turns what a query says about an answer's spelling towards the one spelling that is stored.
///
/// Clients made by Google's generator ask for enums as integers with every request, and read names just as well.
enum PlainQuery {
    /// The path without `$alt=json;enum-encoding=int`; unchanged where it asks for nothing of the kind.
    static func path(_ path: String) -> String {
        guard let mark = path.utf8.firstIndex(of: UInt8(ascii: "?")), path.utf8[mark...].contains(UInt8(ascii: "=")) else { return path }
        let items = path[path.index(after: mark)...].split(separator: "&")
        let kept = items.filter { !asksForNumbers($0) }
        guard kept.count < items.count else { return path }
        return String(path[..<mark]) + (kept.isEmpty ? "" : "?" + kept.joined(separator: "&"))
    }

    private static func asksForNumbers(_ item: Substring) -> Bool {
        let pair = item.split(separator: "=", maxSplits: 1)
        guard pair.count == 2, ["$alt", "alt"].contains(PercentCoding.decode(pair[0])) else { return false }
        let words = PercentCoding.decode(pair[1]).split(separator: ";")
        return words.first == "json" && words.dropFirst().contains("enum-encoding=int")
    }
}
