internal import GemCore

/// One page of a list that is newest first.
///
/// The token holds the last item's number, not its place, so that a caller may delete what it has read before it asks for more.
struct Page<Item: Sendable>: Sendable {
    var items: [Item]
    /// Where the next page begins; nil on the last.
    var token: JSON?

    /// Cuts the page that a query asks for; `number` grows with each item made.
    init(_ all: [Item], _ route: Route, standard: Int, limit: Int, number: (Item) -> UInt64) throws(APIFailure) {
        let size = try ModelDesk.pageSize(route, standard: standard, limit: limit)
        var rest = all[...]
        if let token = route.queryValue("pageToken"), !token.isEmpty {
            guard let last = PageToken.read(token).flatMap({ UInt64($0) }) else { throw .invalid("Invalid page token.") }
            rest = rest.drop { number($0) >= last }
        }
        items = Array(rest.prefix(size))
        token = items.count == rest.count ? nil : items.last.map { .string(PageToken.write(String(number($0)))) }
    }

    /// The list's answer: what holds nothing is left out.
    func json(_ name: String, _ write: (Item) -> JSON) -> JSON {
        .members([name: items.isEmpty ? nil : .array(items.map(write)), "nextPageToken": token])
    }
}
