import ArgumentParser
import GemCache
import GemCassette
import GemCore
import GemCurl
import GemServer
import GemStore

/// `gemcache proxy`: the cache for every other tool and language.
struct ProxyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "proxy", abstract: "Serve the cache to any Gemini SDK, by base URL.",
        discussion: """
            Known questions are answered from the store, with or without a key; others go upstream with the caller's own key.

              gemcache proxy --listen 127.0.0.1:8787
              GOOGLE_GEMINI_BASE_URL=http://127.0.0.1:8787 python my_tool.py

            With --token a caller must show it: as its API key, as a Bearer token, or in x-gemcache-token beside a key of its own. Who shows it \
            in the place of a key asks with the proxy's own key ($GOOGLE_API_KEY or $GEMINI_API_KEY); --share-key lends that key to everyone.
            """)

    @OptionGroup var listening: Listening
    @OptionGroup var storage: Storage
    @OptionGroup var freshness: FreshnessOptions

    @Option(help: ArgumentHelp("Base URL of the Developer API; default Google's.", valueName: "url"))
    var upstream: String?

    @Option(help: ArgumentHelp("Base URL of Vertex AI; default: the host of the path's location.", valueName: "url"))
    var vertexUpstream: String?

    @Option(help: ArgumentHelp("auto, record, replay, newEpisodes, offline, refresh or passthrough.", valueName: "mode"))
    var mode: Mode = .auto

    @Option(help: ArgumentHelp("The cassette of modes record, replay and newEpisodes.", valueName: "file"))
    var cassette: String?

    @Flag(help: "Put questions that cannot reach upstream into the queue and answer 202.")
    var queue = false

    @Option(help: ArgumentHelp("Let in only who shows this; default $GEMCACHE_TOKEN, else everyone.", valueName: "token"))
    var token: String?

    @Flag(help: "Lend the proxy's own key to callers that have none.")
    var shareKey = false

    @Option(help: ArgumentHelp("How often the proxy repeats a failed request itself; clients repeat as they see fit.", valueName: "n"))
    var retries = 0

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
    }

    func validate() throws {
        if mode.recordMode != nil, cassette == nil { throw ValidationError("--mode \(mode.rawValue) needs --cassette FILE.") }
        if retries < 0 { throw ValidationError("--retries is a number of times, 0 for never.") }
        if token == "" { throw ValidationError("--token is empty; leave it out, or give a secret of your own.") }
        if mode.recordMode == nil, cassette != nil { throw ValidationError("--cassette goes with --mode record, replay or newEpisodes.") }
    }

    func run() async throws {
        try await reporting {
            let store = try Store.open(at: try storage.path())
            defer { store.close() }
            var settings = Stack.Settings(store: store)
            settings.isOffline = mode == .offline
            try freshness.apply(to: &settings)
            // Clients are told of a failure at once: they know how long they want to wait.
            settings.retry.attempts = 1 + retries
            var opened: Cassette?
            if let cassette, let recordMode = mode.recordMode {
                try FileName.refuseFolder(cassette, "a cassette")
                let file = try Cassette.open(cassette, mode: recordMode, resolver: store)
                var cassetteSettings = Session.cassetteSettings
                cassetteSettings.recordCommand = "run the proxy with --mode newEpisodes --cassette \(cassette), and ask once with a key"
                settings.cassette = CassetteLayer(file, mode: recordMode, settings: cassetteSettings)
                opened = file
            }
            if verbose { settings.log = { Console.note($0.description) } }
            let upstream = configuration()
            let stack = Stack(try CurlTransport(upstream), settings)
            let token = token ?? Environment["GEMCACHE_TOKEN"]
            let own = token != nil || shareKey ? try Session.credential(vertex: false) : nil
            let door = ProxyDoor(next: stack, cache: policy, offline: queue ? .queue : nil, own: own)
                .wrapped(by: UploadURLRewriting(upstream: upstream.developerBase))
            var server = HTTPServer.Configuration(name: "gemcache proxy", admin: ["/__gemcache/": AdminTransport(store: store)])
            server.token = token
            try await listening.serve(door, hits: policy == nil ? stack.hits : nil, server, defaultPort: 8787) { address in
                guard token == nil, !address.isLoopback else { return }
                Console.note("gemcache: other machines can reach this proxy and read what it knows; --token T lets in only who shows T.")
            }
            await stack.drain()
            try opened?.save()
        }
    }

    private var policy: CachePolicy? {
        switch mode {
        case .refresh: .refresh
        case .passthrough: .bypass
        default: nil
        }
    }

    private func configuration() -> CurlTransport.Configuration {
        var configuration = CurlTransport.Configuration()
        if let upstream { configuration.developerBase = upstream }
        configuration.vertexBase = vertexUpstream
        // As many clients as ask may each have a stream of their own.
        configuration.maxConnections = 4096
        return configuration
    }
}
