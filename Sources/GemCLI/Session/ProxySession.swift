import GemCache
import GemCassette
import GemCore
import GemCurl
import GemServer
import GemStore

/// A store, a stack and a door, open for as long as the cache is served.
struct ProxySession {
    let stack: Stack
    /// What the server hands every request to.
    let door: any Transport
    /// Answers known questions on the spot; nil where every request must take the whole way.
    let hits: (any HitSource)?
    /// The pages under `/__gemcache/`.
    let admin: AdminTransport

    /// Opens everything the options name, runs `body`, and closes it again: flights land, counters and cassette are written.
    static func with<R>(
        _ options: ProxyOptions, lends: Bool, log: (@Sendable (LogLayer.Line) -> Void)? = nil, _ body: (ProxySession) async throws -> R
    ) async throws -> R {
        let (prices, own) = (try options.priceTable(), lends ? try options.ownKeys() : nil)
        let store = try options.storage.openForAnswers(isNeeded: options.mode == .offline)
        defer { store.close() }
        var settings = Stack.Settings(store: store)
        settings.isOffline = options.mode == .offline
        try options.freshness.apply(to: &settings)
        // Clients are told of a failure at once: they know how long they want to wait.
        settings.retry.attempts = 1 + options.retries
        settings.heldUploads = options.heldBytes ?? 0
        var opened: Cassette?
        if let cassette = options.cassette, let mode = options.mode?.recordMode {
            let file = try open(cassette, mode, store)
            settings.cassette = CassetteLayer(file, mode: mode, settings: cassetteSettings(cassette))
            opened = file
        }
        settings.log = logging(isVerbose: options.verbose, log)
        let destination = options.destination
        settings.uploadBase = destination.developerBase
        let via = Via()
        let stack = Stack(try CurlTransport(destination).wrapped(by: via), settings)
        var door = ProxyDoor(next: stack)
        door.via = via
        door.cache = options.mode?.cache
        door.offline = options.queue ? .queue : nil
        door.lent = own
        door.vertex = try options.vertexScope()
        let session = ProxySession(
            stack: stack, door: door.wrapped(by: UploadURLRewriting(upstream: destination.developerBase)),
            hits: options.mode?.cache == nil ? stack.hits : nil,
            admin: AdminTransport(store: store, prices: prices, isScoped: settings.isScoped))
        // What was held for uploads goes with them, also where nobody uploads any more.
        let sweeping = Task {
            while !Task.isCancelled {
                _ = try? await store.removeExpiredUploads(store.time.now)
                try? await Task.sleep(for: .seconds(3600))
            }
        }
        defer { sweeping.cancel() }
        let result: Result<R, any Error>
        do { result = .success(try await body(session)) } catch { result = .failure(error) }
        await stack.drain()
        try opened?.save()
        return try result.get()
    }

    /// How a server shows this session.
    func configuration(name: String, token: String?) -> HTTPServer.Configuration {
        var server = HTTPServer.Configuration(name: name, admin: [AdminTransport.prefix: admin])
        server.token = token
        server.gzipsFrom = 4096
        return server
    }

    private static func open(_ path: String, _ mode: RecordMode, _ store: Store) throws(GemError) -> Cassette {
        try FileName.refuseFolder(path, "a cassette")
        return try Cassette.open(path, mode: mode, resolver: store)
    }

    private static func cassetteSettings(_ path: String) -> CassetteSettings {
        var settings = Session.cassetteSettings
        settings.recordCommand = "run the proxy with --mode newEpisodes --cassette \(path), and ask once with a key"
        return settings
    }

    private static func logging(isVerbose: Bool, _ log: (@Sendable (LogLayer.Line) -> Void)?) -> (@Sendable (LogLayer.Line) -> Void)? {
        guard isVerbose else { return log }
        return { line in
            Console.note(line.description)
            log?(line)
        }
    }
}
