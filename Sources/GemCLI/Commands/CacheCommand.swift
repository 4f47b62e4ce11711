import ArgumentParser
import GemCache
import GemCore
import GemStore

/// `gemcache cache`: the stored answers.
struct CacheCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cache", abstract: "List, show, remove, sweep or verify stored answers.",
        discussion: """
              gemcache cache ls --json
              gemcache cache show b8cc082491944b5772e55a7c152e57df
              gemcache cache gc
            """,
        subcommands: [List.self, Show.self, Remove.self, Sweep.self, Verify.self, Clear.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "ls", abstract: "List stored answers: key, operation, model, bytes, age.")
        @OptionGroup var storage: Storage
        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            try await reporting(json: json) {
                try withStore(storage, isReading: true) { store in
                    let rows = try entries(store)
                    if json { return Console.print(.members(["entries": .array(rows)])) }
                    for row in rows {
                        Console.print(
                            ["key", "operation", "model", "bytes", "stored"].compactMap {
                                row[$0].flatMap { $0.string ?? $0.int.map(String.init) }
                            }
                            .joined(separator: "  "))
                    }
                }
            }
        }

        private func entries(_ store: Store) throws(GemError) -> [JSON] {
            try store.read { (snapshot: borrowing Snapshot) throws(GemError) in
                var rows: [JSON] = []
                snapshot.forEachEntry { entry in
                    rows.append(
                        .members([
                            "key": .string(entry.key.description), "operation": .string(entry.operation), "model": .string(entry.model),
                            "bytes": .int(entry.payloadCount), "stored": .string(entry.created.description),
                            "expires": entry.expires.map { .string($0.description) }, "api": .string(entry.variant.rawValue),
                        ]))
                    return true
                }
                return rows
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "show", abstract: "Print a stored answer as one JSON message.")
        @OptionGroup var storage: Storage
        @Argument(help: "The key: 32 hexadecimal digits.") var key: String

        func run() async throws {
            try await reporting {
                let key = try CacheCommand.key(self.key)
                try withStore(storage, isReading: true) { store in
                    for variant in [Route.API.developer, .vertex] {
                        let answer = try store.read { (snapshot: borrowing Snapshot) throws(GemError) in
                            snapshot.withEntry(key, variant) { entry in Answer(encoded: entry.payload) }
                        }
                        if let answer, let answer { return Console.print(try answer.merged()) }
                    }
                    throw CacheCommand.unknown(self.key)
                }
            }
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "rm", abstract: "Remove stored answers by key.")
        @OptionGroup var storage: Storage
        @Argument(help: "The keys.") var keys: [String]

        func run() async throws {
            try await reporting {
                let keys = try self.keys.map { try CacheCommand.key($0) }
                let removed = try withStore(storage) { store in
                    try store.writeAndWait { (transaction: inout Transaction) throws(GemError) in
                        var removed = 0
                        for key in keys {
                            let before = removed
                            for variant in [Route.API.developer, .vertex] where try transaction.removeEntry(key, variant) { removed += 1 }
                            if try transaction.removeVector(key) { removed += 1 }
                            if removed == before { throw CacheCommand.unknown(key.description) }
                        }
                        return removed
                    }
                }
                Console.print("removed \(removed)")
            }
        }
    }

    struct Sweep: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "gc", abstract: "Remove what has outlived its lifetime.")
        @OptionGroup var storage: Storage

        func run() async throws {
            try await reporting {
                let store = try Store.open(at: try storage.path())
                defer { store.close() }
                let swept = try await store.removeExpired(store.time.now)
                Console.print("removed \(swept.entries) answers, \(swept.files) files, \(swept.blobs) blobs")
            }
        }
    }

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "verify", abstract: "Check every stored byte against its checksum.")
        @OptionGroup var storage: Storage

        func run() async throws {
            try await reporting {
                try withStore(storage, isReading: true) { store in
                    let report = try store.verify()
                    for name in report.damaged + report.damagedBlobs { Console.print("damaged \(name)") }
                    Console.print(
                        "\(report.rows) rows and \(report.blobs) blobs checked, \(report.damaged.count + report.damagedBlobs.count) damaged"
                    )
                    if !report.isSound {
                        throw GemError(.store, "The store has damage; damaged answers are treated as missing and fetched again.")
                    }
                }
            }
        }
    }

    struct Clear: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "clear", abstract: "Remove every stored answer; never the queue.")
        @OptionGroup var storage: Storage

        func run() async throws {
            try await reporting {
                let removed = try withStore(storage) { store in
                    try store.writeAndWait { (transaction: inout Transaction) throws(GemError) in try transaction.removeAll() }
                }
                Console.print("removed \(removed)")
            }
        }
    }

    fileprivate static func unknown(_ key: String) -> GemError {
        GemError(.badInput, "No stored answer has the key \(key); `gemcache cache ls` lists them.")
    }

    fileprivate static func key(_ text: String) throws(GemError) -> RequestKey {
        guard let key = RequestKey(text) else { throw GemError(.usage, "\(text) is no key: a key has 32 hexadecimal digits.") }
        return key
    }
}
