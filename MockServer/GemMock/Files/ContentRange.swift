/// The value of a request's `Content-Range`.
struct ContentRange {
    /// The first byte's place; nil for `*`.
    var first: Int64?
    var last: Int64?
    /// The whole length; nil for `*`.
    var total: Int64?

    init?(_ text: String) {
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
