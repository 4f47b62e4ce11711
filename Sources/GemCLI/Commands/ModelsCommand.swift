import ArgumentParser
import GemCore
import Gemini

/// `gemcache models`: what can be asked.
struct ModelsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "models", abstract: "List the models and what they can do.",
        discussion: """
              gemcache models
              gemcache models --json
            """)

    @OptionGroup var endpoint: Endpoint
    @OptionGroup var connection: Connection
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        try await reporting(json: json) {
            try await Session.with(endpoint, connection) { session in
                let models = try await session.gemini.models(options: connection.requestOptions)
                if json { return Console.print(.members(["models": .array(models.map(\.json))])) }
                let width = models.map(\.shortName.count).max() ?? 0
                for model in models {
                    let space = String(repeating: " ", count: width - model.shortName.count + 2)
                    Console.print("\(model.shortName)\(space)\(model.methods.joined(separator: ", "))")
                }
            }
        }
    }
}
