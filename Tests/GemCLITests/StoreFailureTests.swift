import Foundation
import GemCore
import Testing

/// What commands do with a store that cannot be used.
@Suite struct StoreFailureTests {
    /// Makes the store in a folder one of a newer gemcache.
    private func age(_ store: String) throws {
        let file = URL(fileURLWithPath: store + "/data.mdb")
        var data = try Data(contentsOf: file)
        var start = data.startIndex
        while let found = data.range(of: Data("schema".utf8), in: start..<data.endIndex) {
            if Array(data[found.upperBound..<found.upperBound + 4]) == [1, 0, 0, 0] { data[found.upperBound] = 99 }
            start = found.upperBound
        }
        try data.write(to: file)
    }

    @Test func aStoreOfANewerGemcacheCostsNoAnswerAndStaysAsItIs() async throws {
        try await Program.with { program in
            _ = try await program.run(["ask", "hello"])
            try age(program.folder + "/store")
            let before = try Data(contentsOf: URL(fileURLWithPath: program.folder + "/store/data.mdb"))
            let end = try await program.run(["ask", "hello", "--json"])
            #expect(end.code == 0 && end.json?["cache"]?.string == "miss")
            #expect(end.err.contains("schema 99") && end.err.contains("upgrade gemcache") && end.err.contains("not kept"))
            for command in [["sync"], ["queue"], ["cache", "ls"], ["stats"], ["ask", "hello", "--offline", "cached"]] {
                let end = try await program.run(command)
                #expect(end.code == 74 && end.err.contains("schema 99"), "\(command)")
            }
            let file = program.folder + "/a.txt"
            try Data("a story".utf8).write(to: URL(fileURLWithPath: file))
            let upload = try await program.run(["upload", file])
            #expect(upload.code == 0 && upload.out.contains("/files/") && upload.err.contains("schema 99"))
            #expect(try Data(contentsOf: URL(fileURLWithPath: program.folder + "/store/data.mdb")) == before)
        }
    }

    @Test func offlineWithoutAStoreNothingIsSaidToBeQueued() async throws {
        try await Program.offline { program in
            _ = try await program.run(["stats"])
            try age(program.folder + "/store")
            let end = try await program.run(["ask", "hello"])
            #expect(end.code == 74 || end.code == 69)
            #expect(!end.out.contains("queued"))
        }
    }
}
