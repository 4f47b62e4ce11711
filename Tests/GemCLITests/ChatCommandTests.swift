import Foundation
import GemCore
import GemMock
import GemServer
import GemTesting
import Testing

@testable import GemCLI

/// `gemcache chat` from outside: through a pipe, and at a terminal.
@Suite struct ChatCommandTests {
    @Test func throughAPipeEachLineIsAQuestionAndThePromptIsNotShown() async throws {
        try await Program.with { program in
            let end = try await program.run(["chat"], input: "Name a river.\n\nAnd where it ends?\n")
            let first = try await program.run(["ask", "Name a river."])
            #expect(end.code == 0)
            #expect(end.out.hasPrefix(first.out) && end.out.count > first.out.count)
            #expect(!end.out.contains("\u{1B}") && !end.out.contains("> "))
        }
    }

    @Test func aSessionGoesOnWhereItWasLeft() async throws {
        try await Program.with { program in
            _ = try await program.run(["chat", "--session", "a", "--system", "Be brief."], input: "One?\n/model gemini-2.5-pro\n")
            let second = try await program.run(["chat", "--session", "a"], input: "Two?\n/undo\nThree?\n/model\n/system\n/history\n")
            #expect(second.code == 0)
            #expect(second.out.contains("> One?") && second.out.contains("> Three?") && !second.out.contains("> Two?"))
            #expect(second.err.contains("gemini-2.5-pro") && second.err.contains("Be brief."))
            let listed = try await program.run(["chat", "--list", "--json"]).json?["sessions"]?[0]
            #expect(listed?["name"]?.string == "a" && listed?["turns"]?.int == 2 && listed?["first"]?.string == "One?")
        }
    }

    @Test func aSessionKeepsItsCachedContent() async throws {
        try await Program.with { program in
            let long = String(repeating: "The lighthouse keeper wrote every night. ", count: 400)
            let name = try await program.run(["context", "create", "--text", long]).out.filter { !$0.isNewline }
            #expect(name.hasPrefix("cachedContents/"))
            #expect(try await program.run(["chat", "--session", "a", "--context", name], input: "One?\n").code == 0)
            let again = try await program.run(
                ["chat", "--session", "a"], input: "/context\nTwo?\n/context -\n/save \(program.folder)/out.json\n")
            #expect(again.code == 0 && again.err.contains(name))
            let kept = try SessionFile.peek(program.folder + "/store/chats/a.jsonl")
            #expect(kept.compactMap { $0["context"] } == [.string(name), .null])
            // The second question goes on from it, as the same one asked with it does.
            let turns = kept.compactMap { $0["turn"]?["answer"]?["parts"]?[0]?["text"]?.string }
            #expect(turns.count == 2)
            #expect(try await program.run(["ask", "One?", "--context", name, "--offline", "cached"]).out == turns[0] + "\n")
        }
    }

    @Test func aFileThatIsNotWhatItWasIsToldWithTheWayOut() async throws {
        var options = MockGemini.Options()
        options.processingSeconds = 0
        try await TemporaryFolder.with { folder in
            try await HTTPServer(transport: try MockGemini(options)).withServer { base in
                let (program, film) = (Program(folder: folder, base: base), folder + "/film.mp4")
                try Data("\0\0\0\u{18}ftypisom and a film".utf8).write(to: URL(fileURLWithPath: film))
                let first = try await program.run(["chat", "--session", "a", film], input: "What?\n")
                #expect(first.code == 0, "\(first)")
                let files = try await program.run(["files", "--json"]).json?["files"]?.array ?? []
                for file in files { _ = try await program.run(["files", "delete", file["name"]?.string ?? ""]) }
                try FileManager.default.removeItem(atPath: film)
                let end = try await program.run(["chat", "--session", "a"], input: "And then?\n")
                #expect(end.code == 65 && end.err.contains("/undo") && end.err.contains(film), "\(end)")
                #expect(try await program.run(["chat", "--session", "a"], input: "/undo\nHello?\n").code == 0)
            }
        }
    }

    @Test func aQuestionThatIsNoTextIsRefused() async throws {
        try await Program.with { program in
            let end = try await program.run([], shell: #"printf 'One?\na\377b\n' | "$0" chat"#)
            #expect(end.code == 65 && end.err.contains("UTF-8") && !end.out.isEmpty)
        }
    }

    @Test func anErrorEndsAPipedChatAndKeepsTheTurnsBefore() async throws {
        try await Program.with { program in
            let end = try await program.run(["chat", "--session", "a"], input: "One?\n[[block]]\nThree?\n")
            #expect(end.code == 1)
            #expect(try await program.run(["chat", "--list"]).out.hasPrefix("a  1 turns"))
        }
    }

    @Test func aRetryIsAnotherAnswerAndTakesTheOldOnesPlace() async throws {
        try await Program.with { program in
            _ = try await program.run(["chat", "--session", "a"], input: "One?\n/retry\n")
            let lines = try String(contentsOfFile: program.folder + "/store/chats/a.jsonl", encoding: .utf8).split(separator: "\n")
            #expect(lines.count == 2 && lines[1].contains("\"sample\":1"))
        }
    }

    @Test func aFileGoesWithTheNextQuestionAndTheConversationIsSaved() async throws {
        try await Program.with { program in
            let (note, saved) = (program.folder + "/note.md", program.folder + "/out.json")
            try Data("# Boats\n".utf8).write(to: URL(fileURLWithPath: note))
            let end = try await program.run(["chat"], input: "/file \(note)\nWhat is it about?\n/save \(saved)\n")
            #expect(end.code == 0)
            let kept = try JSON(parsing: [UInt8](Data(contentsOf: URL(fileURLWithPath: saved))))
            #expect(kept["contents"]?.array?.count == 2)
            #expect(kept["contents"]?[0]?["parts"]?[0]?["inlineData"]?["mimeType"]?.string == "text/markdown")
        }
    }

    @Test(arguments: [["--session", "a/b"], ["/nonexistent.png"]])
    func badInputEndsWithItsCode(arguments: [String]) async throws {
        try await Program.with { (program: Program) async throws in
            #expect(try await program.run(["chat"] + arguments, input: "One?\n").code == 65)
        }
    }

    @Test func atATerminalLinesAreEditedAndTheAnswerIsShown() async throws {
        try await Program.with { program in
            let seen = try await PseudoTerminal.run(program, ["chat", "--session", "tty"], typing: "Onne?\u{1B}[D\u{1B}[D\u{7F}\r/quit\r")
            #expect(seen.contains("\u{1B}[?2004h") && seen.hasSuffix("\u{1B}[?2004l"))
            #expect(try await program.run(["chat", "--list"]).out.contains("One?"))
        }
    }
}
