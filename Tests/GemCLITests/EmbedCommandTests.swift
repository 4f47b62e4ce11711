import Foundation
import GemCore
import Testing

@testable import GemCLI

/// `gemcache embed`, `similar` and `count` before the mock.
@Suite struct EmbedCommandTests {
    private static let media = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Fixtures/media").path + "/"

    @Test func textsLinesAndMediaGetTheirVectorsInOrder() async throws {
        try await Program.with { program in
            let file = program.folder + "/lines.txt"
            try Data("second\n\nthird\n".utf8).write(to: URL(filePath: file))
            let all = try await program.run([
                "embed", "first", "--file", file, "--media", Self.media + "bell.wav", Self.media + "notes.md", "--dimensions", "256",
                "--json",
            ])
            #expect(all.code == 0 && all.err.contains("An empty line has no vector: line 2 of \(file). "))
            let vectors = try #require(all.json?["vectors"]?.array)
            #expect(vectors.count == 5 && vectors.allSatisfy { $0.array?.count == 256 })
            #expect(all.json?["cache"]?.array?.count == 1)
            let third = try await program.run(["embed", "third", "--dimensions", "256", "--json"])
            #expect(third.json?["vectors"]?[0] == vectors[2] && third.json?["cache"] == ["hit"])
            let bell = try await program.run(["embed", "--together", Self.media + "bell.wav", "--dimensions", "256"])
            #expect(bell.out.split(separator: " ").count == 256)
            #expect(bell.out == vectors[3].array.map { $0.map { "\(Float($0.double ?? 0))" }.joined(separator: " ") + "\n" })
        }
    }

    @Test func matricesAreWrittenForNumPy() async throws {
        try await Program.with { program in
            // Sent to a file, since they are no text.
            let run = try await program.run(
                [program.folder + "/m"],
                shell: #""$0" embed a b --dimensions 8 --format npy > "$1.npy"; "$0" embed a b --dimensions 8 --format f32 > "$1.f32""#)
            #expect(run.code == 0)
            let matrix = try Data(contentsOf: URL(filePath: program.folder + "/m.npy"))
            let values = try Data(contentsOf: URL(filePath: program.folder + "/m.f32"))
            #expect(values.count == 2 * 8 * 4)
            #expect(matrix.count == 128 + values.count && matrix.suffix(values.count) == values)
            let head = String(decoding: matrix[10..<128], as: UTF8.self)
            #expect(matrix.prefix(8) == Data([0x93] + Array("NUMPY".utf8) + [1, 0]) && Int(matrix[8]) == 118)
            #expect(head.hasPrefix("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 8), }") && head.hasSuffix(" \n"))
            let text = try await program.run(["embed", "a", "b", "--dimensions", "8"])
            let first = try #require(text.out.split(separator: " ").first.flatMap { Float($0) })
            #expect(values.prefix(4).elementsEqual(withUnsafeBytes(of: first.bitPattern.littleEndian) { Array($0) }))
        }
    }

    @Test func theTaskChangesTheVectorAndTheTitleSaysThatItIsADocument() async throws {
        try await Program.with { program in
            func vector(_ more: String...) async throws -> JSON? {
                try await program.run(["embed", "snow", "--dimensions", "16", "--json"] + more).json?["vectors"]?[0]
            }
            let plain = try await vector()
            let query = try await vector("--task", "search-result")
            let titled = try await vector("--title", "Winter")
            #expect(plain != nil && plain != query && titled != query && titled != plain)
            #expect(try await titled == vector("--title", "Winter", "--task", "document"))
        }
    }

    @Test func whatIsShorterThanOneIsLeftSoOnRequest() async throws {
        try await Program.with { program in
            func norm(_ more: String...) async throws -> Float {
                let end = try await program.run(
                    ["embed", "snow", "--model", "gemini-embedding-001", "--dimensions", "64", "--json"] + more)
                return Vectors.norm((end.json?["vectors"]?[0]?.array ?? []).map { Float($0.double ?? 0) })
            }
            let (scaled, raw) = (try await norm(), try await norm("--raw"))
            #expect(abs(scaled - 1) < 1e-4 && raw < 0.9)
        }
    }

    @Test func similarPrintsACosineOrATable() async throws {
        try await Program.with { program in
            let two = try await program.run(["similar", "A boat in harbour", "A ship at sea"])
            #expect(two.code == 0)
            let cosine = try #require(Float(two.out.dropLast()))
            #expect(cosine > -1 && cosine < 1 && two.out.dropLast().split(separator: ".").last?.count == 4)
            #expect(try await program.run(["similar", "same", "same"]).out == "1.0000\n")
            let many = try await program.run(["similar", "a cat purring", Self.media + "purring.wav", Self.media + "rain.wav", "--json"])
            let matrix = try #require(many.json?["matrix"]?.array)
            let row = try #require(matrix[0].array).compactMap(\.double)
            #expect(row[1] > row[2] && abs(row[0] - 1) < 1e-5)
            #expect(many.json?["similarity"] == nil && many.json?["items"]?.array?.count == 3)
            let table = try await program.run(["similar", "a", "b", "c"]).out.split(separator: "\n")
            #expect(table.count == 4 && table[1].contains("1.0000") && table[3].hasSuffix("  c"))
            let texts = try await program.run(["similar", "--texts", Self.media + "rain.wav", Self.media + "rain.wav", "--json"])
            #expect(abs((texts.json?["similarity"]?.double ?? 0) - 1) < 1e-5)
        }
    }

    @Test func countTellsTheTokensWithFilesAndInstruction() async throws {
        try await Program.with { program in
            let short = try #require(Int(try await program.run(["count", "Why is the sky blue?"]).out.dropLast()))
            let piped = try await program.run(["count", "-"], input: "Why is the sky blue?")
            #expect(piped.out == "\(short)\n" && short > 0)
            let more = try #require(
                Int(try await program.run(["count", "Why is the sky blue?", "--system", "Be brief and kind."]).out.dropLast()))
            #expect(more > short)
            let picture = try await program.run(["count", "What is this?", Self.media + "drawing.png", "--json"])
            #expect((picture.json?["totalTokens"]?.int ?? 0) > 200)
        }
    }

    @Test(arguments: [
        (["embed", "--media", "/nonexistent.wav"], 65), (["embed", "a", "--dimensions", "4000"], 65),
        (["embed", "a", "--task", "poetry"], 64),
        (["embed", "a", "--title", "T", "--task", "clustering"], 64), (["embed", "a", "--json", "--format", "npy"], 64),
        (["similar", "a"], 64), (["similar", "a", " "], 65), (["similar"], 64), (["count"], 64), (["count", ""], 65),
        (["similar", "a", "b", "--offline", "cached"], 69), (["count", "a", "--offline", "cached"], 69), (["similar", "a", "b"], 75),
    ])
    func whatCannotBeDoneEndsWithItsCode(arguments: [String], code: Int) async throws {
        try await Program.offline { program in
            let end = try await program.run(arguments)
            #expect(end.code == Int32(code), "\(end.err)")
        }
    }

    @Test(arguments: [(0.12344, "0.1234"), (1, "1.0000"), (-0.5, "-0.5000"), (-0.00001, "0.0000"), (.nan, "-")] as [(Float, String)])
    func cosinesHaveFourDecimals(value: Float, text: String) { #expect(SimilarCommand.fixed(value) == text) }
}
