import GemCore
import Synchronization

/// Shows what goes on: a moving bar where standard error is a terminal, one line a step otherwise.
final class ProgressPrinter: Sendable {
    private let isTerminal: Bool
    private let isQuiet: Bool
    private let state = Mutex(State())

    private struct State {
        var isBarShown = false
        var announced: Set<String> = []
        /// What the bar is about, from where, and since when.
        var label = ""
        var start: Int64 = 0
        var began = ContinuousClock.now
        var drawn: ContinuousClock.Instant?
    }

    /// Prints to standard error unless `isQuiet`.
    init(isQuiet: Bool = false, isTerminal: Bool = Console.errorIsTerminal) {
        self.isQuiet = isQuiet
        self.isTerminal = isTerminal
    }

    /// Shows a step of a request.
    func show(_ progress: Progress) {
        switch progress {
        case .uploading(let name, let sent, let total):
            bar("uploading \(name)", done: sent, total: total, isBytes: true)
        case .processing(let name):
            step("processing \(name)")
        case .active(let name):
            step("ready \(name)")
        case .retrying(let attempt, let pause, let reason):
            step("\(reason): attempt \(attempt + 1) in \(pause) ms")
        }
    }

    /// Shows how many of some items are done.
    func show(_ label: String, done: Int, of total: Int) {
        bar(label, done: Int64(done), total: Int64(total))
    }

    /// Shows a step that is told in a few words, once.
    func say(_ text: String) { step(text) }

    /// Shows how many bytes of some have come.
    func show(_ label: String, bytes done: Int64, of total: Int64) { bar(label, done: done, total: total, isBytes: true) }

    /// Ends a bar that is being shown, so that other output starts on a line of its own.
    func clear() {
        guard
            state.withLock({ state in
                defer { state.isBarShown = false }
                return state.isBarShown
            })
        else { return }
        Console.mark("\r\u{1B}[K")
    }

    private func step(_ text: String) {
        guard !isQuiet else { return }
        clear()
        guard state.withLock({ $0.announced.insert(text).inserted }) else { return }
        Console.note(text)
    }

    private func bar(_ label: String, done: Int64, total: Int64, isBytes: Bool = false) {
        guard !isQuiet else { return }
        let now = ContinuousClock.now
        let line = state.withLock { state -> ProgressLine? in
            if state.label != label || done < state.start { (state.label, state.start, state.began, state.drawn) = (label, done, now, nil) }
            // Ten times a second is as often as anybody can read it.
            if done < total, let drawn = state.drawn, now - drawn < .milliseconds(100) { return nil }
            state.drawn = now
            return ProgressLine(
                label: label, done: done, total: total, start: state.start, seconds: (now - state.began) / .seconds(1), isBytes: isBytes)
        }
        guard let line else { return }
        guard isTerminal else {
            if done >= total { step(line.step) }
            return
        }
        state.withLock { $0.isBarShown = done < total }
        Console.mark("\r\u{1B}[K\(line.text)\(done >= total ? "\n" : "")")
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
