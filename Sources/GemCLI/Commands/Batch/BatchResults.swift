import ArgumentParser
import GemCore
import Gemini

/// `gemcache batch results`: what was answered.
struct BatchResults: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "results", abstract: "Print the answers of a batch that is over, one JSON object a line.",
        discussion: """
              gemcache batch results batches/abc
              gemcache batch results batches/abc --input requests.jsonl --json > answers.jsonl

            A line is {"key", "text"}, {"key", "embedding"} or {"key", "error"}; with --json it is the API's own {"key", "response"} or {"key", "error"}.
            Ends with 76 where a question has no answer.
            """)

    @OptionGroup(title: OptionSection.api) var endpoint: Endpoint

    @Argument(help: "The batch's name: batches/ID, or ID.")
    var name: String

    @Option(help: ArgumentHelp("The file the questions came from: answers are put in its order.", valueName: "file"), completion: .file())
    var input: String?

    @Flag(help: "Print whole answers.")
    var json = false

    func run() async throws {
        try await reporting(json: json) {
            let keys = try input.map { (file) throws(GemError) in try BatchFile(file).keys } ?? []
            try await Session.with(endpoint) { session in
                let batch = try await session.gemini.batch(name)
                let results = try await session.gemini.results(of: batch, orderedBy: keys)
                var failed = 0
                for result in results {
                    if !Self.isAnswered(result) { failed += 1 }
                    Console.print((json ? Self.whole(result) : Self.short(result)).text())
                }
                // What upstream counted and left out has none either.
                let asked = max(results.count, Int(clamping: batch.stats?.total ?? 0))
                failed += asked - results.count
                guard failed > 0 else { return }
                Console.note("gemcache: \(failed) of \(asked) questions have no answer.")
                throw ExitCode(GemError.Code.upstream.exitCode)
            }
        }
    }

    /// Whether a question has an answer: a vector, or an answer that was not blocked and holds anything.
    private static func isAnswered(_ result: BatchResult) -> Bool {
        guard let response = try? result.outcome.get() else { return false }
        if response["embedding"] != nil { return (try? result.embedding()) != nil }
        return GenerateContentResponse(json: response).hasParts
    }

    private static func whole(_ result: BatchResult) -> JSON {
        switch result.outcome {
        case .success(let response): .members(["key": .string(key(result)), "response": response])
        case .failure(let error): .members(["key": .string(key(result)), "error": Self.error(error)])
        }
    }

    private static func short(_ result: BatchResult) -> JSON {
        do throws(GemError) {
            let response = try result.outcome.get()
            if response["embedding"] != nil {
                return .members(["key": .string(key(result)), "embedding": .array(try result.embedding().map(JSON.float))])
            }
            return .members(["key": .string(key(result)), "text": .string(try result.generated().text)])
        } catch {
            return .members(["key": .string(key(result)), "error": Self.error(error)])
        }
    }

    /// The question's key, or its number from 1.
    private static func key(_ result: BatchResult) -> String { result.key ?? String(result.index + 1) }

    private static func error(_ error: GemError) -> JSON {
        .members([
            "code": .string(error.code.name), "message": .string(error.upstream?.message ?? error.message),
            "status": error.upstream.map { .string($0.status) },
        ])
    }
}
