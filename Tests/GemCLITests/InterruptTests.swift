import Foundation
import GemCore
import GemStore
import GemTesting
import Synchronization
import Testing

@testable import GemCLI

/// What an interrupt does to a command: it ends by the signal, which a shell shows as 130, says how to go on, and leaves nothing half written.
@Suite(.serialized) struct InterruptTests {
    /// A command that waits for upstream.
    struct Waiting: Sendable, CustomTestStringConvertible {
        let arguments: [String]
        /// What it says of how to go on.
        let advice: String
        var input = ""
        /// The requests that are answered before the one that it waits for.
        var answers: [String] = []

        init(_ arguments: [String], _ advice: String, input: String = "", answers: [String] = []) {
            (self.arguments, self.advice, self.input, self.answers) = (arguments, advice, input, answers)
        }

        var testDescription: String { arguments.joined(separator: " ") }
    }

    private static let batch = RawUpstream.json(#"{"name":"batches/b","metadata":{"state":"BATCH_STATE_RUNNING","name":"batches/b"}}"#)
    private static let file = RawUpstream.json(#"{"name":"files/x","sizeBytes":"100","state":"ACTIVE","uri":"https://x/files/x"}"#)
    private static let half = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\nhalf of it"

    private static let waiting: [Waiting] = [
        Waiting(["ask", "hello"], "Ask again."), Waiting(["ask", "hello", "--no-stream"], "Ask again."),
        Waiting(["ask", "hello", "FILE"], "is not sent again"), Waiting(["ask", "hello", "--save", "FOLDER/kept"], "Ask again."),
        Waiting(["chat"], "--session NAME", input: "One?\n"),
        Waiting(["chat", "--session", "s"], "`gemcache chat --session s`", input: "One?\n"),
        Waiting(["embed", "hello"], "is not sent again"), Waiting(["similar", "a", "b"], "is not sent again"),
        Waiting(["count", "hello"], "Ask again"), Waiting(["models"], "Run it again"), Waiting(["upload", "FILE"], "is not sent again"),
        Waiting(["files"], "Run it again"), Waiting(["files", "show", "x"], "Run it again"),
        Waiting(["files", "delete", "x"], "Run it again"),
        Waiting(["files", "download", "x", "FOLDER/copy"], "what came so far is removed", answers: [file, half]),
        Waiting(["context"], "Run it again"), Waiting(["context", "create", "--text", "a"], "Run it again"),
        Waiting(["batch"], "Run it again"), Waiting(["batch", "create", "FILE"], "gemcache batch list"),
        Waiting(["batch", "create", "FILE", "--wait"], "`gemcache batch wait batches/b`", answers: [batch]),
        Waiting(["batch", "wait", "b"], "`gemcache batch wait b`"), Waiting(["batch", "results", "b"], "Run it again"),
        Waiting(["sync"], "`gemcache sync` goes on with the rest"),
    ]

    @Test(arguments: waiting)
    func aCommandThatWaitsEndsAndSaysHowToGoOn(one: Waiting) async throws {
        try await TemporaryFolder.with { folder in
            let (waits, count, end) = (Signal(), Counter(), DispatchSemaphore(value: 0))
            let answer: @Sendable (RawMessage) -> String = { _ in
                let number = count.next()
                if number + 1 >= max(one.answers.count, 1), one.answers.last.map({ $0 == Self.half }) ?? false { waits.raise() }
                if number < one.answers.count { return one.answers[number] }
                waits.raise()
                end.wait()
                return RawUpstream.json("{}")
            }
            try await RawUpstream.with(answer) { upstream in
                defer { for _ in 0..<100 { end.signal() } }
                let file = folder + "/questions.txt"
                try Data("one\n".utf8).write(to: URL(fileURLWithPath: file))
                if one.arguments == ["sync"] {
                    #expect(try await Program(folder: folder, base: Program.nowhere).run(["ask", "later"]).code == 75)
                }
                let program = Program(folder: folder, base: upstream.url)
                let arguments = one.arguments.map { $0.replacing("FILE", with: file).replacing("FOLDER", with: folder) }
                let running = try program.start(arguments, input: one.input)
                await waits.wait()
                kill(running.process.pid, SIGINT)
                let outcome = try await running.end()
                #expect(outcome.code == SIGINT, "\(outcome.err)")
                let last = outcome.err.split(separator: "\n").last ?? ""
                #expect(last.hasPrefix("gemcache: interrupted. ") && last.contains(one.advice), "\(outcome.err)")
                let names = FileSearch.names(in: folder).filter { !$0.hasPrefix("run-") }
                #expect(Set(names).isSubset(of: ["questions.txt", "store"]), "\(names)")
                #expect(try await Program(folder: folder, base: Program.nowhere).run(["cache", "verify"]).code == 0)
            }
        }
    }

    @Test func withJSONTheInterruptIsTheWholeOutput() async throws {
        try await Self.beforeSilence { program, waits in
            let running = try program.start(["ask", "hello", "--json"])
            await waits.wait()
            kill(running.process.pid, SIGTERM)
            let outcome = try await running.end()
            #expect(outcome.code == SIGTERM && outcome.json?["error"]?["code"]?.string == "cancelled" && outcome.err.isEmpty)
        }
    }

    @Test(arguments: [("proxy", SIGINT), ("mock", SIGINT), ("proxy", SIGTERM), ("mock", SIGTERM)])
    func aServerPutsEverythingAwayFirst(name: String, number: Int32) async throws {
        try await Program.offline { program in
            let ready = program.folder + "/ready"
            let running = try program.start([name, "--listen", "127.0.0.1:0", "--ready-file", ready])
            #expect(try await program.run([], shell: #"until [ -s "$HOME/ready" ]; do sleep 0.02; done"#).code == 0)
            kill(running.process.pid, number)
            let outcome = try await running.end()
            #expect(outcome.code == (number == SIGINT ? SIGINT : 0))
            #expect(outcome.err.contains("interrupted") == (number == SIGINT))
            #expect(!FileManager.default.fileExists(atPath: ready))
        }
    }

    /// Needs a store that takes a while to go through, and so is slower than other tests.
    @Test func whatWritesTheStoreAnewLeavesItWholeOrNothingBehind() async throws {
        try await Program.offline { program in
            let (folder, store) = (program.folder, try Store.open(at: program.folder + "/store"))
            try await store.write { (transaction: inout Transaction) throws(GemError) in
                for number in 0..<6000 {
                    try transaction.putEntry(
                        EntryRecord(
                            key: RequestKey(Digest(of: Array("\(number)".utf8))), variant: .developer, canonical: [1],
                            payload: [UInt8](repeating: 7, count: 3000), operation: "generateContent", model: "m", created: store.time.now,
                            expires: nil))
                }
            }
            store.close()
            let progress = ["GEMCACHE_PROGRESS": "always"]
            #expect(try await program.run(["cache", "export", folder + "/whole"]).code == 0)
            for arguments in [
                ["verify"], ["export", folder + "/new"], ["import", folder + "/whole"], ["gc"], ["compact"],
                ["compact", "--into", folder + "/copy"],
            ] {
                let running = try program.start(["cache"] + arguments, environment: progress)
                // From the first sign of work on, or at its end; `gc` gives no sign.
                let sign = #"""
                    until [ "$2" = gc ] || [ -s "$1.err" ] || [ -s "$1.out" ] || [ -s "$HOME/copy/data.mdb" ] || [ -s "$HOME/store/.compact/data.mdb" ]
                    do :; done
                    """#
                _ = try await program.run([running.name, arguments[0]], shell: sign)
                kill(running.process.pid, SIGINT)
                let outcome = try await running.end()
                #expect([0, SIGINT].contains(outcome.code), "\(arguments) \(outcome.err)")
                #expect(
                    outcome.code == 0 || arguments == ["gc"] || outcome.err.contains("gemcache: interrupted. "),
                    "\(arguments) \(outcome.err)")
                let left = FileSearch.names(in: folder).filter { !$0.hasPrefix("run-") }
                #expect(Set(left).subtracting(outcome.code == 0 ? ["new", "copy"] : []) == ["store", "whole"], "\(arguments) \(left)")
                #expect(!FileSearch.names(in: folder + "/store").contains(".compact"), "\(arguments)")
                if outcome.code == 0 { for name in ["new", "copy"] { try? FileManager.default.removeItem(atPath: folder + "/" + name) } }
            }
            #expect(try await program.run(["cache", "verify"]).out.hasPrefix("6000 rows"))
        }
    }

    @Test func atATerminalTheMessageStandsOnALineOfItsOwn() async throws {
        try await Self.beforeSilence { program, waits in
            let terminal = try PseudoTerminal(program, ["ask", "hello"])
            await waits.wait()
            kill(terminal.process.pid, SIGINT)
            let (code, seen) = await terminal.end()
            #expect(code == SIGINT && seen == "\ngemcache: interrupted. Ask again.\n")
        }
    }

    @Test func aChatThatIsInterruptedPutsTheTerminalRight() async throws {
        try await Program.offline { program in
            let terminal = try PseudoTerminal(program, ["chat", "--session", "a"])
            await terminal.waits(for: "> ")
            kill(terminal.process.pid, SIGINT)
            let (code, seen) = await terminal.end()
            #expect(code == SIGINT && seen.contains("\u{1B}[?2004l") && seen.contains("`gemcache chat --session a`"))
        }
    }

    @Test func whatIsUnsavedIsSavedOnceAndNothingThatWasForgotten() async {
        let saved = Box()
        _ = Unsaved.add { saved.add(1) }
        let forgotten = Unsaved.add { saved.add(2) }
        Unsaved.forget(forgotten)
        Unsaved.saveAll()
        Unsaved.saveAll()
        #expect(saved.values == [1])
    }

    /// Runs `body` with a program before an upstream that answers nothing while it does, and what is raised when upstream was asked.
    private static func beforeSilence(_ body: (Program, Signal) async throws -> Void) async throws {
        let (waits, end) = (Signal(), DispatchSemaphore(value: 0))
        let answer: @Sendable (RawMessage) -> String = { _ in
            waits.raise()
            end.wait()
            return RawUpstream.json("{}")
        }
        try await TemporaryFolder.with { folder in
            try await RawUpstream.with(answer) { upstream in
                defer { end.signal() }
                try await body(Program(folder: folder, base: upstream.url), waits)
            }
        }
    }

    private final class Box: Sendable {
        private let list = Mutex<[Int]>([])
        var values: [Int] { list.withLock { $0 } }
        func add(_ value: Int) { list.withLock { $0.append(value) } }
    }
}
