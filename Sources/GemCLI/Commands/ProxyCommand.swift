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
            """)

    @OptionGroup var listening: Listening
    @OptionGroup var storage: Storage

    @Option(help: ArgumentHelp("Base URL of the Developer API.", valueName: "url"))
    var upstream: String?

    @Option(help: ArgumentHelp("Base URL of Vertex AI; default: the host of the path's location.", valueName: "url"))
    var vertexUpstream: String?

    @Option(help: ArgumentHelp("auto, record, replay, newEpisodes, offline, refresh or passthrough.", valueName: "mode"))
    var mode: Mode = .auto

    @Option(help: ArgumentHelp("The cassette of modes record, replay and newEpisodes.", valueName: "file"))
    var cassette: String?

    @Flag(help: "Put questions that cannot reach upstream into the queue and answer 202.")
    var queue = false

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
        if mode.recordMode == nil, cassette != nil { throw ValidationError("--cassette goes with --mode record, replay or newEpisodes.") }
    }

    func run() async throws {
        try await reporting {
            let store = try Store.open(at: try storage.path())
            defer { store.close() }
            var settings = Stack.Settings(store: store)
            settings.isOffline = mode == .offline
            var opened: Cassette?
            if let cassette, let recordMode = mode.recordMode {
                let file = try Cassette.open(cassette, mode: recordMode, resolver: store)
                settings.cassette = CassetteLayer(file, mode: recordMode, settings: Session.cassetteSettings)
                opened = file
            }
            if verbose { settings.log = { Console.note($0.description) } }
            let stack = Stack(try CurlTransport(configuration()), settings)
            let door = ProxyDoor(next: stack, cache: policy, offline: queue ? .queue : nil)
            try await listening.serve(
                door, hits: policy == nil ? stack.hits : nil, name: "gemcache proxy", defaultPort: 8787,
                admin: ["/__gemcache/": AdminTransport(store: store)])
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
        return configuration
    }
}

/// Applies the proxy's mode to what comes in.
private struct ProxyDoor: Transport {
    let next: any Transport
    let cache: CachePolicy?
    let offline: OfflinePolicy?

    func send(_ request: Request) async throws(GemError) -> Response {
        var request = request
        if let cache { request.options.cache = cache }
        if let offline { request.options.offline = offline }
        return try await next.send(request)
    }
}
