import ArgumentParser
import GemCore
import GemStore

/// `gemcache cache compact`: gives room back to the disk.
struct CacheCompact: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compact", abstract: "Shorten the data file to what it holds, or write a compacted copy of the store.",
        discussion: """
              gemcache cache compact
              gemcache cache compact --into /mnt/backup/gemcache

            In its place the store must be in use by nobody else, and the disk needs room for the copy. With --into others may go on.
            """)

    @OptionGroup var options: CacheOptions

    @Option(
        help: ArgumentHelp(
            "Write a whole copy of the store, queue included, into this new folder and leave the store as it is.", valueName: "dir"),
        completion: .directory)
    var into: String?

    func run() async throws {
        try await reporting(json: options.json, advice: "The store is as it was; run it again.") {
            let path = try options.storage.existing()
            guard let into else {
                let (before, after) = try removingOnInterrupt([path + "/.compact"]) {
                    try Store.compact(at: path, try options.storage.options())
                }
                return options.print(
                    .members(["before": .int(Int(before)), "after": .int(Int(after))]),
                    "the data file takes \(ProgressPrinter.bytes(after)), before \(ProgressPrinter.bytes(before))")
            }
            guard !FileName.isFile(into + "/data.mdb") else {
                throw GemError(.badInput, "There is a store at \(into) already; give a new folder.")
            }
            try removingOnInterrupt([into, into + "/data.mdb", into + "/lock.mdb", into + "/blobs"]) {
                try withStore(options.storage, isReading: true) { store in try store.compact(to: into) }
            }
            options.print(.members(["into": .string(into)]), "wrote \(into)")
        }
    }
}
