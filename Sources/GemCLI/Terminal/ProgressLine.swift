/// One line of progress: a bar, how much of how much, the rate, and the time left.
struct ProgressLine: Sendable {
    /// What goes on.
    var label: String
    /// How much is done.
    var done: Int64
    /// How much there is to do.
    var total: Int64
    /// How much was done when it began to be watched.
    var start: Int64
    /// Seconds since then.
    var seconds: Double
    /// Whether these are bytes.
    var isBytes: Bool

    /// The rate is not told before this many seconds, since it would jump about.
    private static let settled = 0.5

    /// The share that is done, from 0 to 1.
    var share: Double { total > 0 ? min(1, max(0, Double(done) / Double(total))) : 1 }

    /// How much a second, once that can be told.
    var rate: Double? {
        guard seconds >= Self.settled, done > start else { return nil }
        return Double(done - start) / seconds
    }

    /// The line, with a bar of 24 places.
    var text: String {
        let filled = Int(share * 24)
        let bar = String(repeating: "█", count: filled) + String(repeating: "·", count: 24 - filled)
        var line = "\(label) [\(bar)] \(amount(done))/\(amount(total))"
        if let rate {
            if isBytes { line += ", \(ProgressPrinter.bytes(Int64(rate)))/s" }
            if done < total { line += ", \(Self.time(Double(total - done) / rate)) left" }
        }
        return line
    }

    /// What is said of it where nothing can move: once, at the end.
    var step: String {
        let speed = isBytes ? rate.map { ", \(ProgressPrinter.bytes(Int64($0)))/s" } ?? "" : ""
        return "\(label) \(amount(done))/\(amount(total))\(speed)"
    }

    private func amount(_ count: Int64) -> String { isBytes ? ProgressPrinter.bytes(count) : String(count) }

    /// `40 s`, `3 min 5 s`, `2 h 10 min`.
    static func time(_ seconds: Double) -> String {
        let whole = Int64(min(max(seconds.rounded(.up), 0), 1e9))
        if whole < 60 { return "\(whole) s" }
        if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
        return "\(whole / 3600) h \(whole / 60 % 60) min"
    }
}
