import ArgumentParser
import Foundation
import GemCore
import Testing

@testable import GemCLI

/// What the documentation and the helps tell one to type.
@Suite struct ReadmeTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardizedFileURL

    /// The lines of a text that stand indented, as what is typed does.
    private static func typed(_ text: String, by indent: String = "    ") -> [String] {
        text.split(separator: "\n").filter { $0.hasPrefix(indent) }.map { String($0.drop { $0 == " " }) }
    }

    private static func helps(_ command: any ParsableCommand.Type) -> [String] {
        typed(command.configuration.discussion, by: "  ") + command.configuration.subcommands.flatMap(helps)
    }

    /// The words of each call of gemcache in these lines, as a shell would give them.
    private static func calls(_ lines: [String]) async throws -> [[String]] {
        // Everything else that is called does nothing; what is read and written is nothing.
        let script = #"""
            gemcache() { printf '%s\037' "$@"; printf '\n'; }
            for name in git jq xargs python pytest npm GOOGLE; do eval "$name() { :; }"; done
            while IFS= read -r line; do
                case " $line" in *\ gemcache\ *) ;; *) continue ;; esac
                call=" $line"; call="gemcache ${call#* gemcache }"
                case $call in *" | "*) call=${call%% | *} ;; esac
                case $call in *" > "*) call=${call%% > *} ;; esac
                case $call in *" < "*) call=${call%% < *} ;; esac
                case $call in *"  #"*) call=${call%%  [#]*} ;; esac
                eval "${call% &}"
            done
            """#
        let end = try await Program.offline { program in
            try await program.run([], shell: script, input: lines.joined(separator: "\n") + "\n")
        }
        #expect(end.err.isEmpty, "\(end.err)")
        return end.out.split(separator: "\n").map {
            $0.split(separator: "\u{1F}", omittingEmptySubsequences: false).dropLast().map(String.init)
        }
    }

    @Test(arguments: ["helps", "README.md", "docs"])
    func everyLineThatIsShownIsUnderstood(place: String) async throws {
        var lines: [String] = []
        switch place {
        case "helps": lines = Self.helps(GemcacheCommand.self)
        case "docs":
            let folder = Self.root.appending(path: "docs")
            for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where name.hasSuffix(".md") {
                lines += Self.typed(try String(contentsOf: folder.appending(path: name), encoding: .utf8))
            }
        default: lines = Self.typed(try String(contentsOf: Self.root.appending(path: place), encoding: .utf8))
        }
        let calls = try await Self.calls(lines)
        #expect(calls.count >= (place == "helps" ? 50 : 5))
        for call in calls where !call.contains("--generate-completion-script") && call.first != "help" {
            #expect(Mistyping(call) == nil, "\(call)")
            do { _ = try GemcacheCommand.parseAsRoot(call) } catch {
                Issue.record("gemcache \(call.joined(separator: " ")): \(GemcacheCommand.message(for: error))")
            }
        }
    }

    @Test func whatTheReadmeAsksIsAnswered() async throws {
        let lines = Self.typed(try String(contentsOf: Self.root.appending(path: "README.md"), encoding: .utf8))
        let calls = try await Self.calls(lines).filter { ["ask", "embed"].contains($0.first) }
        #expect(calls.count >= 3)
        try await Program.with { program in
            for call in calls {
                let end = try await program.run(call.map { $0.hasPrefix("Fixtures/") ? Self.root.appending(path: $0).path : $0 })
                #expect(end.code == 0 && !end.out.isEmpty, "\(call) \(end)")
            }
        }
    }

    @Test func theReadmeIsShort() throws {
        let lines = try String(contentsOf: Self.root.appending(path: "README.md"), encoding: .utf8).split(
            separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count < 150)
    }
}
