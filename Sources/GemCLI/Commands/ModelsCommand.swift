import ArgumentParser
import GemCore
import Gemini

/// `gemcache models`: what can be asked.
struct ModelsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "models", abstract: "List the models and what they can do, or tell all about one.",
        discussion: """
              gemcache models
              gemcache models --filter embedContent
              gemcache models gemini-2.5-flash
              gemcache models --json
            """)

    @OptionGroup(title: OptionSection.cache) var connection: Connection
    @OptionGroup(title: OptionSection.api) var endpoint: Endpoint
    @Argument(help: "A model to tell all about.", completion: Completions.models) var name: String?
    @Option(help: ArgumentHelp("Only models with this method or with this word in their name.", valueName: "word")) var filter: String?
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        if name != nil, filter != nil { throw ValidationError("--filter goes with the list, not with one model.") }
    }

    func run() async throws {
        try await reporting(json: json) {
            try await Session.with(endpoint, connection) { session in
                if let name {
                    let model = try await session.gemini.model(name, options: connection.requestOptions)
                    return json ? Console.print(model.json) : Self.tell(model)
                }
                let models = try await session.gemini.models(options: connection.requestOptions).filter(fits)
                if json { return Console.print(.members(["models": .array(models.map(\.json))])) }
                if models.isEmpty { Console.note("No model fits.") }
                let width = models.map(\.shortName.count).max() ?? 0
                for model in models {
                    let space = String(repeating: " ", count: width - model.shortName.count + 2)
                    Console.print("\(model.shortName)\(space)\(model.methods.joined(separator: ", "))")
                }
            }
        }
    }

    private func fits(_ model: Model) -> Bool {
        guard let filter else { return true }
        return model.methods.contains(filter) || model.shortName.contains(filter)
    }

    /// What is known of a model, one thing a line.
    private static func tell(_ model: Model) {
        let rows: [(String, String?)] = [
            ("name", model.shortName), ("title", model.displayName), ("version", model.version), ("about", model.description),
            ("input", model.inputTokenLimit > 0 ? "\(model.inputTokenLimit) tokens" : nil),
            ("output", model.outputTokenLimit > 0 ? "\(model.outputTokenLimit) tokens" : nil),
            ("methods", model.methods.joined(separator: ", ")), ("thinks", model.thinks ? "yes" : nil),
            ("temperature", model.temperature.map { "\($0)" + (model.maxTemperature.map { most in ", at most \(most)" } ?? "") }),
            ("topP", model.topP.map { "\($0)" }), ("topK", model.topK.map { "\($0)" }),
        ]
        for case (let label, let text?) in rows where !text.isEmpty {
            Console.print(label + String(repeating: " ", count: 12 - label.count) + text)
        }
    }
}
