import ArgumentParser
import GemCore
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Standard output and standard error, written at once and in full.
enum Console {
    /// Whether standard error is a terminal that can go back to the start of a line, where a progress bar may move.
    static let errorMoves = errorIsTerminal && Environment["TERM"] != "dumb" || Environment["GEMCACHE_PROGRESS"] == "always"

    /// Whether standard error may be coloured.
    static let errorHasColor = errorIsTerminal && Environment["TERM"] != "dumb" && Environment["NO_COLOR"] == nil

    /// Whether standard error is a terminal, where control characters do harm.
    static let errorIsTerminal = isatty(STDERR_FILENO) == 1

    /// Whether standard output is a terminal, where bytes that are no text do harm.
    static let outputIsTerminal = isatty(STDOUT_FILENO) == 1

    /// Writes text to standard output without a newline.
    static func write(_ text: String) { put(Array(text.utf8), to: STDOUT_FILENO) }

    /// Writes bytes to standard output as they are.
    static func write(_ bytes: [UInt8]) { put(bytes, to: STDOUT_FILENO) }

    /// Writes a line to standard output.
    static func print(_ line: String) { write(line + "\n") }

    /// Writes a line to standard error.
    static func note(_ line: String) { put(Array((line + "\n").utf8), to: STDERR_FILENO) }

    /// Writes text to standard error without a newline.
    static func mark(_ text: String) { put(Array(text.utf8), to: STDERR_FILENO) }

    /// Prints a value as pretty JSON.
    static func print(_ json: JSON) { write(json.text(.readable)) }

    /// Whether anything went to standard output.
    static var hasWritten: Bool { state.withLock { $0.hasWritten } }

    /// Ends what stands on the terminal's current line, for a message that comes unexpected; with `evenEmpty` also where we wrote nothing there.
    static func endLine(evenEmpty: Bool = false) {
        guard evenEmpty || state.withLock({ $0.isLineOpen }), outputIsTerminal || errorIsTerminal else { return }
        note("")
    }

    /// Writes nothing any more, whoever asks: the last word is said.
    static func close() { state.withLock { $0.isClosed = true } }

    /// Throws where standard output did not take all that was written: quietly, with the shell's code for it, where its reader has gone.
    static func check() throws {
        guard let code = state.withLock({ $0.failure }) else { return }
        if code == EPIPE { throw ExitCode(128 + SIGPIPE) }
        throw GemError(.store, "Cannot write to standard output: \(String(cString: strerror(code))). Ask again with room for the output.")
    }

    private struct State {
        var hasWritten = false
        var isLineOpen = false
        var isClosed = false
        var failure: Int32?
    }

    private static let state = Mutex(State())

    private static func put(_ bytes: [UInt8], to descriptor: Int32) {
        guard let last = bytes.last else { return }
        let isOutput = descriptor == STDOUT_FILENO
        let isClosed = state.withLock { state in
            state.hasWritten = state.hasWritten || isOutput
            state.isLineOpen = last != UInt8(ascii: "\n") && last != UInt8(ascii: "\r")
            return state.isClosed
        }
        guard !isClosed else { return }
        var done = 0
        while done < bytes.count {
            let wrote = bytes.withUnsafeBytes { buffer in
                buffer.baseAddress.map { systemWrite(descriptor, $0 + done, bytes.count - done) } ?? -1
            }
            if wrote < 0, errno == EINTR { continue }
            if wrote < 0, errno == EAGAIN {
                waitForRoom(descriptor)
                continue
            }
            guard wrote > 0 else {
                let code = errno
                if isOutput { state.withLock { $0.failure = $0.failure ?? code } }
                return
            }
            done += wrote
        }
    }

    /// Waits until a descriptor that was made not to wait takes more, or its reader has gone.
    private static func waitForRoom(_ descriptor: Int32) {
        var room = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&room, 1, -1)
    }

    private static func systemWrite(_ descriptor: Int32, _ base: UnsafeRawPointer, _ count: Int) -> Int {
        #if canImport(Glibc)
        Glibc.write(descriptor, base, count)
        #elseif canImport(Musl)
        Musl.write(descriptor, base, count)
        #else
        Darwin.write(descriptor, base, count)
        #endif
    }
}
