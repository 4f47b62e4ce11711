/// A path or URL with its query taken apart, byte by byte as a server does it: as a character, a `?` or `&` with a combining mark behind it would be
/// another one, and what follows would go unseen.
package struct QueryText: Sendable {
    /// What stands before the `?`.
    package let place: Substring
    /// The items in order; empty ones are left out.
    package var items: [Item]

    /// One `name=value` as it is written.
    package struct Item: Sendable {
        /// The whole item.
        package let text: Substring
        /// The decoded name.
        package let name: String
        /// The decoded value; nil where there is no `=`.
        package let value: String?

        init(_ text: Substring) {
            self.text = text
            let (name, value) = Self.parts(of: text)
            self.name = PercentCoding.decode(name)
            self.value = value.map { PercentCoding.decode($0) }
        }

        /// Name and value as they are written.
        var parts: (name: Substring, value: Substring?) { Self.parts(of: text) }

        private static func parts(of text: Substring) -> (name: Substring, value: Substring?) {
            let pair = text.utf8.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            return (Substring(pair[0]), pair.count == 2 ? Substring(pair[1]) : nil)
        }
    }

    /// Takes a path or URL apart; nil where it has no query.
    package init?(_ url: String) {
        guard let mark = url.utf8.firstIndex(of: UInt8(ascii: "?")) else { return nil }
        place = url[..<mark]
        items = url.utf8[url.utf8.index(after: mark)...].split(separator: UInt8(ascii: "&")).map { Item(Substring($0)) }
    }

    /// The path or URL with the items that are left.
    package var text: String { String(place) + (items.isEmpty ? "" : "?" + items.map(\.text).joined(separator: "&")) }
}
