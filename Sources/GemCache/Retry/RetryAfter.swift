internal import GemCore
internal import HTTPTypes

/// The pause that a `Retry-After` field asks for: in seconds, or as a date.
enum RetryAfter {
    /// A longer pause is no pause any more.
    private static let longest: Int64 = 10_000_000

    /// In milliseconds; nil where there is none. A date is compared with the answer's own `Date`, so that it does not matter how upstream's clock goes.
    static func milliseconds(_ head: HTTPResponse, now: Timestamp = SystemTime().now) -> Int64? {
        guard let text = head.headerFields[.retryAfter] else { return nil }
        if let seconds = Int64(text) { return (0...longest).contains(seconds) ? seconds * 1000 : nil }
        guard let until = date(text) else { return nil }
        let pause = until.seconds(since: head.headerFields[.date].flatMap { date($0) } ?? now)
        return pause <= Double(longest) ? Int64(max(0, pause) * 1000) : nil
    }

    /// Reads a date as HTTP spells it, the two obsolete ways included; nil for anything else.
    static func date(_ text: String) -> Timestamp? {
        var parts = text.split { " ,-:".contains($0) }.map(String.init)
        guard parts.count >= 7 else { return nil }
        // asctime: Sun Nov  6 08:49:37 1994
        if months[parts[1]] != nil { parts = [parts[0], parts[2], parts[1], parts[6], parts[3], parts[4], parts[5]] }
        guard let month = months[parts[2]], let year = Int(parts[3]), (0...9999).contains(year) else { return nil }
        func two(_ text: String) -> String { text.utf8.count == 1 ? "0" + text : text }
        let whole = year >= 100 ? year : year < 70 ? 2000 + year : 1900 + year
        let padded = String(repeating: "0", count: max(0, 4 - String(whole).utf8.count)) + String(whole)
        return Timestamp("\(padded)-\(month)-\(two(parts[1]))T\(two(parts[4])):\(two(parts[5])):\(two(parts[6]))Z")
    }

    private static let months = [
        "Jan": "01", "Feb": "02", "Mar": "03", "Apr": "04", "May": "05", "Jun": "06", "Jul": "07", "Aug": "08", "Sep": "09", "Oct": "10",
        "Nov": "11", "Dec": "12",
    ]
}
