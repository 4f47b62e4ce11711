import ArgumentParser
import Testing

@testable import GemCLI

/// The manual page and the shells' completions.
@Suite struct ManPageTests {
    @Test func everyCommandStandsInThePage() throws {
        let page = try ManPage.text()
        for command in GemcacheCommand.configuration.subcommands {
            let name = try #require(command.configuration.commandName)
            #expect(page.contains(".SS \"gemcache \(name)\""))
        }
        #expect(page.contains("\\fB\\-\\-session\\fR") && page.contains(".SH EXIT STATUS"))
    }

    @Test func noLineBeginsWithAnAccidentalRequest() throws {
        let requests: Set = ["TH", "SH", "SS", "TP", "PP", "B", "nf", "fi", "RS", "RE"]
        for line in try ManPage.text().split(separator: "\n") where line.hasPrefix(".") {
            #expect(requests.contains(String(line.dropFirst().prefix { $0 != " " })))
        }
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func aShellCompletesCommandsModelsAndSessions(shell: String) throws {
        let script = GemcacheCommand.completionScript(for: try #require(CompletionShell(rawValue: shell)))
        #expect(script.contains("chat") && script.contains("gemini-2.5-pro") && script.contains("session"))
    }
}
