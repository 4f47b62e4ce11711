/// The value of a request's `Content-Range`.
package struct ContentRange: Sendable, Hashable {
    /// The first byte's place; nil for `*`.
    package var first: Int64?
    /// The last byte's place; nil where none is told.
    package var last: Int64?
    /// The whole length; nil for `*`.
    package var total: Int64?

    /// Reads `bytes 0-73/74`, `bytes 0-73/*`, `bytes */74`; nil for anything else.
    package init?(_ text: String) {
        guard text.hasPrefix("bytes ") else { return nil }
        let halves = text.dropFirst(6).split(separator: "/", omittingEmptySubsequences: false)
        guard halves.count == 2 else { return nil }
        total = Int64(halves[1])
        guard total != nil || halves[1] == "*" else { return nil }
        if halves[0] == "*" { return }
        let ends = halves[0].split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, let first = Int64(ends[0]) else { return nil }
        self.first = first
        last = Int64(ends[1])
    }
}
