#if os(Linux)
import Foundation
import GemCore
import Testing

/// libcurl is opened by the first request that goes out, not by the program's start.
@Suite struct LibcurlTests {
    @Test func aHitNeedsNoLibcurlAndAMissSaysThatItIsMissing() async throws {
        try await Program.with { program in
            #expect(try await program.run(["ask", "hello"]).code == 0)
            let broken = program.folder + "/libraries"
            try FileManager.default.createDirectory(atPath: broken, withIntermediateDirectories: true)
            try Data("no library".utf8).write(to: URL(fileURLWithPath: broken + "/libcurl.so.4"))
            let hit = try await program.run(["ask", "hello", "--json"], environment: ["LD_LIBRARY_PATH": broken])
            #expect(hit.code == 0)
            #expect(hit.json?["cache"]?.string == "hit")
            let miss = try await program.run(["ask", "hello again", "--offline", "fail"], environment: ["LD_LIBRARY_PATH": broken])
            #expect(miss.code == 78)
            #expect(miss.err.contains("libcurl"))
        }
    }
}
#endif
