import GemCore
import Synchronization

/// Shows what goes on: a moving bar where standard error is a terminal, one line a step otherwise.
final class ProgressPrinter: Sendable {
    private let isTerminal: Bool
    private let isQuiet: Bool
    private let started: ContinuousClock.Instant
    private let state = Mutex(State())

    private struct State {
        var isBarShown = false
        var announced: Set<String> = []
    }

    /// Prints to standard error unless `isQuiet`.
    init(isQuiet: Bool = false, isTerminal: Bool = Console.errorIsTerminal) {
        self.isQuiet = isQuiet
        self.isTerminal = isTerminal
        started = ContinuousClock.now
    }

    /// Shows a step of a request.
    func show(_ progress: Progress) {
        switch progress {
        case .uploading(let name, let sent, let total):
            bar(label: "uploading \(name)", done: sent, total: total, unit: Self.bytes)
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
        bar(label: label, done: Int64(done), total: Int64(total)) { String($0) }
    }

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

    private func bar(label: String, done: Int64, total: Int64, unit: (Int64) -> String) {
        guard !isQuiet else { return }
        guard isTerminal else {
            guard done >= total else { return }
            step("\(label) \(unit(done))/\(unit(total))")
            return
        }
        let share = total > 0 ? Double(done) / Double(total) : 1
        let filled = Int(share * 24)
        let seconds =
            Double((ContinuousClock.now - started).components.attoseconds) / 1e18
            + Double((ContinuousClock.now - started).components.seconds)
        let left = share > 0.01 && share < 1 ? " \(Int(seconds * (1 - share) / share)) s left" : ""
        let line =
            "\(label) [\(String(repeating: "█", count: filled))\(String(repeating: "·", count: 24 - filled))] \(unit(done))/\(unit(total))\(left)"
        state.withLock { $0.isBarShown = true }
        Console.mark("\r\u{1B}[K\(line)")
        if done >= total {
            Console.mark("\n")
            state.withLock { $0.isBarShown = false }
        }
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
