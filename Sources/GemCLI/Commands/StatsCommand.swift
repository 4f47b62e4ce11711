import ArgumentParser
import GemCache
import GemCore
import GemStore

/// `gemcache stats`: what the store holds and has saved.
struct StatsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats", abstract: "Show entries, hits, misses, what was saved, the queue and the size on disk.",
        discussion: """
              gemcache stats
              gemcache stats --json
            """)
    @OptionGroup var storage: Storage
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        try await reporting(json: json) {
            try withStore(storage, isReading: true) { store in
                let summary = try StoreSummary(store)
                if json { return Console.print(summary.json) }
                Console.print("store     \(store.path)")
                for line in summary.lines { Console.print(line) }
            }
        }
    }
}
