import ArgumentParser
import Testing

@testable import GemCLI

/// How command lines are understood.
@Suite struct CommandLineTests {
    @Test func aMistypedCommandNamesTheNearest() {
        #expect(Mistyping.complaint(about: ["asq", "hello"])?.contains("ask") == true)
        #expect(Mistyping.complaint(about: ["cassete"])?.contains("cassette") == true)
        #expect(Mistyping.complaint(about: ["Why is the sky blue?"])?.contains("gemcache ask") == true)
        #expect(Mistyping.complaint(about: ["queue", "drp", "x"])?.contains("drop") == true)
    }

    @Test(arguments: [["ask", "asq"], ["queue"], ["queue", "--json"], ["help", "ask"], ["--version"], [], ["cassette", "file.json"]])
    func whatIsRightIsNotComplainedAbout(arguments: [String]) {
        #expect(Mistyping.complaint(about: arguments) == nil)
    }

    @Test func aNegativeThinkingBudgetIsNoOption() throws {
        let command = try #require(try GemcacheCommand.parseAsRoot(["ask", "hi", "--thinking", "-1"]) as? AskCommand)
        #expect(command.answer.thinking == .budget(-1))
    }

    @Test func syncRefusesWhatOnlyQuestionsTake() {
        #expect(throws: (any Error).self) { try GemcacheCommand.parseAsRoot(["sync", "--cassette", "file.json"]) }
        #expect(throws: (any Error).self) { try GemcacheCommand.parseAsRoot(["upload", "--sample", "1", "file.mp4"]) }
    }

    @Test(arguments: [
        "ask", "chat", "embed", "similar", "count", "upload", "models", "sync", "queue", "cache", "cassette", "proxy", "mock", "stats",
        "explain",
        "key",
    ])
    func everyCommandHasHelpWithAnExample(name: String) throws {
        let type = try #require(GemcacheCommand.configuration.subcommands.first { $0.configuration.commandName == name })
        #expect(type.helpMessage(columns: 200).contains("  gemcache \(name)"))
    }
}
