import Foundation
import GemCore
import GemMock
import GemServer
import GemTesting
import Gemini
import Synchronization
import Testing

@testable import GemCLI

/// What progress looks like on a terminal and in a pipe.
@Suite struct ProgressTests {
    /// A screen that keeps what is written, and a clock that is moved.
    private final class Screen: Sendable {
        private let state = Mutex((text: "", now: 0.0))

        var text: String { state.withLock { $0.text } }
        func advance(_ seconds: Double) { state.withLock { $0.now += seconds } }

        func printer(moves: Bool, columns: Int = 80, isQuiet: Bool = false) -> ProgressPrinter {
            ProgressPrinter(
                isQuiet: isQuiet,
                screen: ProgressScreen(
                    moves: moves, columns: { columns }, now: { self.state.withLock { $0.now } },
                    write: { text in self.state.withLock { $0.text += text } }))
        }

        /// What a terminal would show in the end, line by line.
        var lines: [String] {
            var (lines, line, place) = ([String](), [Character](), 0)
            for character in text {
                switch character {
                case "\n", "\r\n":
                    lines.append(String(line))
                    (line, place) = ([], 0)
                case "\r": place = 0
                case "\u{8}": place -= 1
                default:
                    if place < line.count { line[place] = character } else { line.append(character) }
                    place += 1
                }
            }
            return (lines + [String(line)]).map { String($0.reversed().drop { $0 == " " }.reversed()) }
        }
    }

    @Test(arguments: [true, false])
    func aNameBreaksNoLine(moves: Bool) {
        let screen = Screen()
        let printer = screen.printer(moves: moves)
        printer.show(.uploading(name: "a\nb\u{1B}[2J\t.mp4", sent: 5, total: 5))
        printer.show(.processing(name: "a\nb"))
        #expect(
            screen.lines.first?.hasPrefix("uploading a␊b␛[2J␉.mp4") == true && screen.lines.dropFirst().first == "processing a␊b",
            "\(screen.lines)")
    }

    @Test func aLineTellsShareRateAndTimeLeft() {
        var line = ProgressLine(
            label: "uploading film.mp4", done: 30_000_000, total: 120_000_000, start: 10_000_000, seconds: 4, isBytes: true)
        #expect(line.text(columns: 120) == "uploading film.mp4 [██████··················] 30.0 MB/120.0 MB, 5.0 MB/s, 18 s left")
        line.seconds = 0.1
        #expect(line.text().hasSuffix("30.0 MB/120.0 MB"))
        (line.done, line.seconds) = (120_000_000, 10)
        #expect(line.step == "uploading film.mp4 120.0 MB/120.0 MB, 11.0 MB/s" && !line.text().contains("left"))
        #expect(ProgressLine(label: "batch", done: 2, total: 0, start: 0, seconds: 0, isBytes: false).share == 1)
        let syncing = ProgressLine(label: "syncing", done: 40, total: 100, start: 0, seconds: 16, isBytes: false)
        #expect(syncing.text() == "syncing [█████████···············] 40/100, 2.5/s, 24 s left")
        #expect(
            ProgressLine.time(59.2) == "1 min 0 s" && ProgressLine.time(7500) == "2 h 5 min"
                && ProgressLine.time(.infinity) == "277777 h 46 min")
    }

    @Test func noLineIsWiderThanItsTerminal() {
        for label in ["uploading film.mp4", "uploading 漢字の長い名前の映画👩‍👩‍👧.mp4", "s", String(repeating: "long ", count: 20)] {
            for columns in [1, 2, 3, 10, 19, 20, 21, 25, 30, 39, 40, 41, 50, 60, 79, 80, 81, 100, 132, 200] {
                let line = ProgressLine(label: label, done: 30_000_000, total: 120_000_000, start: 0, seconds: 4, isBytes: true)
                let width = DisplayWidth.of(line.text(columns: columns))
                #expect(width < max(columns, 20), "\(label) in \(columns)")
            }
        }
        let line = ProgressLine(label: "uploading a-very-long-name-of-a-film.mp4", done: 1, total: 2, start: 0, seconds: 0, isBytes: false)
        #expect(line.text(columns: 30) == "uploading a…e-of-a-film.mp4 1/2" || DisplayWidth.of(line.text(columns: 30)) == 29)
    }

    @Test func aBarIsDrawnOverItselfWithoutAnEscape() {
        let screen = Screen()
        let printer = screen.printer(moves: true)
        printer.show("syncing", done: 0, of: 10)
        screen.advance(0.05)
        // Too soon to be read.
        printer.show("syncing", done: 1, of: 10)
        screen.advance(1)
        printer.show("syncing", done: 5, of: 10)
        #expect(screen.lines == ["syncing [████████████············] 5/10, 4.7/s, 2 s left"])
        printer.show("syncing", done: 10, of: 10)
        #expect(screen.lines == ["syncing [████████████████████████] 10/10, 9.5/s", ""])
        printer.show("syncing", done: 10, of: 10)
        #expect(screen.lines.count == 2)
        printer.show("more", done: 1, of: 2)
        printer.clear()
        #expect(screen.lines.last == "" && !screen.text.contains("\u{1B}"))
    }

    @Test func inAPipeAStepIsALineAndALongOneIsToldEveryTenSeconds() {
        let screen = Screen()
        let printer = screen.printer(moves: false)
        for done in 0...100 {
            printer.show("syncing", done: done, of: 100)
            screen.advance(0.25)
        }
        #expect(screen.lines == ["syncing 40/100, 15 s left", "syncing 80/100, 5 s left", "syncing 100/100", ""])
    }

    @Test func aBatchTellsItsStatesItsCountsAndItsTime() throws {
        func batch(_ state: String, _ done: Int) throws -> Batch {
            Batch(
                json: try JSON(
                    parsing: Array(
                        #"{"name":"batches/b","state":"BATCH_STATE_\#(state)","batchStats":{"requestCount":"4","successfulRequestCount":"\#(done)","pendingRequestCount":"\#(4 - done)"}}"#
                            .utf8)))
        }
        for moves in [true, false] {
            let screen = Screen()
            let printer = screen.printer(moves: moves)
            for (state, done) in [("PENDING", 0), ("PENDING", 0), ("RUNNING", 0), ("RUNNING", 1), ("RUNNING", 3)] {
                printer.show(try batch(state, done))
                screen.advance(30)
            }
            if moves { #expect(screen.lines == ["batch running [██████████████████······] 3/4, 2 min 0 s, 40 s left"]) }
            printer.show(try batch("SUCCEEDED", 4))
            #expect(
                screen.lines
                    == (moves
                        ? ["batch succeeded [████████████████████████] 4/4, 2 min 30 s", ""]
                        : [
                            "batch pending", "batch pending 0/4", "batch running", "batch running 0/4",
                            "batch running 1/4, 4 min 30 s left", "batch running 3/4, 40 s left", "batch succeeded 4/4", "",
                        ]),
                "\(screen.lines)")
        }
    }

    @Test func quietSaysNothing() {
        for moves in [true, false] {
            let screen = Screen()
            let printer = screen.printer(moves: moves, isQuiet: true)
            printer.show("syncing", done: 10, of: 10)
            printer.show(.active(name: "a"))
            printer.clear()
            #expect(screen.text.isEmpty)
        }
    }

    @Test(arguments: [["NO_COLOR": "1"], ["TERM": "dumb"], [:]])
    func onATerminalNoLineIsBrokenAndNoEscapeIsWritten(environment: [String: String]) async throws {
        try await Program.with { program in
            let name = String(repeating: "a-long-name-", count: 12) + ".txt"
            let file = program.folder + "/" + name
            try Data("some text".utf8).write(to: URL(fileURLWithPath: file))
            let shown = try await PseudoTerminal.run(program, ["upload", file], columns: 40, environment: environment)
            #expect(!shown.contains("\u{1B}") && shown.contains("9 B/9 B"))
            if environment["TERM"] == nil {
                let widest = shown.split { ["\r", "\n", "\r\n"].contains($0) }.filter { $0.hasPrefix("uploading") }.map {
                    DisplayWidth.of(String($0))
                }.max()
                #expect((widest ?? 0) > 20 && (widest ?? 99) < 40)
            } else {
                #expect(shown.contains("uploading \(name) 9 B/9 B"))
            }
        }
    }

    @Test func aPipeGetsLinesOfASyncOnStandardErrorAlone() async throws {
        try await Program.offline { program in
            for number in 0..<3 { #expect(try await program.run(["ask", "later \(number)"]).code == 75) }
            try await HTTPServer(transport: try MockGemini()).withServer { base in
                let online = Program(folder: program.folder, base: base)
                let end = try await online.run(["sync"])
                #expect(end.code == 0 && end.err.hasSuffix("syncing 3/3\n") && end.out == "3 answered; 0 left in the queue\n")
                #expect(try await online.run(["sync", "-q"]).err.isEmpty)
            }
        }
    }
}
