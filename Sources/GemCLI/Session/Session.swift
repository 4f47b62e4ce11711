import GemCache
import GemCassette
import GemCore
import GemCurl
import GemStore
import Gemini

/// A store, a stack and a client, open for one command.
struct Session {
    let store: Store
    let stack: Stack
    let gemini: Gemini
    let credential: Credential?
    let cassette: Cassette?

    /// Opens everything the options name, runs `body`, and closes it again: flights land, counters and cassette are written.
    ///
    /// `connection` says how a question is asked; nil for a command that asks none of its own. With `needsStore` a store that cannot be used is an error.
    static func with<R>(
        _ endpoint: Endpoint, _ connection: Connection? = nil, needsStore: Bool = true, _ body: (Session) async throws -> R
    ) async throws -> R {
        let session = try Session(endpoint, connection, needsStore: needsStore)
        let recording = session.cassette.map { cassette in
            Unsaved.add {
                do throws(GemError) { try cassette.save() } catch { Console.note("gemcache: \(error.message)") }
            }
        }
        defer { if let recording { Unsaved.forget(recording) } }
        let result: Result<R, any Error>
        do { result = .success(try await body(session)) } catch { result = .failure(error) }
        await session.stack.drain()
        try session.cassette?.save()
        session.store.close()
        return try result.get()
    }

    private init(_ endpoint: Endpoint, _ connection: Connection?, needsStore: Bool) throws(GemError) {
        store =
            if connection != nil || !needsStore {
                try endpoint.storage.openForAnswers(isNeeded: connection?.offline == .cached)
            } else {
                try Store.open(at: endpoint.storage.path(), endpoint.storage.options())
            }
        credential = try Session.credential(endpoint)
        var settings = Stack.Settings(store: store)
        settings.isOffline = connection?.offline == .cached
        settings.readsWhereBytesArrive = true
        try endpoint.freshness.apply(to: &settings)
        if let connection, let path = connection.cassette {
            try FileName.refuseFolder(path, "a cassette")
            let cassette = try Cassette.open(path, mode: connection.record.mode, resolver: store)
            self.cassette = cassette
            settings.cassette = CassetteLayer(cassette, mode: connection.record.mode, settings: Session.cassetteSettings)
        } else {
            cassette = nil
        }
        let (destination, plain) = (Session.upstream(endpoint), CurlTransport.Configuration())
        // Google answers nobody without a key; elsewhere somebody may lend one.
        let isRefused = credential == nil && !endpoint.vertex && destination.developerBase == plain.developerBase
        stack = Stack(Upstream(destination, isRefused: isRefused), settings)
        gemini = Gemini(transport: stack, credential: credential, api: try Session.api(endpoint))
    }

    /// Cassettes warn on standard error.
    static var cassetteSettings: CassetteSettings {
        var settings = CassetteSettings()
        settings.onWarning = { Console.note("gemcache: \($0)") }
        settings.recordCommand = "run it once with --record new-episodes and a key"
        return settings
    }

    /// Where requests go.
    static func upstream(_ endpoint: Endpoint) -> CurlTransport.Configuration {
        var configuration = CurlTransport.Configuration()
        if let url = endpoint.baseUrl ?? Environment["GOOGLE_GEMINI_BASE_URL"] { configuration.developerBase = url }
        if let url = (endpoint.vertex ? endpoint.baseUrl : nil) ?? Environment["GOOGLE_VERTEX_BASE_URL"] { configuration.vertexBase = url }
        return configuration
    }
}
