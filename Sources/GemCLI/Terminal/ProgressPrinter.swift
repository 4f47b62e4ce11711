import GemCore
import Gemini
import Synchronization

/// Shows what goes on: a moving bar where the screen is a terminal, one line a step otherwise.
///
/// A bar is drawn with spaces and carriage returns alone: there is no escape code in it that a screen would have to know.
final class ProgressPrinter: Sendable {
    private let screen: ProgressScreen
    private let isQuiet: Bool
    private let state = Mutex(State())

    private struct State {
        /// The columns that the bar takes now; 0 where none is shown.
        var shown = 0
        var announced: Set<String> = []
        var tracks: [String: Track] = [:]
    }

    /// What is known of one thing that goes on.
    private struct Track {
        let start: Int64
        let began: Double
        var drawn: Double?
        /// The label under which its end was shown.
        var ended: String?
    }

    /// Ten times a second is as often as anybody can read a bar.
    private static let barPause = 0.1
    /// Lines are read later, and should be few.
    private static let linePause = 10.0

    /// Prints to standard error unless `isQuiet`.
    init(isQuiet: Bool = false, screen: ProgressScreen = .standardError) {
        self.isQuiet = isQuiet
        self.screen = screen
    }

    /// Shows a step of a request.
    func show(_ progress: Progress) {
        guard !isQuiet else { return }
        switch progress {
        case .uploading(let name, let sent, let total):
            bar("uploading \(name.onOneLine)", done: sent, total: total, isBytes: true)
        case .processing(let name):
            say("processing \(name.onOneLine)")
        case .active(let name):
            say("ready \(name.onOneLine)")
        case .retrying(let attempt, let pause, let reason):
            say("\(reason): attempt \(attempt + 1) in \(pause) ms")
        }
    }

    /// Shows how many of some items are done.
    func show(_ label: String, done: Int, of total: Int) { bar(label, done: Int64(done), total: Int64(total)) }

    /// Shows how many bytes of some have come.
    func show(_ label: String, bytes done: Int64, of total: Int64) { bar(label, done: done, total: total, isBytes: true) }

    /// Shows how a batch goes: its state, how many are done, and how long it takes.
    func show(_ batch: Batch) {
        let label = "batch \(batch.phase.isEmpty ? "made" : batch.phase)"
        guard let stats = batch.stats, stats.total > 0 else { return say(label) }
        let done = max(0, stats.total &- stats.pending)
        if !screen.moves, !batch.isOver { say(label) }
        bar(label, done: done, total: stats.total, time: "batch", isOver: batch.isOver)
    }

    /// Shows a step that is told in a few words, once.
    func say(_ text: String) {
        guard !isQuiet else { return }
        clear()
        guard state.withLock({ $0.announced.insert(text).inserted }) else { return }
        screen.write(text + "\n")
    }

    /// Ends a bar that is being shown, so that other output starts on a line of its own.
    func clear() {
        let shown = state.withLock { state in
            defer { state.shown = 0 }
            return state.shown
        }
        if shown > 0 { screen.write("\r" + String(repeating: " ", count: shown) + "\r") }
    }

    /// Shows a bar; `time` names what its time is counted for, where that is not the label's own.
    private func bar(_ label: String, done: Int64, total: Int64, isBytes: Bool = false, time: String? = nil, isOver: Bool? = nil) {
        guard !isQuiet else { return }
        let (now, isOver) = (screen.now(), isOver ?? (done >= total))
        let line = state.withLock { state -> ProgressLine? in
            let name = time ?? label
            var track = state.tracks[name].flatMap { done < $0.start ? nil : $0 } ?? Track(start: done, began: now)
            defer { state.tracks[name] = track }
            // An end that is told twice is shown once.
            if isOver, track.ended == label { return nil }
            track.ended = isOver ? label : nil
            if !isOver, let drawn = track.drawn, now - drawn < (screen.moves ? Self.barPause : Self.linePause) { return nil }
            // A step is told when it is done, or takes long.
            let isFirst = track.drawn == nil
            track.drawn = now
            if !isOver, !screen.moves, isFirst { return nil }
            return ProgressLine(
                label: label, done: done, total: total, start: track.start, seconds: now - track.began, isBytes: isBytes,
                tellsTime: time != nil)
        }
        guard let line else { return }
        if screen.moves { draw(line.text(columns: screen.columns()), isOver: isOver) } else { say(line.step) }
    }

    private func draw(_ line: String, isOver: Bool) {
        let width = DisplayWidth.of(line)
        let rest = state.withLock { state in
            defer { state.shown = isOver ? 0 : width }
            return max(0, state.shown - width)
        }
        screen.write("\r" + line + String(repeating: " ", count: rest) + (isOver ? "\n" : String(repeating: "\u{8}", count: rest)))
    }

    /// `1.5 MB`.
    static func bytes(_ count: Int64) -> String {
        var value = Double(count)
        for unit in ["B", "KB", "MB", "GB"] {
            if value < 1000 || unit == "GB" {
                return unit == "B" ? "\(count) B" : "\(Double(Int(value * 10)) / 10) \(unit)"
            }
            value /= 1000
        }
        return "\(count) B"
    }
}
