import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The terminal that is typed at: raw while a line is edited, as it was found otherwise.
enum Terminal {
    /// How it was before it was made raw; nil while it is not.
    private static let found = Mutex<termios?>(nil)

    /// Whether lines can be edited here: typed and shown on a terminal that knows how to move its cursor.
    static var canEdit: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 && Environment["TERM"] != "dumb" }

    /// Gives every key as it is pressed, Ctrl-C as well; pastes come in brackets.
    static func makeRaw() {
        found.withLock { found in
            var mode = termios()
            guard found == nil, tcgetattr(STDIN_FILENO, &mode) == 0 else { return }
            found = mode
            cfmakeraw(&mode)
            // What others write meanwhile still has whole line ends.
            mode.c_oflag |= tcflag_t(OPOST)
            tcsetattr(STDIN_FILENO, TCSADRAIN, &mode)
        }
        Console.write("\u{1B}[?2004h")
    }

    /// Puts it back as it was found; harmless where nothing was changed.
    static func restore() {
        let wasRaw = found.withLock { found in
            guard var mode = found else { return false }
            tcsetattr(STDIN_FILENO, TCSADRAIN, &mode)
            found = nil
            return true
        }
        if wasRaw { Console.write("\u{1B}[?2004l") }
    }

    /// Columns and rows of standard output's terminal.
    static var size: (columns: Int, rows: Int) { size(of: STDOUT_FILENO) }

    /// Columns and rows of a terminal; 80 by 24 where it does not tell.
    static func size(of descriptor: Int32) -> (columns: Int, rows: Int) {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else { return (80, 24) }
        return (Int(size.ws_col), Int(size.ws_row))
    }
}
