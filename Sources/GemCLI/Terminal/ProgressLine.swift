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
    /// Whether it is told how long it took so far, in the place of the rate: of what others do at a pace of their own.
    var tellsTime = false

    /// The rate is not told before this many seconds, since it would jump about.
    private static let settled = 0.5

    /// The share that is done, from 0 to 1.
    var share: Double { total > 0 ? min(1, max(0, Double(done) / Double(total))) : 1 }

    /// How much a second, once that can be told.
    var rate: Double? {
        guard seconds >= Self.settled, done > start else { return nil }
        return Double(done - start) / seconds
    }

    /// The line for a terminal of so many columns, of which it leaves the last one free: what is least needed goes first, the bar's length, then the rate, then the bar.
    func text(columns: Int = 80) -> String {
        let room = max(1, columns - 1)
        let brief = "\(amount(done))/\(amount(total))"
        let whole = ([brief, tellsTime ? Self.time(seconds) : pace, left] as [String?]).compactMap { $0 }.joined(separator: ", ")
        let forms = [(24, whole), (12, whole), (12, brief), (0, brief)]
        for (places, end) in forms {
            let line = label + " " + bar(places) + end
            if DisplayWidth.of(line) <= room { return line }
        }
        return Self.shortened(label, to: room - brief.count - 1) + " " + brief
    }

    /// What is said of it where nothing can move.
    var step: String {
        let speed = isBytes ? pace.map { ", \($0)" } ?? "" : ""
        return "\(label) \(amount(done))/\(amount(total))\(speed)" + (done < total ? left.map { ", \($0)" } ?? "" : "")
    }

    private func bar(_ places: Int) -> String {
        guard places > 0 else { return "" }
        let filled = Int(share * Double(places))
        return "[" + String(repeating: "█", count: filled) + String(repeating: "·", count: places - filled) + "] "
    }

    private var pace: String? {
        rate.map { rate in
            if isBytes { return "\(ProgressPrinter.bytes(Int64(rate)))/s" }
            return rate < 10 ? "\(Double(Int(rate * 10)) / 10)/s" : "\(Int64(min(rate, 1e15)))/s"
        }
    }

    private var left: String? {
        guard done < total, let rate else { return nil }
        return "\(Self.time(Double(total - done) / rate)) left"
    }

    private func amount(_ count: Int64) -> String { isBytes ? ProgressPrinter.bytes(count) : String(count) }

    /// A text in at most so many columns, its middle left out.
    static func shortened(_ text: String, to columns: Int) -> String {
        guard DisplayWidth.of(text) > columns else { return text }
        guard columns > 1 else { return "" }
        let half = (columns - 1) / 2
        let head = beginning(of: text, in: half)
        let tail = String(beginning(of: text.reversed(), in: columns - 1 - DisplayWidth.of(head)).reversed())
        return head + "…" + tail
    }

    /// As many of the first characters as there is room for.
    private static func beginning(of characters: some Sequence<Character>, in columns: Int) -> String {
        var (text, left) = ("", columns)
        for character in characters {
            left -= DisplayWidth.of(character)
            guard left >= 0 else { break }
            text.append(character)
        }
        return text
    }

    /// `40 s`, `3 min 5 s`, `2 h 10 min`.
    static func time(_ seconds: Double) -> String {
        let whole = Int64(min(max(seconds.rounded(.up), 0), 1e9))
        if whole < 60 { return "\(whole) s" }
        if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
        return "\(whole / 3600) h \(whole / 60 % 60) min"
    }
}
