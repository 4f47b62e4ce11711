import ArgumentParser
import Foundation
import GemCore
import GemMock
import GemServer
import GemTesting
import HTTPTypes
import Testing

@testable import GemCLI

/// Every command, and how it ends for each kind of error. The commands are the parser's own, so that a new one cannot be forgotten here.
@Suite struct ExitTableTests {
    /// A command that works, and what must be known of it to make it fail in each way.
    struct Row: Sendable {
        /// What follows the command's name.
        var arguments: [String]
        var input = ""
        /// Arguments that are bad input; nil for a command that takes none that could be.
        var bad: [String]?
        /// How it ends where nobody can be reached; nil for one that asks nobody.
        var offline: Int32?
        /// Whether it uses the store; `key` does so on request.
        var usesStore = true
    }

    private static let name = "0123456789abcdef0123456789abcdef"

    /// FILE is a file with a text, REQUEST one with a request, FOLDER the test's own.
    private static let rows: [String: Row] = [
        "ask": Row(arguments: ["hello"], bad: ["hello", "/nonexistent.png"], offline: 75),
        "chat": Row(arguments: [], input: "hello\n", bad: ["--session", "a/b"], offline: 75),
        "embed": Row(arguments: ["hello"], bad: ["--file", "/nonexistent"], offline: 75),
        "similar": Row(arguments: ["a", "b"], bad: ["a", " "], offline: 75),
        "count": Row(arguments: ["hello"], bad: ["hello", "/nonexistent.png"], offline: 75),
        "upload": Row(arguments: ["FILE"], bad: ["/nonexistent"], offline: 69, usesStore: false),
        "files list": Row(arguments: [], offline: 69), "files show": Row(arguments: ["x"], bad: ["a/b/c"], offline: 69),
        "files download": Row(arguments: ["x", "-"], bad: ["x", "/"], offline: 69),
        "files delete": Row(arguments: ["x"], bad: ["a/b/c"], offline: 69),
        "batch create": Row(arguments: ["FILE"], bad: ["/nonexistent"], offline: 69), "batch list": Row(arguments: [], offline: 69),
        "batch show": Row(arguments: ["x"], bad: ["a/b/c"], offline: 69), "batch wait": Row(arguments: ["x"], bad: ["a/b/c"], offline: 69),
        "batch results": Row(arguments: ["x"], bad: ["x", "--input", "/nonexistent"], offline: 69),
        "batch cancel": Row(arguments: ["x"], bad: ["a/b/c"], offline: 69),
        "batch delete": Row(arguments: ["x"], bad: ["a/b/c"], offline: 69),
        "context create": Row(arguments: ["FILE"], bad: ["/nonexistent"], offline: 69), "context list": Row(arguments: [], offline: 69),
        "context show": Row(arguments: ["x"], bad: ["a/b/c"], offline: 69),
        "context extend": Row(arguments: ["x", "--keep", "1h"], bad: ["a/b/c", "--keep", "1h"], offline: 69),
        "context delete": Row(arguments: ["x"], bad: ["a/b/c"], offline: 69),
        "models": Row(arguments: [], bad: [""], offline: 69),
        "sync": Row(arguments: [], offline: 69),
        "queue ls": Row(arguments: []), "queue show": Row(arguments: [name], bad: [name]),
        "queue drop": Row(arguments: [name], bad: [name]),
        "queue retry": Row(arguments: [name], bad: [name]),
        "cache ls": Row(arguments: []), "cache show": Row(arguments: [name], bad: ["zz"]), "cache rm": Row(arguments: [name], bad: [name]),
        "cache clear": Row(arguments: []), "cache pin": Row(arguments: [name], bad: [name]),
        "cache unpin": Row(arguments: [name], bad: [name]), "cache gc": Row(arguments: []), "cache verify": Row(arguments: []),
        "cache compact": Row(arguments: [], bad: ["--into", "FOLDER/store"]), "cache export": Row(arguments: ["FOLDER/out"], bad: ["/"]),
        "cache import": Row(arguments: ["FILE"], bad: ["/nonexistent"]),
        "cache stats": Row(arguments: [], bad: ["--prices", "/nonexistent"]), "stats": Row(arguments: [], bad: ["--prices", "FILE"]),
        "cassette show": Row(arguments: ["FILE"], bad: ["/nonexistent"]),
        "proxy": Row(arguments: ["--listen", "127.0.0.1:0"], bad: ["--prices", "/nonexistent"]),
        "run": Row(arguments: ["--", "true"], bad: ["--prices", "/nonexistent", "--", "true"]),
        "mock": Row(arguments: ["--listen", "127.0.0.1:0"], bad: ["--fixtures", "/nonexistent"]),
        "explain": Row(arguments: ["REQUEST"], bad: ["FILE"]), "key": Row(arguments: ["REQUEST"], bad: ["FILE"], usesStore: false),
    ]

    /// The commands that have none below them, and the names of their options.
    private static let commands: [(path: [String], options: Set<String>)] = {
        var found: [([String], Set<String>)] = []
        func look(_ command: JSON, _ path: [String]) {
            let below = (command["subcommands"]?.array ?? []).filter { $0["commandName"] != "help" }
            for one in below { look(one, path + [one["commandName"]?.string ?? ""]) }
            guard below.isEmpty else { return }
            let names = (command["arguments"]?.array ?? []).flatMap { $0["names"]?.array ?? [] }.compactMap { $0["name"]?.string }
            found.append((path, Set(names)))
        }
        if let root = try? ManPage.commands() { look(root, []) }
        return found
    }()

    private static let paths = commands.map { $0.path.joined(separator: " ") }

    @Test func everyCommandOfTheParserStandsInTheTable() {
        #expect(Set(Self.paths) == Set(Self.rows.keys))
        #expect(Self.paths.count > 40)
    }

    /// A command of the table, in a folder with the files that its arguments name.
    private struct Trial {
        let row: Row
        let options: Set<String>
        let program: Program
        let words: [String]

        func run(_ arguments: [String], at base: String? = nil, _ environment: [String: String] = [:]) async throws -> Program.Outcome {
            let filled = arguments.map { word in
                word.replacing("FILE", with: program.folder + "/text.txt").replacing("REQUEST", with: program.folder + "/request.json")
                    .replacing("FOLDER", with: program.folder)
            }
            let other = base.map { Program(folder: program.folder, base: $0) } ?? program
            return try await other.run(words + filled, input: row.input, environment: environment)
        }
    }

    /// An API that answers everything with an error.
    private struct Refusal: Transport {
        let status: Int
        let text: String

        func send(_ request: Request) async throws(GemError) -> Response { .json(.init(code: status), Array(text.utf8)) }
    }

    private static func with(_ path: String, _ body: (Trial) async throws -> Void) async throws {
        let row = try #require(rows[path])
        let (words, options) = try #require(commands.first { $0.path.joined(separator: " ") == path })
        try await Program.offline { program in
            try Data("a text\n".utf8).write(to: URL(fileURLWithPath: program.folder + "/text.txt"))
            try Data(#"{"path":"/v1beta/models/m:generateContent","request_body":{"contents":[{"parts":[{"text":"a"}]}]}}"#.utf8).write(
                to: URL(fileURLWithPath: program.folder + "/request.json"))
            // What can be sent, shown and compacted is there.
            if ["queue", "cache", "sync"].contains(words.first) { #expect(try await program.run(["ask", "later"]).code == 75) }
            try await body(Trial(row: row, options: options, program: program, words: words))
        }
    }

    private static func isTold(_ end: Program.Outcome, _ code: Int32) -> Bool {
        // What is wrong stands on standard error, in our words or the parser's.
        end.code == code && (end.err.contains("gemcache: ") || end.err.hasPrefix("Error: "))
    }

    @Test(arguments: paths)
    func aMistakeOfTheCallerHasItsCode(path: String) async throws {
        try await Self.with(path) { trial async throws in
            let (row, options) = (trial.row, trial.options)
            let usage = try await trial.run(["--no-such-option"] + row.arguments)
            #expect(usage.code == 64 && usage.err.contains("no-such-option") && usage.out.isEmpty)
            if let bad = row.bad {
                let end = try await trial.run(bad)
                #expect(Self.isTold(end, 65), "\(end)")
            }
            if options.contains("store"), row.usesStore {
                let end = try await trial.run(["--store", "/dev/null"] + row.arguments)
                #expect(Self.isTold(end, 74), "\(end)")
            }
            if options.contains("max-size"), row.usesStore {
                let end = try await trial.run(row.arguments, ["GEMCACHE_MAX_SIZE": "lots"])
                #expect(Self.isTold(end, 78) && end.err.contains("GEMCACHE_MAX_SIZE"), "\(end)")
            }
            if options.contains("base-url") {
                let end = try await trial.run(["--base-url", "localhost"] + row.arguments)
                #expect(Self.isTold(end, 78), "\(end)")
            }
        }
    }

    @Test(arguments: paths)
    func aMistakeOfTheNetworkHasItsCode(path: String) async throws {
        let options = try #require(Self.commands.first { $0.path.joined(separator: " ") == path }).options
        #expect((Self.rows[path]?.offline != nil) == options.contains("base-url"))
        guard let offline = Self.rows[path]?.offline else { return }
        try await Self.with(path) { trial async throws in
            let row = trial.row
            let unreachable = try await trial.run(row.arguments)
            #expect(unreachable.code == offline, "\(unreachable)")
            #expect(offline != 75 || unreachable.out.hasPrefix("queued ") && unreachable.err.contains("gemcache sync"))
            if trial.options.contains("offline") {
                let end = try await trial.run(["--offline", "fail"] + row.arguments)
                #expect(Self.isTold(end, 69), "\(end)")
            }
            for (status, name, code) in [("400 Bad Request", "INVALID_ARGUMENT", 76), ("403 Forbidden", "PERMISSION_DENIED", 77)] {
                let error = #"{"error":{"code":\#(status.prefix(3)),"message":"so not","status":"\#(name)"}}"#
                try await HTTPServer(transport: Refusal(status: Int(status.prefix(3)) ?? 500, text: error)).withServer { base in
                    let end = try await trial.run(row.arguments, at: base)
                    // A question that was given up is told by the count of them, and where to read why.
                    let isGivenUp =
                        path == "sync" && end.code == 76 && end.out.contains("1 given up") && end.err.contains("`gemcache queue` tells why")
                    #expect(isGivenUp || Self.isTold(end, Int32(code)), "\(status) \(end)")
                    if path == "sync" { #expect(try await trial.program.run(["ask", "once more"]).code == 75) }
                }
            }
        }
    }

    @Test func everyCodeOfAnErrorIsInTheTableTheHelpThePageAndTheDocs() throws {
        let codes: [GemError.Code] = [
            .noAnswer, .usage, .badInput, .offline, .notCached, .notRecorded, .unreachable, .cut, .timeout, .internal, .store, .queued,
            .upstream,
            .refused, .configuration, .cancelled,
        ]
        #expect(Set(codes.map(\.exitCode) + [0]) == Set(ExitStatus.table.map(\.code)))
        let (help, page) = (GemcacheCommand.helpMessage(columns: 200), try ManPage.text())
        let docs = try String(
            contentsOf: URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/Architecture.md"), encoding: .utf8)
        for (code, meaning) in ExitStatus.table {
            #expect(help.contains("\(code)  \(meaning)"))
            #expect(page.contains("\n.B \(code)\n"))
            #expect(docs.contains("| \(code) | "))
        }
    }

    @Test(arguments: ["ask", "chat"])
    func aBlockedAnswerEndsWithOne(path: String) async throws {
        try await Program.with { program in
            let blocked = try await program.run(path == "chat" ? ["chat"] : ["ask", "[[block]]"], input: "[[block]]\n")
            #expect(Self.isTold(blocked, 1))
        }
    }
}
