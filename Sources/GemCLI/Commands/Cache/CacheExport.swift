import ArgumentParser
import GemCore
import GemStore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// `gemcache cache export`: answers in a file.
struct CacheExport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write all answers and embeddings into one file, for another machine or for keeping.",
        discussion: """
              gemcache cache export answers.gemcache

            Equal content gives equal bytes, and the hash that is printed tells one from another. The file holds questions and answers, and no
            credential, no queue, no upload. docs/Store.md has its layout.
            """)

    @OptionGroup var options: CacheOptions

    @Argument(help: "The file to write.", completion: .file())
    var file: String

    @Flag(name: .shortAndLong, help: "No progress on standard error.")
    var quiet = false

    func run() async throws {
        try await reporting(json: options.json, advice: "Nothing was written; run it again.") {
            try FileName.refuseFolder(file, "an export")
            guard file != "-" else {
                throw GemError(.badInput, "An export is written to a file beside which it is made; give its name, not -.")
            }
            try FileName.checkWritable(file)
            let printer = ProgressPrinter(isQuiet: quiet || !Console.errorMoves)
            try withStore(options.storage, isReading: true) { store in
                let exported = try removingOnInterrupt(["\(file).new-\(getpid())"]) {
                    try store.export(to: file) { printer.show("exporting", done: $0, of: $1) }
                }
                printer.clear()
                let counts = exported.counts
                options.print(
                    .members([
                        "file": .string(file), "entries": .int(counts.entries), "vectors": .int(counts.vectors),
                        "names": .int(counts.names),
                        "damaged": .int(exported.damaged), "bytes": .int(Int(exported.bytes)), "hash": .string(exported.digest.description),
                    ]),
                    "\(counts.entries) answers, \(counts.vectors) vectors, \(counts.names) names of files: \(ProgressPrinter.bytes(exported.bytes)), hash \(exported.digest)"
                )
                if exported.damaged > 0 {
                    Console.note("gemcache: \(exported.damaged) damaged rows were left out; `gemcache cache verify --repair` removes them.")
                }
            }
        }
    }
}

/// `gemcache cache import`: answers out of a file.
struct CacheImport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Take in the answers and embeddings of an export; what is there already and newer stays.",
        discussion: """
              gemcache cache import answers.gemcache
              gemcache cache import answers.gemcache --replace

            The whole file is checked before anything is changed. Ends with 65 where it is cut, damaged, or newer than this gemcache.
            """)

    @OptionGroup var options: CacheOptions

    @Argument(help: "The file to read.", completion: .file())
    var file: String

    @Flag(help: "Let the file's answers take the place of stored ones, newer ones too.")
    var replace = false

    @Flag(name: .shortAndLong, help: "No progress on standard error.")
    var quiet = false

    func run() async throws {
        try await reporting(json: options.json, advice: "What was taken in stays; run it again for the rest.") {
            let printer = ProgressPrinter(isQuiet: quiet || !Console.errorMoves)
            try withStore(options.storage) { store in
                let imported = try store.importing(file, replacing: replace) { printer.show("importing", done: Int($0), of: Int($1)) }
                printer.clear()
                func json(_ counts: ExportCounts) -> JSON {
                    .members(["entries": .int(counts.entries), "vectors": .int(counts.vectors), "names": .int(counts.names)])
                }
                options.print(
                    .members(["added": json(imported.added), "kept": json(imported.kept)]),
                    "added \(imported.added.entries) answers, \(imported.added.vectors) vectors, \(imported.added.names) names of files; \(imported.kept.total) were there already"
                )
            }
        }
    }
}
