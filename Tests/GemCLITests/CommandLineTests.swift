import ArgumentParser
import Foundation
import Gemini
import Testing

@testable import GemCLI

/// How command lines are understood.
@Suite struct CommandLineTests {
    @Test(arguments: ["ask \"$bad\"", "ask x \"$bad.txt\" --json", "embed \"$bad\"", "count \"$bad\" --json"])
    func anArgumentThatIsNoTextIsNotTakenForAnother(line: String) async throws {
        try await Program.with { program in
            let end = try await program.run([], shell: #"bad="$(printf 'gr\374n')"; "$0" "# + line)
            #expect(end.code == 65 && (line.contains("--json") ? end.out : end.err).contains("is no UTF-8 text. Rename the file"))
            #expect(try await program.run(["ask", "a sign that is there: \u{FFFD}"]).code == 0)
        }
    }

    @Test func aFileWhoseNameBeginsWithADashIsNotTakenForOptions() async throws {
        try await Program.with { program in
            try Data("a note".utf8).write(to: URL(filePath: program.folder + "/-dash.txt"))
            func run(_ line: String) async throws -> Program.Outcome {
                try await program.run([program.folder], shell: #"cd "$1"; "$0" "# + line)
            }
            let options = try await run("ask x -dash.txt")
            #expect(options.code == 64 && options.out.isEmpty && options.err.contains("name it ./-dash.txt"))
            for line in ["ask x ./-dash.txt", "ask x -- -dash.txt"] { #expect(try await run(line).out.contains("a note")) }
        }
    }

    /// What is mistyped is not sent, and the message names it.
    @Test(arguments: [
        (["ask", "hello", "http://"], "names no host"), (["ask", "hello", "HTTPS:///a.png"], "names no host"),
        (["ask", "hello", "--model", "../x"], "../x is no model's name"), (["count", "hello", "--model", "models/.."], "no model's name"),
        (["ask", "hello", "UTF16"], "UTF-16"), (["similar", "a boat", "boat.png"], "--texts takes it for words"),
        (["similar", "a boat", "./boat"], "There is no file ./boat"),
        (["embed", "--together", "a boat", "boat.wav"], "There is no file boat.wav"),
        (["cache", "export", "/nonexistent/x"], "its folder is missing"),
    ])
    func whatIsMistypedIsNotSent(arguments: [String], message: String) async throws {
        try await Program.offline { program in
            let file = program.folder + "/note.txt"
            try Data([0xFF, 0xFE, 0x68, 0, 0x69, 0]).write(to: URL(fileURLWithPath: file))
            let end = try await program.run(arguments.map { $0 == "UTF16" ? file : $0 })
            #expect([65, 73, 74].contains(end.code) && end.err.contains(message), "\(end.code) \(end.err)")
        }
    }

    @Test func wordsAreNoMistypedFiles() async throws {
        try await Program.with { (program: Program) async throws in
            #expect(try await program.run(["similar", "node.js", "and/or", "see boat.png", "README.md"]).code == 0)
            #expect(try await program.run(["similar", "boat.png", "a boat", "--texts"]).code == 0)
        }
    }

    @Test func whatIsNearNothingIsToldWhatThereIs() {
        #expect(Mistyping(["Why is the sky blue?"])?.complaint.contains("gemcache ask") == true)
        #expect(Mistyping(["cache", "xyz"])?.complaint.contains("there are ls, show, rm") == true)
    }

    @Test(arguments: [
        (["asq", "hello"], "ask", "gemcache"), (["cassete"], "cassette", "gemcache"),
        (["queue", "drp", "x"], "queue drop", "gemcache queue"),
        (["cache", "lss"], "cache ls", "gemcache cache"), (["batch", "craete", "f"], "batch create", "gemcache batch"),
        (["files", "lst"], "files list", "gemcache files"), (["context", "dlete"], "context delete", "gemcache context"),
        (["cassette", "shwo", "f"], "cassette show", "gemcache cassette"), (["help", "cahce"], "cache", "gemcache"),
        (["help", "cache", "exprot"], "cache export", "gemcache cache"), (["cache", "comp"], "cache compact", "gemcache cache"),
        (["CACHE"], "cache", "gemcache"), (["hlep"], "help", "gemcache"),
    ])
    func aMistypedSubcommandNamesTheNearestAndItsPlace(arguments: [String], meant: String, place: String) throws {
        let mistyping = try #require(Mistyping(arguments))
        #expect(mistyping.complaint.hasSuffix("Did you mean \(meant)?"))
        #expect(mistyping.place == place)
    }

    @Test(arguments: [
        ["ask", "asq"], ["queue"], ["queue", "--json"], ["queue", "list"], ["batch", "ls"], ["help", "ask"], ["help"],
        ["help", "cache", "ls"],
        ["cache", "help", "ls"], ["--version"], [], ["cassette", "file.json"], ["cache", "show", "lss"],
    ])
    func whatIsRightIsNotComplainedAbout(arguments: [String]) {
        #expect(Mistyping(arguments)?.complaint == nil)
    }

    @Test(arguments: [("abc", "abc", 0), ("abc", "acb", 1), ("abc", "abd", 1), ("", "ab", 2), ("craete", "create", 1), ("lss", "ls", 1)])
    func lettersThatAreSwappedAreOneMistake(a: String, b: String, distance: Int) { #expect(Mistyping.distance(a, b) == distance) }

    @Test func aNegativeThinkingBudgetIsNoOption() throws {
        let command = try #require(try GemcacheCommand.parseAsRoot(["ask", "hi", "--thinking", "-1"]) as? AskCommand)
        #expect(command.answer.thinking == .budget(-1))
    }

    @Test func syncRefusesWhatOnlyQuestionsTake() {
        #expect(throws: (any Error).self) { try GemcacheCommand.parseAsRoot(["sync", "--cassette", "file.json"]) }
        #expect(throws: (any Error).self) { try GemcacheCommand.parseAsRoot(["upload", "--sample", "1", "file.mp4"]) }
    }

    @Test(arguments: [
        "ask", "chat", "embed", "similar", "count", "upload", "files", "batch", "context", "models", "sync", "queue", "cache", "cassette",
        "proxy", "run", "mock", "stats", "explain", "key",
    ])
    func everyCommandHasHelpWithAnExample(name: String) throws {
        let type = try #require(GemcacheCommand.configuration.subcommands.first { $0.configuration.commandName == name })
        #expect(type.helpMessage(columns: 200).contains("  gemcache \(name)"))
    }
}
