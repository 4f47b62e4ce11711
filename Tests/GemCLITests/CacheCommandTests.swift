import GemCore
import GemStore
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `gemcache cache`: what its commands print, and how they end.
@Suite struct CacheCommandTests {
    /// A program whose store has an answer and an embedding, and their keys.
    private func filled(_ body: (Program, _ answer: String, _ vector: String) async throws -> Void) async throws {
        try await Program.with { program in
            let answer = try await program.run(["ask", "hello", "--json"])
            _ = try await program.run(["embed", "hello"])
            let list = try await program.run(["cache", "ls", "--json"])
            let vector = try #require(list.json?["vectors"]?[0]?["key"]?.string)
            try await body(program, try #require(answer.json?["key"]?.string), vector)
        }
    }

    @Test func answersAndEmbeddingsAreListedAndFiltered() async throws {
        try await filled { program, answer, vector async throws in
            let list = try await program.run(["cache", "ls", "--json"])
            #expect(list.json?["entries"]?[0]?["key"]?.string == answer)
            #expect((list.json?["vectors"]?[0]?["dimensions"]?.int ?? 0) > 100)
            let lines = try await program.run(["cache", "ls", "--sort", "size"]).out.split(separator: "\n")
            #expect(lines.count == 2 && lines[0].contains(vector) && lines[0].contains("dimensions") && lines[1].contains(answer))
            #expect(try await program.run(["cache", "ls", "--operation", "embedContent"]).out.contains(vector))
            #expect(try await program.run(["cache", "ls", "--older-than", "1h"]).out.isEmpty)
            #expect(try await program.run(["cache", "ls", "--model", "none"]).out.isEmpty)
            #expect(try await program.run(["cache", "ls", "--limit", "1"]).out.split(separator: "\n").count == 1)
            #expect(try await program.run(["cache", "ls", "--limit", "0"]).code == 64)
        }
    }

    @Test func anAnswerAnEmbeddingAndAQuestionAreShownByTheFirstDigits() async throws {
        try await filled { program, answer, vector async throws in
            #expect(try await program.run(["cache", "show", String(answer.prefix(8))]).json?["candidates"] != nil)
            #expect(try await program.run(["cache", "show", vector]).json?["values"]?.array?.isEmpty == false)
            #expect(try await program.run(["cache", "show", answer, "--request"]).out.contains("hello"))
            let whole = try await program.run(["cache", "show", answer.uppercased(), "--json"])
            #expect(whole.json?["operation"]?.string?.hasSuffix("enerateContent") == true && whole.json?["answer"]?["candidates"] != nil)
        }
    }

    @Test func whatIsPinnedIsNotCleared() async throws {
        try await filled { program, answer, vector async throws in
            #expect(try await program.run(["cache", "pin", answer, "--json"]).json?["pinned"]?.int == 1)
            #expect(try await program.run(["cache", "ls", "--pinned"]).out.contains(answer))
            #expect(try await program.run(["cache", "clear", "--json"]).json?["removed"]?.int == 1)
            #expect(try await program.run(["cache", "gc", "--max-size", "1", "--json"]).json?["evicted"]?.int == 0)
            #expect(try await program.run(["ask", "hello", "--json"]).json?["cache"]?.string == "hit")
            #expect(try await program.run(["cache", "unpin", answer]).out == "unpinned 1\n")
            #expect(try await program.run(["cache", "gc", "--json"], environment: ["GEMCACHE_MAX_SIZE": "1"]).json?["evicted"]?.int == 1)
        }
    }

    @Test func anExportIsImportedElsewhere() async throws {
        try await filled { program, _, _ async throws in
            let file = program.folder + "/export"
            let exported = try await program.run(["cache", "export", file, "--json"])
            #expect(exported.json?["entries"]?.int == 1 && exported.json?["vectors"]?.int == 1)
            let other = program.folder + "/other"
            let imported = try await program.run(["cache", "import", file, "--store", other, "--json"])
            #expect(imported.json?["added"]?["entries"]?.int == 1)
            #expect(
                try await program.run(["ask", "hello", "--store", other, "--offline", "cached", "--json"]).json?["cache"]?.string == "hit")
            let again = try await program.run(["cache", "export", file + "2", "--store", other, "--json"])
            #expect(again.json?["hash"]?.string == exported.json?["hash"]?.string)
            try Data("no export".utf8).write(to: URL(fileURLWithPath: file))
            #expect(try await program.run(["cache", "import", file]).code == 65)
            #expect(try await program.run(["cache", "import", "/nowhere"]).code == 65)
        }
    }

    @Test func everyMaintenanceCommandTellsItsResultAsJSON() async throws {
        try await filled { program, answer, vector async throws in
            #expect(try await program.run(["cache", "gc", "--json"]).json?["entries"]?.int == 0)
            let verify = try await program.run(["cache", "verify", "--json"])
            #expect(verify.json?["sound"] == .bool(true) && (verify.json?["rows"]?.int ?? 0) >= 2)
            #expect(try await program.run(["cache", "verify", "--repair", "--json"]).json?["repaired"]?["rows"]?.int == 0)
            #expect((try await program.run(["cache", "compact", "--json"]).json?["after"]?.int ?? 0) > 0)
            let copy = program.folder + "/copy"
            #expect(try await program.run(["cache", "compact", "--into", copy, "--json"]).json?["into"]?.string == copy)
            #expect(try await program.run(["cache", "show", answer, "--store", copy]).code == 0)
            #expect(try await program.run(["cache", "stats", "--json"]).json?["entries"]?.int == 1)
            #expect(try await program.run(["cache", "rm", answer, String(vector.prefix(10)), answer, "--json"]).json?["removed"]?.int == 2)
        }
    }

    @Test(
        arguments: [
            (["show", "zz"], 65), (["show", "abc"], 65), (["rm", "0123456789"], 65), (["pin", "00000000000000000000000000000000"], 65),
            (["show", String(repeating: "0", count: 33)], 65), (["ls", "--older-than", "soon"], 64), (["gc", "--max-size", "much"], 64),
        ] as [([String], Int32)])
    func aMistakeIsTold(arguments: [String], code: Int32) async throws {
        try await Program.offline { program in
            let end = try await program.run(["cache"] + arguments)
            #expect(end.code == code && !end.err.isEmpty && end.out.isEmpty)
        }
    }

    @Test(arguments: [
        ["cache", "ls"], ["cache", "show", "abcdef"], ["cache", "verify"], ["cache", "gc"], ["cache", "clear"], ["stats"],
        ["cache", "compact"],
    ])
    func aStoreThatIsNotThereIsToldAndNotMade(arguments: [String]) async throws {
        try await Program.offline { program in
            let typo = program.folder + "/typo"
            let end = try await program.run(arguments + ["--store", typo])
            #expect(end.code == 74 && end.err.contains(typo))
            #expect(!FileManager.default.fileExists(atPath: typo))
        }
    }

    @Test func aSizeThatIsNoneInTheEnvironmentIsNamed() async throws {
        try await Program.offline { program in
            let end = try await program.run(["cache", "gc"], environment: ["GEMCACHE_MAX_SIZE": "lots"])
            #expect(end.code == 78 && end.err.contains("GEMCACHE_MAX_SIZE"))
        }
    }

    @Test func aLongListIsToldPageByPageWhole() async throws {
        try await Program.offline { program in
            let store = try Store.open(at: program.folder + "/store")
            try await store.write { (transaction: inout Transaction) throws(GemError) in
                for number in 0..<1300 {
                    let digest = Digest(of: Array("\(number)".utf8))
                    for variant in [Route.API.developer, .vertex] where number % 3 > 0 || variant == .developer {
                        try transaction.putEntry(
                            EntryRecord(
                                key: RequestKey(digest), variant: variant, canonical: [1], payload: [UInt8](repeating: 7, count: number),
                                operation: "generateContent", model: "m", created: store.time.now, expires: nil))
                    }
                    if number < 600 {
                        try transaction.putVector(
                            VectorRecord(
                                key: RequestKey(digest), canonical: [1], values: [1], model: "v", promptTokens: nil, created: store.time.now
                            ))
                    }
                }
            }
            store.close()
            let answers = 1300 + 1300 - 434
            func list(_ options: String...) async throws -> Program.Outcome { try await program.run(["cache", "ls"] + options) }
            let lines = try await list().out.split(separator: "\n")
            #expect(lines.count == answers + 600 && Set(lines).count >= 1900)
            let json = try await list("--json").json
            #expect(json?["entries"]?.array?.count == answers && json?["vectors"]?.array?.count == 600)
            #expect(try await list("--limit", "700").out.split(separator: "\n").map(String.init) == lines.prefix(700).map(String.init))
            let largest = try await list("--json", "--sort", "size", "--limit", "3", "--operation", "generateContent").json
            #expect(largest?["entries"]?.array?.count == 3 && largest?["vectors"] == [])
            #expect(try await list("--json", "--model", "none").json == ["entries": [], "vectors": []])
        }
    }
}
