import GemCache
import GemCore
import GemMock
import Gemini

/// The README's example: the whole client over the whole stack, here with the mock in place of the live API.
@main
struct Quickstart {
    static func main() async throws {
        var options = Stack.Options()
        options.store = ".gemcache-example"
        try await Stack.open(options, over: MockGemini()) { stack in
            let gemini = Gemini(transport: stack, credential: .apiKey("any word will do for the mock"))
            print(try await gemini.gem("What does this drawing show?", "Fixtures/media/drawing.png"))

            for try await piece in try await gemini.gemStream("Tell it as a story.", "Fixtures/media/drawing.png") {
                print(piece, terminator: "")
            }
            print()

            let vectors = try await gemini.embed(["A boat in harbour", "A ship at sea"], dimensions: 768)
            print("\(vectors.count) vectors of \(vectors[0].count) numbers")
        }
    }
}
