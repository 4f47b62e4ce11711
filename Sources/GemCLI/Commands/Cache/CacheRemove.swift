import ArgumentParser
import GemCore
import GemStore

/// `gemcache cache rm`: removes by key.
struct CacheRemove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rm", abstract: "Remove stored answers and embeddings by key, pinned ones too.",
        discussion: """
              gemcache cache rm b8cc08
              gemcache cache ls --older-than 90d --json | jq -r '.entries[].key' | xargs gemcache cache rm
            """)

    @OptionGroup var options: CacheOptions

    @Argument(help: "The keys, or their first digits.", completion: Completions.keys)
    var keys: [String]

    func run() async throws {
        try await reporting(json: options.json) {
            let removed = try withStore(options.storage, isChanging: true) { store in
                let keys = try CacheCommand.keys(self.keys, store)
                return try store.writeAndWait { (transaction: inout Transaction) throws(GemError) in
                    var removed = 0
                    for key in keys {
                        for variant in [Route.API.developer, .vertex] where try transaction.removeEntry(key, variant) { removed += 1 }
                        if try transaction.removeVector(key) { removed += 1 }
                    }
                    return removed
                }
            }
            options.print(.members(["removed": .int(removed)]), "removed \(removed)")
        }
    }
}

/// `gemcache cache clear`: removes everything.
struct CacheClear: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clear", abstract: "Remove every stored answer and embedding that is not pinned; never the queue.",
        discussion: """
              gemcache cache clear
              gemcache cache clear --all
            """)

    @OptionGroup var options: CacheOptions

    @Flag(help: "Remove what is pinned as well.")
    var all = false

    func run() async throws {
        try await reporting(json: options.json) {
            let removed = try withStore(options.storage, isChanging: true) { store in
                try store.writeAndWait { [all] (transaction: inout Transaction) throws(GemError) in
                    try transaction.removeAll(evenPinned: all)
                }
            }
            options.print(.members(["removed": .int(removed)]), "removed \(removed)")
        }
    }
}
