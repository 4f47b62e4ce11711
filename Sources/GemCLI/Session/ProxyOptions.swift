import ArgumentParser
import GemCache
import GemCassette
import GemCore
import GemCurl
import GemServer
import GemStore

/// The options of every command that serves the cache: where upstream is, and how the cache is used.
struct ProxyOptions: ParsableArguments {
    @OptionGroup(title: OptionSection.store) var storage: Storage
    @OptionGroup(title: OptionSection.freshness) var freshness: FreshnessOptions

    @Option(help: ArgumentHelp("Base URL of the Developer API; default Google's.", valueName: "url"))
    var upstream: String?

    @Option(help: ArgumentHelp("Base URL of Vertex AI; default: the host of the path's location.", valueName: "url"))
    var vertexUpstream: String?

    @Option(help: ArgumentHelp("Project for Vertex AI paths that name none; default $GOOGLE_CLOUD_PROJECT.", valueName: "id"))
    var vertexProject: String?

    @Option(help: ArgumentHelp("Location for them; default $GOOGLE_CLOUD_LOCATION, else global.", valueName: "name"))
    var vertexLocation: String?

    @Option(help: ArgumentHelp("auto, record, replay, newEpisodes, offline, refresh or passthrough.", valueName: "mode"))
    var mode: Mode?

    @Option(help: ArgumentHelp("The cassette of modes record, replay and newEpisodes.", valueName: "file"), completion: .file())
    var cassette: String?

    @Flag(help: "Put questions that cannot reach upstream into the queue and answer 202.")
    var queue = false

    @Option(
        help: ArgumentHelp("The proxy's own key; default $GOOGLE_API_KEY, else $GEMINI_API_KEY.", valueName: "file"), completion: .file())
    var keyFile: String?

    @Option(
        help: ArgumentHelp(
            "How often the proxy repeats a failed request itself; clients repeat as they see fit. A question on a kept connection found dead is not counted.",
            valueName: "n"))
    var retries = 0

    @Option(
        help: ArgumentHelp(
            "Hold the bytes of uploads up to this size in the store while they live, so that a file the API loses is sent again; 0 for none.",
            valueName: "size"))
    var holdUploads = "1GiB"

    @Option(help: ArgumentHelp("Price table to reckon savings with; default the one built in.", valueName: "file"), completion: .file())
    var prices: String?

    @Flag(name: .shortAndLong, help: "One line an exchange on standard error.")
    var verbose = false

    enum Mode: String, ExpressibleByArgument, CaseIterable {
        case auto, record, replay, newEpisodes, offline, refresh, passthrough

        var recordMode: RecordMode? {
            switch self {
            case .record: .all
            case .replay: RecordMode.none
            case .newEpisodes: .newEpisodes
            default: nil
            }
        }

        /// How every request uses the cache; nil where each says so itself.
        var cache: CachePolicy? {
            switch self {
            // What is recorded comes from upstream, each time.
            case .refresh, .record: .refresh
            case .passthrough: .bypass
            default: nil
            }
        }
    }

    func validate() throws {
        if let mode, mode.recordMode != nil, cassette == nil { throw ValidationError("--mode \(mode.rawValue) needs --cassette FILE.") }
        if cassette != nil, mode?.recordMode == nil { throw ValidationError("--cassette goes with --mode record, replay or newEpisodes.") }
        if cassette == "" { throw ValidationError("--cassette is empty; name a file.") }
        if !(0...100).contains(retries) { throw ValidationError("--retries is a number of times, 0 for never, 100 at most.") }
        if heldBytes == nil { throw ValidationError("--hold-uploads is a size, such as 500MB or 2GiB, or 0; not \(holdUploads).") }
        if vertexProject == "" { throw ValidationError("--vertex-project is empty; leave it out, or name a project.") }
        _ = try vertexScope()
    }

    /// How many bytes of uploads are held; nil where the option makes no sense.
    var heldBytes: Int64? { holdUploads == "0" ? 0 : ByteSize(argument: holdUploads)?.bytes }

    /// The table of `--prices`, or the one built in.
    func priceTable() throws(GemError) -> PriceTable {
        guard let prices else { return .built }
        return try PriceTable(parsing: StandardInput.contents(of: prices), name: prices)
    }

    func vertexScope() throws -> VertexScope? {
        guard let project = vertexProject ?? Environment["GOOGLE_CLOUD_PROJECT"] else {
            if vertexLocation != nil { throw ValidationError("--vertex-location needs --vertex-project ID, or $GOOGLE_CLOUD_PROJECT.") }
            return nil
        }
        let location = vertexLocation ?? Environment["GOOGLE_CLOUD_LOCATION"] ?? "global"
        guard let scope = VertexScope(project: project, location: location) else {
            throw ValidationError(
                "\(project) and \(location) are no project and location of Vertex AI, such as my-project and us-central1.")
        }
        return scope
    }

    /// Where requests go.
    var destination: CurlTransport.Configuration {
        var configuration = CurlTransport.Configuration()
        if let upstream { configuration.developerBase = upstream }
        configuration.vertexBase = vertexUpstream
        // As many clients as ask may each have a stream of their own.
        configuration.maxConnections = 4096
        return configuration
    }

    /// The proxy's own keys: from the key file, else the environment.
    func ownKeys() throws(GemError) -> ProxyDoor.OwnKeys {
        if let keyFile {
            let own = try KeyFile.credential(keyFile)
            return own.isAPIKey ? .init(apiKey: own) : .init(token: own)
        }
        if let token = Environment["GOOGLE_ACCESS_TOKEN"] { return .init(apiKey: Session.apiKey, token: .bearer(token)) }
        let file = Environment["GOOGLE_APPLICATION_CREDENTIALS"]
        return .init(apiKey: Session.apiKey, token: try file.map { (file) throws(GemError) in try .credentials(file: file) })
    }
}
