import Foundation
import GemTesting
import Testing

@testable import GemCLI

/// What a line of a file is.
@Suite struct TextLinesTests {
    @Test func onlyALineFeedEndsALine() {
        let text = "page one\u{0C}still\u{2028}one\u{85}\u{0B}\rone\r\n\ntwo"
        #expect(StandardInput.lines(text) == ["page one\u{0C}still\u{2028}one\u{85}\u{0B}\rone", "", "two"])
        #expect(StandardInput.text([0xEF, 0xBB, 0xBF, 0x61]) == "a")
        #expect(StandardInput.text([0xFF]) == nil)
    }

    @Test func aBatchIsRequestsOrPromptsAndItsLinesAreThoseOfTheFile() async throws {
        try await TemporaryFolder.with { folder in
            func read(_ text: String) throws -> BatchFile {
                try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/in"))
                return try BatchFile(folder + "/in")
            }
            let request = #"{"key":"k1","request":{"contents":[{"parts":[{"text":"a\#u{2028}b"}]}]}}"#
            let other = request.replacing("k1", with: "k2")
            let whole = try read("\u{FEFF}\(request)\n\(other)\n")
            #expect(whole.isJSON && whole.keys == ["k1", "k2"])
            #expect(throws: (any Error).self) { try read("\(request.dropLast())\n\(other)\n") }
            #expect(throws: (any Error).self) { try read("a prompt\n\(other)\n") }
            #expect(try read("one\u{0C}line\n\ntwo").keys == ["1", "3"])
        }
    }

    @Test func oneSessionThatCannotBeReadHidesNoOther() async throws {
        try await Program.with { program in
            _ = try await program.run(["chat", "--session", "good"], input: "One?\n")
            try Data("{bad}\n".utf8).write(to: URL(fileURLWithPath: program.folder + "/store/chats/bad.jsonl"))
            let listed = try await program.run(["chat", "--list"])
            #expect(listed.code == 0 && listed.out.hasPrefix("good  1 turns") && listed.err.contains("bad.jsonl"))
            #expect(try await program.run(["ask", "x", "--context", ""]).code == 65)
            #expect(try await program.run(["ask", "x", "--save", "-"]).code == 65)
            #expect(try await program.run(["cache", "export", "-"]).code == 65)
        }
    }
}
