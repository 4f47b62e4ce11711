internal import GemCore

/// Turns what a query says about an answer's spelling towards the one spelling that is stored.
///
/// Clients made by Google's generator ask for enums as integers with every request, and read names just as well. Whether white space is wanted is the cache's to see to.
enum PlainQuery {
    /// The path without `prettyPrint`, without `enum-encoding=int` in `alt` or `$alt`, and without `alt` where that leaves JSON; unchanged where it asks for nothing of the kind.
    static func path(_ path: String) -> String {
        guard let mark = path.utf8.firstIndex(of: UInt8(ascii: "?")), path.utf8[mark...].contains(UInt8(ascii: "=")),
            let query = QueryText(path), query.items.contains(where: { asksForNumbers($0) || isLayout($0) })
        else { return path }
        let items = query.items.filter { !isLayout($0) }.compactMap { asksForNumbers($0) ? plain($0) : String($0.text) }
        return String(query.place) + (items.isEmpty ? "" : "?" + items.joined(separator: "&"))
    }

    /// Whether an answer in JSON is wanted without white space; the last item decides.
    static func asksForCompact(_ path: String) -> Bool {
        guard path.utf8.contains(UInt8(ascii: "?")), let query = QueryText(path) else { return false }
        let value = query.items.last(where: isLayout)?.value?.lowercased()
        return value == "false" || value == "0"
    }

    private static func isLayout(_ item: QueryText.Item) -> Bool { AnswerSpelling.layoutItems.contains(item.name) }

    private static func asksForNumbers(_ item: QueryText.Item) -> Bool {
        guard let value = item.value, ["$alt", "alt"].contains(item.name) else { return false }
        return AnswerSpelling(value).namesEncoding
    }

    /// The item without it; nil for JSON, which is what comes where nothing is said.
    private static func plain(_ item: QueryText.Item) -> String? {
        let spelling = AnswerSpelling(item.value ?? "")
        guard !["", "json"].contains(spelling.form) || !spelling.others.isEmpty else { return nil }
        return PercentCoding.encode(item.name) + "=" + PercentCoding.encode(([spelling.form] + spelling.others).joined(separator: ";"))
    }
}
