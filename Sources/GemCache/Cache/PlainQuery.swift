internal import GemCore

/// Turns what a query says about an answer's spelling towards the one spelling that is stored.
///
/// Clients made by Google's generator ask for enums as integers with every request, and read names just as well.
enum PlainQuery {
    /// The path without `$alt=json;enum-encoding=int`; unchanged where it asks for nothing of the kind.
    static func path(_ path: String) -> String {
        guard let mark = path.utf8.firstIndex(of: UInt8(ascii: "?")), path.utf8[mark...].contains(UInt8(ascii: "=")),
            var query = QueryText(path)
        else { return path }
        let count = query.items.count
        query.items.removeAll { asksForNumbers($0) }
        return query.items.count < count ? query.text : path
    }

    private static func asksForNumbers(_ item: QueryText.Item) -> Bool {
        guard let value = item.value, ["$alt", "alt"].contains(item.name) else { return false }
        let words = value.split(separator: ";")
        return words.first == "json" && words.dropFirst().contains("enum-encoding=int")
    }
}
