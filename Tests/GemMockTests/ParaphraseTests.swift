import GemCore
import GemMock
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The lists beside this file hold a kind and two texts a line. `tuned.tsv` was looked at while the words were chosen, `heldout.tsv` was not: it was
/// written before, and its pairs are never to be mended one by one.
///
/// Reading the table of words and some 860 texts takes most of a second in a build without optimisation.
@Suite struct ParaphraseTests {
    struct Pair {
        var kind: String
        var left: TextMeaning
        var right: TextMeaning
    }

    private static func texts(_ name: String) throws -> [(kind: String, left: String, right: String)] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Paraphrases/\(name).tsv")
        return try String(decoding: Data(contentsOf: file), as: UTF8.self).split(separator: "\n").map { line in
            let fields = line.split(separator: "\t").map(String.init)
            try #require(fields.count == 3)
            return (fields[0], fields[1], fields[2])
        }
    }

    /// How often a text is nearer to its paraphrase than to a random other text of the list, in percent.
    private static func wins(_ name: String) throws -> Double {
        let pairs = try texts(name).map { Pair(kind: $0.kind, left: TextMeaning($0.left), right: TextMeaning($0.right)) }
        var dice = Dice(42)
        var (wins, total) = (0, 0)
        for (index, pair) in pairs.enumerated() {
            let near = pair.left.likeness(to: pair.right)
            for _ in 0..<60 {
                let other = pairs[(index + 1 + dice.below(pairs.count - 1)) % pairs.count]
                total += 1
                if pair.left.likeness(to: dice.below(2) == 0 ? other.left : other.right) < near { wins += 1 }
            }
        }
        return 100 * Double(wins) / Double(total)
    }

    @Test func paraphrasesAreNearerThanRandomPairs() throws {
        #expect(try Self.texts("tuned").count >= 300)
        let wins = try Self.wins("tuned")
        #expect(wins >= 99, "\(wins) %")
    }

    @Test func paraphrasesHeldOutAreNearerToo() throws {
        #expect(try Self.texts("heldout").count >= 100)
        let wins = try Self.wins("heldout")
        #expect(wins >= 95, "\(wins) %")
    }

    @Test(arguments: [("gemini-embedding-001", 3072), ("gemini-embedding-2", 768), ("gemini-embedding-2", 128)])
    func vectorsKeepWhatTheTextsShare(model: String, dimensions: Int) async throws {
        let mock = try MockGemini.make()
        let pairs = try Self.texts("tuned").enumerated().filter { $0.offset.isMultiple(of: 16) }.map(\.element)
        let requests = pairs.flatMap { [$0.left, $0.right] }.map { text in
            #"{"model":"models/\#(model)","outputDimensionality":\#(dimensions),"content":{"parts":[{"text":\#(JSON.string(text).text())}]}}"#
        }
        let json = try await mock.post("/v1beta/models/\(model):batchEmbedContents", #"{"requests":[\#(requests.joined(separator: ","))]}"#)
            .json()
        let vectors = try #require(json["embeddings"]?.array).map { $0["values"]?.array?.compactMap(\.double) ?? [] }
        func cosine(_ a: [Double], _ b: [Double]) -> Double {
            func product(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
            return product(a, b) / (product(a, a) * product(b, b)).squareRoot()
        }
        for (index, pair) in pairs.enumerated() {
            // All vectors share a part, so that texts without anything in common have a cosine near one half.
            let likeness = 0.45 + 0.55 * Double(TextMeaning(pair.left).likeness(to: TextMeaning(pair.right)))
            let found = cosine(vectors[2 * index], vectors[2 * index + 1])
            #expect(abs(found - likeness) < (dimensions < 768 ? 0.2 : 0.1), "\(pair.left): \(found), \(likeness)")
        }
    }
}
