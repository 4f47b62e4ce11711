import Dispatch
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Reads what is typed line by line: edited on a terminal, as it comes from a pipe.
final class LineReader: Sendable {
    /// What was typed.
    enum Typed: Sendable, Hashable {
        case line(String)
        /// Ctrl-C on an empty line; on others it empties them.
        case interrupted
        /// A line that is no UTF-8 text.
        case unreadable
        case ended
    }

    /// Whether lines are edited.
    let isEditing: Bool
    private let words: [String]
    private let queue = DispatchQueue(label: "typing")
    private let state: Mutex<State>

    private struct State {
        var history: [String]
        var bytes: ArraySlice<UInt8> = []
    }

    /// `history` is what up and down go through, oldest first; `words` are what Tab completes.
    init(history: [String], words: [String], isEditing: Bool = Terminal.canEdit) {
        self.isEditing = isEditing
        self.words = words
        state = Mutex(State(history: history))
    }

    /// The next line.
    func line(_ prompt: String) async -> Typed {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: self.isEditing ? self.edit(prompt) : self.plain()) }
        }
    }

    /// Adds a line to what up and down go through.
    func remember(_ line: String) { state.withLock { if $0.history.last != line { $0.history.append(line) } } }

    private func plain() -> Typed {
        state.withLock { state in
            var line: [UInt8] = []
            while let byte = Self.next(&state.bytes) {
                if byte == 0x0A { return Self.typed(line) }
                line.append(byte)
            }
            return line.isEmpty ? .ended : Self.typed(line)
        }
    }

    private static func typed(_ line: [UInt8]) -> Typed {
        String(validating: line.last == 0x0D ? line.dropLast() : line[...], as: UTF8.self).map(Typed.line) ?? .unreadable
    }

    private func edit(_ prompt: String) -> Typed {
        Terminal.makeRaw()
        defer { Terminal.restore() }
        return state.withLock { state in
            var editor = LineEditor(history: state.history, words: words)
            var row = 0
            var screen = Self.draw(editor, prompt, over: &row)
            while let byte = Self.next(&state.bytes) {
                guard let outcome = editor.feed(byte) else { continue }
                switch outcome {
                case .edited: break
                case .cleared:
                    Console.write("\u{1B}[H\u{1B}[2J")
                    row = 0
                case .submitted(let text):
                    _ = Self.draw(editor, prompt, over: &row, atEnd: true)
                    Console.write("\r\n")
                    return .line(text)
                case .interrupted where editor.characters.isEmpty:
                    Console.write(screen.end)
                    return .interrupted
                case .interrupted:
                    Console.write(screen.end)
                    editor = LineEditor(history: state.history, words: words)
                    row = 0
                case .ended:
                    Console.write(screen.end)
                    return .ended
                }
                // What has come at once is shown at once.
                if state.bytes.isEmpty { screen = Self.draw(editor, prompt, over: &row) }
            }
            Console.write(screen.end)
            return .ended
        }
    }

    private static func draw(_ editor: LineEditor, _ prompt: String, over row: inout Int, atEnd: Bool = false) -> LineScreen {
        let size = Terminal.size
        let shown = editor.shown(prompt)
        let screen = LineScreen(
            shown.prompt, shown.characters, cursor: atEnd ? shown.characters.count : shown.cursor, columns: size.columns, height: size.rows)
        Console.write(screen.text(over: row))
        row = screen.cursor.row
        return screen
    }

    /// The next byte, waiting for it; nil at the end.
    private static func next(_ bytes: inout ArraySlice<UInt8>) -> UInt8? {
        if let byte = bytes.popFirst() { return byte }
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let got = buffer.withUnsafeMutableBytes { read(STDIN_FILENO, $0.baseAddress, $0.count) }
            if got < 0, errno == EINTR { continue }
            guard got > 0 else { return nil }
            bytes = buffer[..<got]
            return bytes.popFirst()
        }
    }
}
