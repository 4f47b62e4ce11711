import Foundation
import GemCore
import GemMock
import GemServer
import GemTesting
import Testing

@testable import GemCLI

/// `batch`, `context`, `files`, `upload` and `models`, as one types them.
@Suite struct ResourceCommandTests {
    /// Runs `body` with a program before a mock whose batches take so long.
    private static func with(batchSeconds: Double = 0, _ body: (Program) async throws -> Void) async throws {
        try await TemporaryFolder.with { folder in
            var options = MockGemini.Options()
            options.batchSeconds = batchSeconds
            try await HTTPServer(transport: try MockGemini(options)).withServer { base in
                try await body(Program(folder: folder, base: base))
            }
        }
    }

    private static func write(_ text: String, _ name: String, _ program: Program) throws -> String {
        let path = program.folder + "/" + name
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    private static func lines(_ text: String) throws -> [JSON] {
        try text.split(separator: "\n").map { try JSON(parsing: Array($0.utf8)) }
    }

    @Test func promptsAreHandedInWaitedForAndAnswered() async throws {
        try await Self.with { program in
            let file = try Self.write("Why is the sky blue?\n\n  \nWhy is grass green?\n", "questions.txt", program)
            let made = try await program.run(["batch", "create", file, "--name", "evening"])
            #expect(made.code == 0 && made.out.hasPrefix("batches/"))
            let name = made.out.trimmingCharacters(in: .newlines)
            #expect(try await program.run(["batch"]).out.contains("evening"))
            let over = try await program.run(["batch", "wait", name])
            #expect(over.code == 0 && over.out.contains("succeeded") && over.err.contains("batch succeeded 2/2"))
            let results = try await program.run(["batch", "results", name, "--input", file])
            #expect(try Self.lines(results.out).map { $0["key"]?.string } == ["1", "4"])
            #expect(try Self.lines(results.out).allSatisfy { $0["text"]?.string?.isEmpty == false })
            #expect(try await program.run(["batch", "show", name]).json?["state"] == "BATCH_STATE_SUCCEEDED")
            #expect(try await program.run(["batch", "delete", name]).code == 0)
            #expect(try await program.run(["batch", "ls"]).err.contains("no batches"))
        }
    }

    @Test func jsonLinesAreUploadedAndAFailedLineIsTold() async throws {
        try await Self.with { program in
            let good = #"{"key":"b","request":{"contents":[{"parts":[{"text":"hello"}]}]}}"#
            let file = try Self.write(good + "\n" + #"{"key":"a","request":{"contents":[]}}"#, "requests.jsonl", program)
            let made = try await program.run(["batch", "create", file, "--wait", "--json"])
            #expect(made.code == 0 && made.json?["output"]?["responsesFile"] != nil)
            let name = made.json?["name"]?.string ?? ""
            let results = try await program.run(["batch", "results", name, "--json", "--input", file])
            #expect(results.code == 76 && results.err.contains("1 of 2 questions have no answer"))
            let lines = try Self.lines(results.out)
            #expect(lines.map { $0["key"]?.string } == ["b", "a"])
            #expect(lines[0]["response"]?["candidates"] != nil && lines[1]["error"]?["status"] == "INVALID_ARGUMENT")
            let answers = program.folder + "/answers.jsonl"
            let output = made.json?["output"]?["responsesFile"]?.string ?? ""
            #expect(try await program.run(["files", "download", output, answers]).code == 0)
            #expect(try String(contentsOfFile: answers, encoding: .utf8).split(separator: "\n").count == 2)
            #expect(try await program.run(["files", "download", output, "-"]).out == String(contentsOfFile: answers, encoding: .utf8))
        }
    }

    @Test func textsAreEmbedded() async throws {
        try await Self.with { program in
            let file = try Self.write("one\ntwo\n", "texts.txt", program)
            let made = try await program.run(["batch", "create", file, "--embed", "--dimensions", "128", "--wait", "-q"])
            #expect(made.code == 0 && made.err.isEmpty)
            let results = try await program.run(["batch", "results", made.out.trimmingCharacters(in: .newlines)])
            #expect(try Self.lines(results.out).map { $0["embedding"]?.array?.count } == [128, 128])
        }
    }

    @Test(arguments: [
        ("", "no questions"), ("{\"key\":1}\n", "Line 1"), ("{\"request\":{}}\nnope\n", "Line 2"),
        ("{\"key\":\"a\",\"request\":{}}\n\n{\"key\":\"a\",\"request\":{}}\n", "Line 3"),
    ])
    func aFileThatIsNoBatchIsRefusedByLine(text: String, said: String) async throws {
        try await Program.offline { program in
            let end = try await program.run(["batch", "create", try Self.write(text, "x", program)])
            #expect(end.code == 65 && end.err.contains(said), "\(end.err)")
        }
    }

    @Test func aCancelledBatchEndsAsAnUpstreamError() async throws {
        try await Self.with(batchSeconds: 60) { program in
            let name = try await program.run(["batch", "create", "-"], input: "hello\n").out.trimmingCharacters(in: .newlines)
            #expect(try await program.run(["batch", "cancel", name]).code == 0)
            let end = try await program.run(["batch", "wait", name, "--json"])
            #expect(end.code == 76 && end.json?["error"]?["message"]?.string?.contains("cancelled") == true)
        }
    }

    @Test func aContextIsMadeUsedProlongedAndDeleted() async throws {
        try await Self.with { program in
            let book = try Self.write(String(repeating: "The harbour lies still. ", count: 800), "book.txt", program)
            let made = try await program.run(["context", "create", book, "--keep", "2h", "--name", "the book"])
            #expect(made.code == 0 && made.out.hasPrefix("cachedContents/"), "\(made.err)")
            let name = made.out.trimmingCharacters(in: .newlines)
            let answer = try await program.run(["ask", "What lies still?", "--context", name, "--json"])
            #expect((answer.json?["usage"]?["cachedContentTokenCount"]?.int ?? 0) > 1000)
            #expect(try await program.run(["ask", "What lies still?", "--context", name, "--json"]).json?["cache"] == "hit")
            let list = try await program.run(["context"])
            #expect(list.out.contains(name) && list.out.contains("the book") && list.out.contains("tokens"))
            let before = try await program.run(["context", "show", name]).json?["expireTime"]?.string
            #expect(try await program.run(["context", "extend", name, "--keep", "1d"]).code == 0)
            #expect(try await program.run(["context", "show", name]).json?["expireTime"]?.string != before)
            #expect(try await program.run(["context", "delete", name]).code == 0)
            #expect(try await program.run(["context", "show", name]).code == 77)
        }
    }

    @Test func filesAreUploadedListedShownAndDeleted() async throws {
        try await Self.with { program in
            let note = try Self.write("some text", "note.txt", program)
            let up = try await program.run(["upload", note])
            #expect(up.code == 0 && up.err.contains("uploading note.txt 9 B/9 B") && up.err.contains("ready note.txt"))
            let name = "files/" + (up.out.split(separator: "/").last ?? "").trimmingCharacters(in: .newlines)
            #expect(try await program.run(["upload", note, "--json"]).json?["files"]?[0]?["reused"] == true)
            let list = try await program.run(["files"])
            #expect(list.out.contains(name) && list.out.contains("ACTIVE") && list.out.contains("text/plain"))
            #expect(try await program.run(["files", "show", name]).json?["displayName"] == "note.txt")
            let refusal = try await program.run(["files", "download", name, program.folder + "/copy"])
            #expect(refusal.code == 76 && !FileManager.default.fileExists(atPath: program.folder + "/copy"))
            #expect(try await program.run(["files", "delete", name]).code == 0)
            #expect(try await program.run(["files", "--json"]).json?["files"]?.array?.isEmpty == true)
        }
    }

    @Test func modelsAreFilteredAndTold() async throws {
        try await Self.with { program in
            let embedders = try await program.run(["models", "--filter", "embedContent"])
            #expect(embedders.out.contains("gemini-embedding-001") && !embedders.out.contains("gemini-2.5-flash"))
            let one = try await program.run(["models", "gemini-2.5-flash"])
            #expect(one.code == 0 && one.out.contains("tokens") && one.out.contains("generateContent"))
            #expect(try await program.run(["models", "models/gemini-2.5-flash", "--json"]).json?["name"] == "models/gemini-2.5-flash")
            #expect(try await program.run(["models", "gemini-0-none"]).code == 76)
        }
    }
}
