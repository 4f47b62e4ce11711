import ArgumentParser
import GemCore
import GemStore

/// `gemcache cache gc`: removes what nobody needs.
struct CacheSweep: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gc", abstract: "Remove what has outlived its lifetime or is damaged, files nobody names, and what is over the size.",
        discussion: """
              gemcache cache gc
              gemcache cache gc --max-size 500MB

            What is pinned stays, and the queue with all it needs. The data file keeps its length; `gemcache cache compact` shortens it.
            """)

    @OptionGroup var options: CacheOptions

    func run() async throws {
        try await reporting(json: options.json, advice: "What was removed by then is gone; run it again for the rest.") {
            try await withOpenStore(options.storage) { store in
                let before = try store.stats()
                let swept = try await store.removeExpired(store.time.now)
                try await store.flush()
                let after = try store.stats()
                let evicted = (after.counters["evicted"] ?? 0) - (before.counters["evicted"] ?? 0)
                options.print(
                    .members([
                        "entries": .int(swept.entries), "files": .int(swept.files), "blobs": .int(swept.blobs),
                        "damaged": .int(swept.damaged),
                        "evicted": .int(Int(evicted)), "bytes": .int(Int(after.bytes)),
                    ]),
                    "removed \(swept.entries) answers, \(swept.files) files, \(swept.blobs) blobs"
                        + (swept.damaged > 0 ? ", \(swept.damaged) damaged" : "") + (evicted > 0 ? ", \(evicted) evicted" : ""))
            }
        }
    }
}
