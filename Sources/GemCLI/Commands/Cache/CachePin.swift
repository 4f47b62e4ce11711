import ArgumentParser
import GemCore
import GemStore

/// `gemcache cache pin`: keeps answers for good.
struct CachePin: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pin", abstract: "Keep answers and embeddings whatever their age and the store's size, until they are unpinned.",
        discussion: """
              gemcache cache pin b8cc08
              gemcache cache ls --pinned
            """)

    @OptionGroup var options: CacheOptions

    @Argument(help: "The keys, or their first digits.", completion: Completions.keys)
    var keys: [String]

    func run() async throws { try await setPins(keys, true, options) }
}

/// `gemcache cache unpin`: lets them go again.
struct CacheUnpin: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unpin", abstract: "Let pinned answers and embeddings expire and be evicted as others.",
        discussion: """
              gemcache cache unpin b8cc08
            """)

    @OptionGroup var options: CacheOptions

    @Argument(help: "The keys, or their first digits.", completion: Completions.keys)
    var keys: [String]

    func run() async throws { try await setPins(keys, false, options) }
}

/// Pins or unpins all of the keys, or none.
private func setPins(_ texts: [String], _ isPinned: Bool, _ options: CacheOptions) async throws {
    try await reporting(json: options.json) {
        let count = try withStore(options.storage, isChanging: true) { store in
            let keys = try CacheCommand.keys(texts, store)
            return try store.writeAndWait { (transaction: inout Transaction) throws(GemError) in
                var count = 0
                for key in keys { count += try transaction.pin(key, isPinned) }
                return count
            }
        }
        let name = isPinned ? "pinned" : "unpinned"
        options.print(.members([name: .int(count)]), "\(name) \(count)")
    }
}
