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
            """, aliases: ["list"])

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
                var listing = CacheListing(isJSON: options.json)
                if sort == nil {
                    var left = limit ?? .max
                    try forEachPage(store) { rows in
                        for row in rows.prefix(left) { try listing.add(row) }
                        left -= min(left, rows.count)
                        return left > 0
                    }
                } else {
                    let rows = try sorted(store)
                    let parts = options.json ? [rows.filter { $0.dimensions == nil }, rows.filter { $0.dimensions != nil }] : [rows]
                    for row in parts.joined() { try listing.add(row) }
                }
                listing.end()
            }
        }
    }

    /// The rows that fit in the order asked for; of many, only as many are held as will be told, twice over.
    private func sorted(_ store: Store) throws -> [CacheRow] {
        var rows: [CacheRow] = []
        let most = limit.map { 2 * min($0, 1 << 30) + Self.pageSize } ?? .max
        try forEachPage(store) { page in
            rows += page
            if rows.count > most { rows = Array(ordered(rows).prefix(limit ?? .max)) }
            return true
        }
        return Array(ordered(rows).prefix(limit ?? .max))
    }

    private static let pageSize = 512

    /// Visits the rows that fit, answers first, some at a time, until `visit` says false; no look at the store lasts longer than a page.
    private func forEachPage(_ store: Store, _ visit: ([CacheRow]) throws -> Bool) throws {
        for ofVectors in [false, true] {
            var last: RequestKey?
            repeat {
                let after = last
                let (rows, end) = try page(store, after: after, ofVectors: ofVectors)
                guard try visit(rows) else { return }
                last = end
            } while last != nil
        }
    }

    /// A page's rows that fit, and the last key that was looked at; nil where there is nothing behind it.
    private func page(_ store: Store, after key: RequestKey?, ofVectors: Bool) throws(GemError) -> (rows: [CacheRow], last: RequestKey?) {
        try store.read { (snapshot: borrowing Snapshot) throws(GemError) in
            var (rows, last, seen, isCut): ([CacheRow], RequestKey?, Int, Bool) = ([], nil, 0, false)
            // The two answers to one question are never parted.
            func isFull(_ key: RequestKey) -> Bool {
                isCut = seen >= Self.pageSize && key != last
                return isCut
            }
            if ofVectors {
                snapshot.forEachVector(after: key) { key, view in
                    if isFull(key) { return false }
                    let row = CacheRow(key, view, snapshot)
                    if fits(row, store.time.now) { rows.append(row) }
                    (last, seen) = (key, seen + 1)
                    return true
                }
            } else {
                snapshot.forEachEntry(after: key) { view in
                    if isFull(view.key) { return false }
                    let row = CacheRow(view, snapshot)
                    if fits(row, store.time.now) { rows.append(row) }
                    (last, seen) = (view.key, seen + 1)
                    return true
                }
            }
            return (rows, isCut ? last : nil)
        }
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
