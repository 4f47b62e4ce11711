import Foundation
import GemCore
import GemTesting
import Testing

/// `gemcache chat` from outside: through a pipe, and at a terminal.
@Suite struct ChatCommandTests {
    @Test func throughAPipeEachLineIsAQuestionAndThePromptIsNotShown() async throws {
        try await Program.with { program in
            let end = try await program.run(["chat"], input: "Name a river.\n\nAnd where it ends?\n")
            let first = try await program.run(["ask", "Name a river."])
            #expect(end.code == 0)
            #expect(end.out.hasPrefix(first.out) && end.out.count > first.out.count)
            #expect(!end.out.contains("\u{1B}") && !end.out.contains("> "))
        }
    }

    @Test func aSessionGoesOnWhereItWasLeft() async throws {
        try await Program.with { program in
            _ = try await program.run(["chat", "--session", "a", "--system", "Be brief."], input: "One?\n/model gemini-2.5-pro\n")
            let second = try await program.run(["chat", "--session", "a"], input: "Two?\n/undo\nThree?\n/model\n/system\n/history\n")
            #expect(second.code == 0)
            #expect(second.out.contains("> One?") && second.out.contains("> Three?") && !second.out.contains("> Two?"))
            #expect(second.err.contains("gemini-2.5-pro") && second.err.contains("Be brief."))
            let listed = try await program.run(["chat", "--list", "--json"]).json?["sessions"]?[0]
            #expect(listed?["name"]?.string == "a" && listed?["turns"]?.int == 2 && listed?["first"]?.string == "One?")
        }
    }

    @Test func anErrorEndsAPipedChatAndKeepsTheTurnsBefore() async throws {
        try await Program.with { program in
            let end = try await program.run(["chat", "--session", "a"], input: "One?\n[[block]]\nThree?\n")
            #expect(end.code == 1)
            #expect(try await program.run(["chat", "--list"]).out.hasPrefix("a  1 turns"))
        }
    }

    @Test func aRetryIsAnotherAnswerAndTakesTheOldOnesPlace() async throws {
        try await Program.with { program in
            _ = try await program.run(["chat", "--session", "a"], input: "One?\n/retry\n")
            let lines = try String(contentsOfFile: program.folder + "/store/chats/a.jsonl", encoding: .utf8).split(separator: "\n")
            #expect(lines.count == 2 && lines[1].contains("\"sample\":1"))
        }
    }

    @Test func aFileGoesWithTheNextQuestionAndTheConversationIsSaved() async throws {
        try await Program.with { program in
            let (note, saved) = (program.folder + "/note.md", program.folder + "/out.json")
            try Data("# Boats\n".utf8).write(to: URL(fileURLWithPath: note))
            let end = try await program.run(["chat"], input: "/file \(note)\nWhat is it about?\n/save \(saved)\n")
            #expect(end.code == 0)
            let kept = try JSON(parsing: [UInt8](Data(contentsOf: URL(fileURLWithPath: saved))))
            #expect(kept["contents"]?.array?.count == 2)
            #expect(kept["contents"]?[0]?["parts"]?[0]?["inlineData"]?["mimeType"]?.string == "text/markdown")
        }
    }

    @Test(arguments: [["--session", "a/b"], ["/nonexistent.png"]])
    func badInputEndsWithItsCode(arguments: [String]) async throws {
        try await Program.with { (program: Program) async throws in
            #expect(try await program.run(["chat"] + arguments, input: "One?\n").code == 65)
        }
    }

    @Test func atATerminalLinesAreEditedAndTheAnswerIsShown() async throws {
        try await Program.with { program in
            let seen = try await PseudoTerminal.run(program, ["chat", "--session", "tty"], typing: "Onne?\u{1B}[D\u{1B}[D\u{7F}\r/quit\r")
            #expect(seen.contains("\u{1B}[?2004h") && seen.hasSuffix("\u{1B}[?2004l"))
            #expect(try await program.run(["chat", "--list"]).out.contains("One?"))
        }
    }
}

/// A program with a terminal of its own for its three streams.
enum PseudoTerminal {
    /// Types all at once, and gives all that was shown until the program ended.
    static func run(_ program: Program, _ arguments: [String], typing: String) async throws -> String {
        let (master, name) = try opened()
        // Held open, so that what is typed before the program looks is not lost.
        let slave = open(name, O_RDWR | O_NOCTTY)
        try #require(slave >= 0)
        var mode = termios()
        tcgetattr(slave, &mode)
        cfmakeraw(&mode)
        tcsetattr(slave, TCSANOW, &mode)
        let bytes = Array(typing.utf8)
        #expect(write(master, bytes, bytes.count) == bytes.count)
        let seen = Task.detached { () -> [UInt8] in
            var all: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 4096)
            while true {
                let got = read(master, &buffer, buffer.count)
                guard got > 0 else { return all }
                all += buffer[..<got]
            }
        }
        let process = try SpawnedProcess(
            try Program.path(), arguments,
            environment: [
                "GOOGLE_GEMINI_BASE_URL": program.base, "GEMCACHE_STORE": program.folder + "/store", "HOME": program.folder,
                "GEMINI_API_KEY": "a-key", "TERM": "xterm",
            ], input: name, output: name, errors: name)
        _ = await process.end()
        close(slave)
        let all = await seen.value
        close(master)
        return String(decoding: all, as: UTF8.self)
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
