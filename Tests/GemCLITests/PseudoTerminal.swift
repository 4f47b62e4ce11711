import Dispatch
import Foundation
import GemTesting
import Synchronization
import Testing

/// A program with a terminal of its own for its three streams.
final class PseudoTerminal: Sendable {
    let process: SpawnedProcess
    private let master: Int32
    private let slave: Int32
    private let seen: Seen

    /// Starts a program at a terminal so wide, where all of `typing` is typed at once.
    init(
        _ program: Program, _ arguments: [String], typing: String = "", columns: Int = 80, environment: [String: String] = [:]
    ) throws {
        let (master, name) = try Self.opened()
        // Held open, so that what is typed before the program looks is not lost.
        let slave = open(name, O_RDWR | O_NOCTTY)
        try #require(slave >= 0)
        var mode = termios()
        tcgetattr(slave, &mode)
        cfmakeraw(&mode)
        tcsetattr(slave, TCSANOW, &mode)
        var size = winsize()
        (size.ws_col, size.ws_row) = (UInt16(columns), 24)
        _ = ioctl(slave, UInt(TIOCSWINSZ), &size)
        let bytes = Array(typing.utf8)
        #expect(write(master, bytes, bytes.count) == bytes.count)
        let seen = Seen()
        // On a thread of its own: tasks have no more than there are cores.
        DispatchQueue(label: "terminal").async {
            var buffer = [UInt8](repeating: 0, count: 4096)
            while true {
                let got = read(master, &buffer, buffer.count)
                guard got > 0 else { return seen.finish() }
                seen.add(buffer[..<got])
            }
        }
        var variables = [
            "GOOGLE_GEMINI_BASE_URL": program.base, "GEMCACHE_STORE": program.folder + "/store", "HOME": program.folder, "TERM": "xterm",
        ]
        variables["GEMINI_API_KEY"] = program.key
        process = try SpawnedProcess(
            try Program.path(), arguments, environment: variables.merging(environment) { $1 }, input: name, output: name, errors: name)
        (self.master, self.slave, self.seen) = (master, slave, seen)
    }

    /// Waits until a text was shown, or the program has ended.
    func waits(for text: String) async { await seen.wait(for: text) }

    /// Waits for the program's end; gives its code, or the signal that ended it, and all that was shown.
    func end() async -> (code: Int32, seen: String) {
        let code = await process.end()
        close(slave)
        await seen.end()
        close(master)
        return (code, seen.text)
    }

    /// Types all at once, and gives all that was shown until the program ended.
    static func run(
        _ program: Program, _ arguments: [String], typing: String = "", columns: Int = 80, environment: [String: String] = [:]
    ) async throws -> String {
        try await PseudoTerminal(program, arguments, typing: typing, columns: columns, environment: environment).end().seen
    }

    /// What was shown so far.
    private final class Seen: Sendable {
        private struct State {
            var bytes: [UInt8] = []
            var isOver = false
            var waiting: (text: String?, continuation: CheckedContinuation<Void, Never>)?
        }

        private let state = Mutex(State())

        var text: String { state.withLock { String(decoding: $0.bytes, as: UTF8.self) } }

        func add(_ bytes: ArraySlice<UInt8>) { change { $0.bytes += bytes } }

        func finish() { change { $0.isOver = true } }

        /// Waits for a text, or the end.
        func wait(for text: String) async {
            await withCheckedContinuation { continuation in change { $0.waiting = (text, continuation) } }
        }

        /// Waits for the end.
        func end() async {
            await withCheckedContinuation { continuation in change { $0.waiting = (nil, continuation) } }
        }

        private func change(_ body: (inout State) -> Void) {
            let ready = state.withLock { state -> CheckedContinuation<Void, Never>? in
                body(&state)
                guard let waiting = state.waiting else { return nil }
                let isThere = waiting.text.map { String(decoding: state.bytes, as: UTF8.self).contains($0) } ?? false
                guard state.isOver || isThere else { return nil }
                state.waiting = nil
                return waiting.continuation
            }
            ready?.resume()
        }
    }

    /// A new terminal's master, and the name of its other side.
    private static func opened() throws -> (master: Int32, name: String) {
        #if canImport(Darwin)
        let master = posix_openpt(O_RDWR | O_NOCTTY)
        try #require(master >= 0 && grantpt(master) == 0 && unlockpt(master) == 0)
        return (master, String(cString: try #require(ptsname(master))))
        #else
        // The calls of `stdlib.h` are hidden from Swift by feature macros; these two requests of `ioctl_tty(2)` are what they make.
        let (unlock, number): (UInt, UInt) = (0x4004_5431, 0x8004_5430)
        let master = open("/dev/ptmx", O_RDWR | O_NOCTTY)
        try #require(master >= 0)
        var (lock, index): (Int32, UInt32) = (0, 0)
        try #require(ioctl(master, unlock, &lock) == 0)
        try #require(ioctl(master, number, &index) == 0)
        return (master, "/dev/pts/\(index)")
        #endif
    }
}
