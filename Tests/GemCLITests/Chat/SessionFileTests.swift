import Foundation
import GemCore
import GemTesting
import Gemini
import Testing

@testable import GemCLI

/// Sessions on disk.
@Suite struct SessionFileTests {
    private static func conversation() -> Conversation {
        var conversation = Conversation(model: "gemini-2.5-pro", system: "Be brief.", context: "cachedContents/a")
        let attachment = Attachment(
            mimeType: "video/mp4", length: 7, digest: Digest(of: [1, 2]), path: "/films/a.mp4", displayName: "a.mp4")
        conversation.turns = [
            .init(asked: "One?", answer: .model("1"), attachments: [attachment], sample: 2),
            .init(asked: "Two\nlines?", answer: .model("2")),
        ]
        return conversation
    }

    private static func read(_ lines: [JSON]) -> Conversation {
        var conversation = Conversation(model: "")
        for line in lines {
            let applied = conversation.apply(line)
            #expect(applied)
        }
        return conversation
    }

    @Test func aSessionIsReadAsItWasWritten() async throws {
        try await TemporaryFolder.with { folder in
            let (path, conversation) = (folder + "/a.jsonl", Self.conversation())
            do {
                let (file, lines) = try SessionFile.open(path, name: "a")
                #expect(lines.isEmpty)
                try file.append(conversation.lines)
            }
            #expect(Self.read(try SessionFile.open(path, name: "a").lines) == conversation)
            #expect(Self.read(try SessionFile.peek(path)) == conversation)
        }
    }

    @Test func aLineThatACrashLeftHalfIsDropped() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder + "/a.jsonl"
            let whole: [UInt8] = Self.conversation().lines.flatMap { $0.bytes() + [0x0A] }
            try Data(whole + Array("{\"turn\":{\"ask".utf8)).write(to: URL(fileURLWithPath: path))
            do {
                let (file, lines) = try SessionFile.open(path, name: "a")
                #expect(Self.read(lines) == Self.conversation())
                try file.append([["model": "other"]])
            }
            #expect(Self.read(try SessionFile.peek(path)).model == "other")
        }
    }

    @Test func aLastLineThatOnlyLacksItsEndIsKept() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder + "/a.jsonl"
            let whole: [UInt8] = Self.conversation().lines.flatMap { $0.bytes() + [0x0A] }
            try Data(whole.dropLast()).write(to: URL(fileURLWithPath: path))
            #expect(Self.read(try SessionFile.peek(path)) == Self.conversation())
            do {
                let (file, lines) = try SessionFile.open(path, name: "a")
                #expect(Self.read(lines) == Self.conversation())
                try file.append([["model": "other"]])
            }
            #expect(Self.read(try SessionFile.peek(path)).model == "other")
        }
    }

    @Test func whatIsReplacedIsWholeAndCanBeAddedTo() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder + "/a.jsonl"
            var conversation = Self.conversation()
            let (file, _) = try SessionFile.open(path, name: "a")
            try file.append(conversation.lines)
            let last = try #require(conversation.turns.last)
            conversation.turns.removeLast()
            try file.replace(conversation.lines)
            #expect(Self.read(try SessionFile.peek(path)) == conversation)
            try file.append([Conversation.line(last)])
            #expect(Self.read(try SessionFile.peek(path)) == Self.conversation())
            #expect(!FileManager.default.fileExists(atPath: path + ".new"))
        }
    }

    @Test func oneProgramAtATimeHasASession() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder + "/a.jsonl"
            let (file, _) = try SessionFile.open(path, name: "a")
            try file.append(Self.conversation().lines)
            #expect(throws: GemError.self) { try SessionFile.open(path, name: "a") }
            try file.replace(Self.conversation().lines)
            #expect(throws: GemError.self) { try SessionFile.open(path, name: "a") }
        }
    }

    @Test func aFileThatIsNoSessionIsRefusedAndLeftAlone() async throws {
        try await TemporaryFolder.with { folder in
            for text in ["no JSON\n", "{\"other\":1}\n", "notes without an end of line", "{\"other\":1}"] {
                let path = folder + "/a.jsonl"
                try Data(text.utf8).write(to: URL(fileURLWithPath: path))
                #expect(throws: GemError.self) { try SessionFile.open(path, name: "a") }
                #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data(text.utf8))
            }
        }
    }

    @Test(arguments: ["", "a/b", "..", ".typed", "a b", "ü", String(repeating: "a", count: 65)])
    func aNameThatIsNoFileNameIsRefused(name: String) {
        #expect(throws: GemError.self) { try ChatFolder(store: "/nowhere").file(name) }
    }
}
