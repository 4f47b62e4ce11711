import ArgumentParser
import GemCache
import GemCassette
import GemCore

/// The options of every command that asks, beside those of its endpoint.
///
/// Beside, not around them: in a debug build the parser checks a group five times for each time it checks the group around it.
struct Connection: ParsableArguments {
    @OptionGroup var giving: GivingOptions

    @Option(
        help: ArgumentHelp(
            "When the API cannot be reached: queue the question, fail, or never go to the network at all (cached).", valueName: "policy"))
    var offline: Offline = .queue

    @Option(help: ArgumentHelp("Record to or replay from this cassette.", valueName: "file"), completion: .file())
    var cassette: String?

    @Option(help: ArgumentHelp("Record mode of the cassette: none, once, new-episodes, all.", valueName: "mode"))
    var record: Recording = .once

    @Flag(help: "Fetch a fresh answer and replace the stored one.")
    var refresh = false

    @Flag(help: "Neither read nor write the cache.")
    var noStore = false

    @Option(help: ArgumentHelp("Which of several answers to the same question: 0 is the first.", valueName: "n"))
    var sample: UInt32 = 0

    @Option(
        help: ArgumentHelp(
            "Give up where there is no whole answer after this, uploads and downloads included, such as 30s or 2m. Ends with 76.",
            valueName: "time"))
    var timeout: Age?

    @Option(help: ArgumentHelp("A part of the cache of its own.", valueName: "name"))
    var namespace = ""

    enum Offline: String, ExpressibleByArgument, CaseIterable { case queue, fail, cached }

    enum Recording: String, ExpressibleByArgument, CaseIterable {
        case none, once, all
        case newEpisodes = "new-episodes"

        var mode: RecordMode {
            switch self {
            case .none: .none
            case .once: .once
            case .newEpisodes: .newEpisodes
            case .all: .all
            }
        }
    }

    /// gemcache's own options of each request.
    var requestOptions: RequestOptions {
        var options = RequestOptions()
        options.sample = sample
        options.namespace = namespace
        options.offline = offline == .queue ? .queue : .fail
        options.timeLimit = timeout?.seconds
        if refresh { options.cache = .refresh }
        if noStore { options.cache = .bypass }
        giving.apply(to: &options)
        return options
    }

    func validate() throws {
        if refresh && noStore { throw ValidationError("--refresh and --no-store exclude each other.") }
        if timeout?.seconds == 0 { throw ValidationError("--timeout takes a time to wait, such as 30s or 2m.") }
    }
}

/// Where the store is.
struct Storage: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Folder of the store; default $GEMCACHE_STORE, else $XDG_DATA_HOME/gemcache, else ~/.local/share/gemcache.", valueName: "dir"),
        completion: .directory)
    var store: String?

    @Option(
        help: ArgumentHelp(
            "Keep answers within this size, such as 2GiB, by removing those used longest ago; default $GEMCACHE_MAX_SIZE, else no limit.",
            valueName: "size"))
    var maxSize: ByteSize?

    /// The folder to open.
    func path() throws(GemError) -> String {
        if let store { return store }
        return try StoreLocation.standard()
    }
}
