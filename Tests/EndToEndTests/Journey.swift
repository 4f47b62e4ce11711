import GemCache
import GemCore
import GemTesting
import Gemini
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// One user's day with the API, the same over every transport; what came back is compared between them.
struct Journey: Equatable {
    var answers: [String] = []
    var vectors: [[Float]] = []
    var tokens = 0
    var models: [String] = []
    var failure = ""
    var progress: Set<String> = []

    static let media = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Fixtures/media").path + "/"

    /// Asks with and without files, streamed and whole, embeds, counts, lists, and asks for a model that is not there.
    static func travel(_ transport: any Transport) async throws -> Journey {
        let gemini = Gemini(transport: transport, credential: .apiKey("a-key"))
        var journey = Journey()
        journey.answers.append(try await gemini.gem("Why is the sky blue?"))
        journey.answers.append(try await gemini.gem("What is this?", .file(media + "drawing.png")))
        let stream = try await gemini.gemStream("Summarize.", .file(media + "report.pdf"), .file(media + "notes.md"))
        var pieces: [String] = []
        for try await piece in stream { pieces.append(piece) }
        journey.answers.append(pieces.joined())
        journey.answers.append(try stream.response().text)
        let steps = Steps()
        var options = GenerateOptions()
        options.onProgress = { steps.note($0) }
        journey.answers.append(try await gemini.gem("What is counted here?", .file(media + "counting.mp4"), options: options))
        journey.progress = steps.names
        journey.vectors = try await gemini.embed(["one", "two", "one"], dimensions: 768)
        journey.tokens = try await gemini.countTokens("How many tokens is this?").total
        journey.models = try await gemini.models().map(\.shortName)
        do throws(GemError) {
            _ = try await gemini.gem("Hello?", model: "gemini-0-none")
        } catch {
            journey.failure = "\(error.code.name) \(error.upstream?.httpStatus ?? 0) \(error.upstream?.status ?? "")"
        }
        return journey
    }

    /// What every transport must give.
    func check() {
        #expect(answers.count == 5 && answers.allSatisfy { !$0.isEmpty })
        #expect(answers[2] == answers[3])
        #expect(answers[1].contains("image/png") || answers[1].contains("PNG") || answers[1].contains("png"))
        #expect(vectors.count == 3 && vectors.allSatisfy { $0.count == 768 })
        #expect(vectors[0] == vectors[2] && vectors[0] != vectors[1])
        #expect(tokens > 0)
        #expect(models.contains("gemini-2.5-flash"))
        #expect(failure == "upstream 404 NOT_FOUND")
    }
}

/// Collects the kinds of steps a request went through.
final class Steps: Sendable {
    private let seen = Box<Set<String>>([])

    func note(_ progress: Progress) {
        let name =
            switch progress {
            case .uploading: "uploading"
            case .processing: "processing"
            case .active: "active"
            case .retrying: "retrying"
            }
        seen.change { $0.insert(name) }
    }

    var names: Set<String> { seen.value }
}

extension Journey: CustomTestStringConvertible {
    /// Without the vectors' numbers.
    var testDescription: String {
        "\(answers) \(vectors.map { $0.reduce(0, +) }) \(tokens) \(models.count) \(failure) \(progress.sorted())"
    }
}
