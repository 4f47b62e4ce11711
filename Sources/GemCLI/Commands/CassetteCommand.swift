import ArgumentParser
import GemCassette
import GemCore
import HTTPTypes

/// `gemcache cassette`: what a cassette holds.
struct CassetteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cassette", abstract: "Show what a cassette holds.",
        discussion: """
              gemcache cassette show session.json
              gemcache ask "Why is the sky blue?" --cassette session.json

            Record and replay with --cassette FILE on `ask` and `embed`, or with `gemcache proxy --mode record|replay --cassette FILE`.
            """,
        subcommands: [Show.self], defaultSubcommand: Show.self)

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "show", abstract: "List a cassette's recordings in order.")
        @Argument(help: "The cassette's file.", completion: .file()) var file: String
        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            try await reporting(json: json) {
                try FileName.refuseFolder(file, "a cassette")
                let rows = try Cassette.load(file).interactions.map { interaction -> JSON in
                    let route = Route(method: interaction.request.method, path: interaction.request.path)
                    return .members([
                        "operation": .string(route.operation.rawValue), "model": .string(route.model),
                        "status": .int(interaction.response.status), "recordedAt": .string(interaction.recordedAt.description),
                    ])
                }
                if json { return Console.print(.members(["interactions": .array(rows)])) }
                for row in rows {
                    Console.print(
                        "\(row["status"]?.int ?? 0)  \(row["operation"]?.string ?? "")  \(row["model"]?.string ?? "")  \(row["recordedAt"]?.string ?? "")"
                    )
                }
            }
        }
    }
}
