import Foundation
import GemCore
import Testing

/// What goes to standard output, and what happens where it cannot take it.
@Suite struct OutputTests {
    @Test func aFullOutputIsAnError() async throws {
        guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
        try await Program.with { program in
            let end = try await program.run(["ask", "hello"], shell: "\"$0\" \"$@\" > /dev/full")
            #expect(end.code == 74)
            #expect(end.err.contains("standard output"))
        }
    }

    @Test func aClosedOutputIsAnErrorAndHarmsNoStore() async throws {
        try await Program.with { program in
            _ = try await program.run(["ask", "hello"])
            let end = try await program.run(["ask", "hello"], shell: "\"$0\" \"$@\" >&-")
            #expect(end.code == 74)
            #expect(try await program.run(["cache", "verify"]).code == 0)
        }
    }

    @Test func aReaderThatLeavesLosesNoAnswer() async throws {
        try await Program.with { program in
            let question = "[[tokens 30000]]"
            let end = try await program.run(["ask", question], shell: "{ \"$0\" \"$@\"; echo $? >&2; } | head -c 1")
            #expect(end.out.count == 1)
            #expect(end.err == "141\n")
            #expect(try await program.run(["ask", question, "--json"]).json?["cache"]?.string == "hit")
        }
    }

    @Test func aPipedPromptIsTheSameQuestion() async throws {
        try await Program.with { program in
            #expect(try await program.run(["ask", "hello"]).code == 0)
            let piped = try await program.run(["ask", "-", "--json"], input: "hello\n")
            #expect(piped.json?["cache"]?.string == "hit")
        }
    }

    @Test func aStoreThatMayNotBeWrittenCanBeRead() async throws {
        guard getuid() != 0 else { return }
        try await Program.with { program in
            _ = try await program.run(["ask", "hello"])
            let store = program.folder + "/store"
            for name in try FileManager.default.contentsOfDirectory(atPath: store) + ["."] {
                try FileManager.default.setAttributes(
                    [.posixPermissions: name == "." || name == "blobs" ? 0o500 : 0o400], ofItemAtPath: store + "/" + name)
            }
            defer { try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: store) }
            #expect(try await program.run(["stats"]).code == 0)
            #expect(try await program.run(["cache"]).out.contains("gemini"))
            let hit = try await program.run(["ask", "hello", "--json"])
            #expect(hit.json?["cache"]?.string == "hit" && hit.err.contains("may not be written") && hit.err.contains("not kept"))
            #expect(try await program.run(["ask", "something new"]).code == 0)
        }
    }

    @Test func noOutputHoldsTheKeyOrAnEscape() async throws {
        try await Program.with { program in
            var program = program
            program.key = "PLANTED-KEY"
            let cassette = program.folder + "/cassette.json"
            for arguments in [
                ["ask", "hello", "--json"], ["ask", "one", "--cassette", cassette], ["ask", "[[block]]"],
                ["ask", "x", "--model", "none", "--json"],
                ["models", "--json"], ["embed", "a", "--json"], ["ask", "later", "--base-url", Program.nowhere], ["queue", "--json"],
                ["sync"], ["stats"],
            ] {
                let end = try await program.run(arguments)
                #expect(!(end.out + end.err).contains("PLANTED"))
                #expect(!(end.out + end.err).contains("\u{1B}"))
            }
            let kept = try await program.run([program.folder], shell: "grep -rla PLANTED \"$1\" || true")
            #expect(kept.out.isEmpty)
        }
    }

    @Test func googlesKeyGoesBeforeGeminis() async throws {
        try await Program.with { program in
            let end = try await program.run(["ask", "hello", "--model", "none"], environment: ["GOOGLE_API_KEY": "other"])
            #expect(end.code == 76)
        }
    }
}
