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
              gemcache stats --prices my-prices.json

            Money is what the tokens would have cost by list prices, an estimate. A price table holds \
            {"date": "2026-01-31", "currency": "USD", "models": {"gemini-2.5-flash": {"input": 0.3, "output": 2.5, "cached": 0.03}}}, \
            by the million tokens.
            """)
    @OptionGroup(title: OptionSection.store) var storage: Storage
    @Flag(help: "Print JSON.") var json = false

    @Option(help: ArgumentHelp("Price table to reckon savings with; default the one built in.", valueName: "file"), completion: .file())
    var prices: String?

    func run() async throws {
        try await reporting(json: json) {
            let table: PriceTable =
                try prices.map { name throws(GemError) in
                    try PriceTable(parsing: StandardInput.contents(of: name), name: name)
                } ?? .built
            try withStore(storage, isReading: true) { store in
                let summary = try StoreSummary(store, prices: table)
                if json { return Console.print(summary.json) }
                Console.print("store     \(store.path)")
                for line in summary.lines { Console.print(line) }
            }
        }
    }
}
