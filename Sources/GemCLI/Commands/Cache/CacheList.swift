import ArgumentParser
import GemCore
import GemStore

/// `gemcache cache ls`: what is stored.
struct CacheList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ls", abstract: "List stored answers and embeddings: key, operation, model, bytes, when stored.",
        discussion: """
              gemcache cache ls --model gemini-2.5-flash --older-than 30d
              gemcache cache ls --sort used --limit 10 --json

            --sort size puts the largest first, age the oldest, used what was used longest ago (the next to be evicted).
            """)

    @OptionGroup var options: CacheOptions

    @Option(help: ArgumentHelp("Only what this model answered.", valueName: "name"))
    var model: String?

    @Option(help: ArgumentHelp("Only this operation, such as generateContent or embedContent.", valueName: "name"))
    var operation: String?

    @Option(help: ArgumentHelp("Only what was stored longer ago than this: 90s, 15m, 12h, 30d, 4w.", valueName: "time"))
    var olderThan: Age?

    @Option(help: ArgumentHelp("By size, age or used; by key where it is left out.", valueName: "what"))
    var sort: Order?

    @Option(help: ArgumentHelp("At most so many.", valueName: "n"))
    var limit: Int?

    @Flag(help: "Only what is pinned.")
    var pinned = false

    enum Order: String, ExpressibleByArgument, CaseIterable { case size, age, used }

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit is a number of rows, 1 or more.") }
    }

    func run() async throws {
        try await reporting(json: options.json) {
            try withStore(options.storage, isReading: true) { store in
                let rows = try select(store)
                if options.json {
                    Console.print(
                        .members([
                            "entries": .array(rows.filter { $0.dimensions == nil }.map(\.json)),
                            "vectors": .array(rows.filter { $0.dimensions != nil }.map(\.json)),
                        ]))
                } else {
                    if rows.isEmpty { Console.note("Nothing is stored that fits.") }
                    for row in rows { Console.print(row.line) }
                }
            }
        }
    }

    private func select(_ store: Store) throws(GemError) -> [CacheRow] {
        let rows = try store.read { (snapshot: borrowing Snapshot) throws(GemError) in
            var rows: [CacheRow] = []
            // Sorted rows are cut only once all are known.
            let most = sort == nil ? limit ?? .max : .max
            snapshot.forEachEntry { view in
                let row = CacheRow(view, snapshot)
                if fits(row, store.time.now) { rows.append(row) }
                return rows.count < most
            }
            guard rows.count < most else { return rows }
            snapshot.forEachVector { key, view in
                let row = CacheRow(key, view, snapshot)
                if fits(row, store.time.now) { rows.append(row) }
                return rows.count < most
            }
            return rows
        }
        return Array(ordered(rows).prefix(limit ?? .max))
    }

    private func fits(_ row: CacheRow, _ now: Timestamp) -> Bool {
        if let model, row.model != model { return false }
        if let operation, row.operation != operation { return false }
        if let olderThan, now.seconds(since: row.created) <= olderThan.seconds { return false }
        return !pinned || row.isPinned
    }

    private func ordered(_ rows: [CacheRow]) -> [CacheRow] {
        switch sort {
        case nil: rows
        case .size: rows.sorted { ($1.bytes, $0.key) < ($0.bytes, $1.key) }
        case .age: rows.sorted { ($0.created, $0.key) < ($1.created, $1.key) }
        case .used: rows.sorted { ($0.used ?? $0.created, $0.key) < ($1.used ?? $1.created, $1.key) }
        }
    }
}
