import ArgumentParser
import GemCache
import GemCore
import GemStore

/// `gemcache explain`: what the cache would do with a request.
struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Say whether a request would be a hit, and why not.",
        discussion: """
              gemcache explain body.json --path /v1beta/models/gemini-2.5-flash:generateContent

            FILE holds a request as `gemcache key` reads it. Ends with 0 for a hit, 69 for a miss.
            """)

    @OptionGroup(title: OptionSection.store) var storage: Storage
    @OptionGroup var source: RequestArguments
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        try await reporting(json: json) {
            let file = try source.request()
            let isHit = try withStore(storage, isReading: true) { store in
                let options = try source.options(file.path, store.salt)
                guard try file.question(options, store) != nil, let asked = file.asked(options, store) else {
                    throw KeyCommand.noQuestion(source.file)
                }
                let explanation = CacheExplanation(asked, store)
                if json { Console.print(explanation.json) } else { for line in explanation.lines { Console.print(line) } }
                return explanation.isHit
            }
            if !isHit { throw ExitCode(GemError.Code.offline.exitCode) }
        }
    }
}
