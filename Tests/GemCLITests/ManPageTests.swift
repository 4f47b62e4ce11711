import ArgumentParser
import Foundation
import GemCore
import Testing

@testable import GemCLI

/// The manual page.
@Suite struct ManPageTests {
    /// A command with all that stand below it, by its words.
    private static func all(_ command: JSON, _ path: [String]) -> [(path: [String], command: JSON)] {
        let own = path + [command["commandName"]?.string ?? ""]
        let below = (command["subcommands"]?.array ?? []).filter { $0["commandName"] != "help" }
        return [(own, command)] + below.flatMap { all($0, own) }
    }

    /// The lines under each heading.
    private static func parts(_ page: String) -> [String: String] {
        var (parts, heading) = ([String: String](), "")
        for line in page.split(separator: "\n") {
            if line.hasPrefix(".S") { heading = String(line) } else { parts[heading, default: ""] += line + "\n" }
        }
        return parts
    }

    @Test func everyCommandAndEveryOptionStandsInThePage() throws {
        let page = try ManPage.text()
        let parts = Self.parts(page)
        var options = 0
        for (path, command) in Self.all(try ManPage.commands(), []) where path.count > 1 {
            let own = try #require(parts[".SS \"\(path.joined(separator: " "))\""], "\(path)")
            for argument in command["arguments"]?.array ?? [] where argument["valueName"] != "help" && argument["valueName"] != "version" {
                let title = argument["sectionTitle"]?.string?.uppercased()
                if let title { #expect(own.contains(title), "\(path) \(title)") }
                let place = try title.map { try #require(parts[".SH \"\($0)\""]) } ?? own
                for name in argument["names"]?.array ?? [] {
                    let word = (name["kind"] == "short" ? "-" : "--") + (name["name"]?.string ?? "")
                    #expect(place.contains(word.replacing("-", with: "\\-")), "\(path) \(word)")
                    options += 1
                }
                // As far as nothing in it is escaped.
                if let help = argument["abstract"]?.string?.prefix(while: { $0.isLetter || $0 == " " }) { #expect(place.contains(help)) }
            }
        }
        #expect(options > 300 && page.contains(".SH EXIT STATUS") && page.split(separator: "\n").count < 2000)
    }

    @Test func noLineBeginsWithAnAccidentalRequest() throws {
        let requests: Set = ["TH", "SH", "SS", "TP", "PP", "B", "nf", "fi", "RS", "RE"]
        for line in try ManPage.text().split(separator: "\n") {
            if line.hasPrefix(".") { #expect(requests.contains(String(line.dropFirst().prefix { $0 != " " }))) }
            #expect(!line.hasPrefix("'"))
        }
    }

    /// Each formatter that is installed.
    @Test(arguments: [
        "mandoc -T lint -W warning \"$1\"", "groff -man -ww -Tutf8 \"$1\" 2>&1 >/dev/null", "man -l --warnings \"$1\" 2>&1 >/dev/null",
        "man --warnings ./gemcache.1 2>&1 >/dev/null",
    ])
    func noFormatterFindsAFault(command: String) async throws {
        try await Program.offline { program in
            let page = program.folder + "/gemcache.1"
            #expect(try await program.run([page], shell: "\"$0\" help --man > \"$1\"").code == 0)
            #expect(try String(contentsOfFile: page, encoding: .utf8) == ManPage.text())
            let name = command.prefix { $0 != " " }
            let isThere = try await program.run([], shell: "command -v \(name)").code == 0
            // What is no formatter of manual pages, as the one of a minimal system, finds no page at all.
            guard isThere else { return }
            let found = try await program.run([page], shell: "cd \"$HOME\"; LC_ALL=C.UTF-8 \(command)")
            #expect(found.out.isEmpty && found.code == 0, "\(found)")
        }
    }
}
