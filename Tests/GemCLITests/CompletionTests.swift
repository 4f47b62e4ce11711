import ArgumentParser
import Foundation
import GemCore
import Testing

@testable import GemCLI

/// What the shells complete.
@Suite struct CompletionTests {
    /// A script that loads the completions of `$1` and prints what is offered after the words of `$2`.
    private static let shells = [
        "bash": #"""
        bash --norc --noprofile -u -c '
            . "$1" || exit 9
            read -ra COMP_WORDS <<< "$2"; [[ $2 == *" " ]] && COMP_WORDS+=("")
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMP_LINE=$2; COMP_POINT=${#COMP_LINE}; COMP_TYPE=9; COMP_KEY=9
            compopt() { :; }
            _gemcache gemcache "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
            printf "%s\n" "${COMPREPLY[@]}"' bash "$1" "$2"
        """#,
        "fish": #"fish --no-config -c 'source $argv[1]; or exit 9; complete -C $argv[2]' "$1" "$2""#,
        // Its completions are shown by its line editor alone; so they are loaded, and their functions looked for.
        "zsh": #"""
        zsh -f -c 'autoload -Uz compinit && compinit -D -u && source "$1" && (( $+functions[_gemcache] )) || exit 9
            print -r -- ${functions[_gemcache]} ${(k)functions[(I)_gemcache*]}' zsh "$1" "$2"
        """#,
    ]

    @Test func theScriptLoadsAndCompletesInBash() async throws { try await check("bash") }

    @Test(.enabled("skipped: no fish; install it to check its completions") { isInstalled("fish") })
    func theScriptLoadsAndCompletesInFish() async throws { try await check("fish") }

    @Test(.enabled("skipped: no zsh; install it to check its completions") { isInstalled("zsh") })
    func theScriptLoadsAndCompletesInZsh() async throws { try await check("zsh") }

    private static func isInstalled(_ shell: String) -> Bool {
        ["/usr/bin/", "/bin/"].contains { FileManager.default.isExecutableFile(atPath: $0 + shell) }
    }

    private func check(_ shell: String) async throws {
        let script = try #require(Self.shells[shell])
        try await Program.with { program in
            #expect(try await program.run(["chat", "--session", "boats"], input: "Hello\n").code == 0)
            // The script calls `gemcache` by its name.
            let folder = URL(fileURLWithPath: try Program.path()).deletingLastPathComponent().path
            let path = ["PATH": folder + ":/usr/bin:/bin"]
            let file = program.folder + "/completions"
            #expect(try await program.run([file, shell], shell: #""$0" --generate-completion-script "$2" > "$1""#).code == 0)
            func offered(_ line: String) async throws -> String {
                let end = try await program.run([file, line], shell: script, environment: path)
                #expect(end.code == 0 && end.err.isEmpty, "\(end)")
                return end.out
            }
            let first = try await offered("gemcache ")
            for name in ["ask", "batch", "cache", "stats"] { #expect(first.contains(name)) }
            guard shell != "zsh" else { return #expect(first.contains("_gemcache_cache_export")) }
            #expect(try await offered("gemcache cache ex").contains("export"))
            #expect(try await offered("gemcache ask --offline ca").contains("cached"))
            #expect(try await offered("gemcache ask --sch").contains("--schema"))
            // Where nobody types, fish does not tell a program what stands on the line.
            guard shell != "fish" else { return }
            #expect(try await offered("gemcache ask --model gemini-2.5-").contains("gemini-2.5-pro"))
            #expect(try await offered("gemcache embed --model gemini-").contains("gemini-embedding-001"))
            #expect(try await offered("gemcache chat --session b").contains("boats"))
        }
    }

    @Test func theNamesComeFromTheProgramAndItsStore() async throws {
        try await Program.offline { program in
            #expect(try await program.run(["ask", "later"]).out.hasPrefix("queued "))
            let ticket = try await program.run(["queue", "--json"]).json?["rows"]?[0]?["ticket"]?.string ?? "none"
            // As the shells' scripts ask: the command, the argument, the index of the word and the place in it, and the words.
            func completed(_ words: String...) async throws -> [String] {
                let end = try await program.run(["---completion"] + words, environment: ["SAP_SHELL": "bash"])
                #expect(end.code == 0, "\(end.err)")
                return end.out.split(separator: "\n").map(String.init)
            }
            #expect(try await completed("queue", "drop", "--", "positional@0", "3", "0", "gemcache", "queue", "drop", "") == [ticket])
            #expect(
                try await completed("ask", "--", "--model", "3", "0", "gemcache", "ask", "--model", "").contains("gemini-3-flash-preview"))
            #expect(try await completed("cache", "show", "--", "positional@0", "3", "0", "gemcache", "cache", "show", "").isEmpty)
        }
    }
}
