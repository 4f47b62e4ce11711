public import GemCassette
public import GemCore
internal import GemCurl
internal import GemStore

extension Stack {
    /// What a stack needs to know.
    public struct Options: Sendable {
        /// The store's folder; nil for `StoreLocation.standard()`.
        public var store: String?
        /// The Developer API's base URL; nil for Google's. A mock server or a proxy of your own goes here.
        public var baseURL: String?
        /// Vertex AI's base URL; nil for Google's hosts, of which the location tells the one.
        public var vertexBaseURL: String?
        /// A cassette that records or replays every exchange; nil for none.
        public var cassette: String?
        /// How the cassette is used.
        public var recordMode = RecordMode.once
        /// Whether the network may never be used.
        public var isOffline = false

        /// Told what is lost where the store cannot be used as it should be; then known answers come from what can be read of it, and others from upstream.
        /// nil to throw instead of opening such a store.
        public var onStoreTrouble: (@Sendable (String) -> Void)?

        /// The defaults: the standard store, Google's servers, no cassette.
        public init() {}
    }

    /// Opens a store and runs `body` with the stack over the live API, or over `upstream` instead; the answers in the air have landed and the store is closed when it returns.
    /// That may take as long as upstream does, also for an answer nobody waits for any more; where the caller's task is cancelled, they are given up instead.
    ///
    ///     try await Stack.open { stack in
    ///         print(try await Gemini(transport: stack, credential: .apiKey(key)).gem("Why is the sky blue?"))
    ///     }
    ///
    /// Throws `store` where the store is open in this process already, or cannot be opened.
    public static func open<Result>(
        _ options: Options = Options(), over upstream: (any Transport)? = nil, _ body: (Stack) async throws -> Result
    ) async throws -> Result {
        let store = try openStore(options)
        defer { store.close() }
        var settings = Settings(store: store)
        settings.isOffline = options.isOffline
        if let path = options.cassette {
            let cassette = try Cassette.open(path, mode: options.recordMode, resolver: store)
            settings.cassette = CassetteLayer(cassette, mode: options.recordMode)
            if let base = options.baseURL { settings.uploadBase = base }
        }
        let stack = Stack(try upstream ?? live(options), settings)
        let result: Swift.Result<Result, any Error>
        do { result = .success(try await body(stack)) } catch { result = .failure(error) }
        await stack.drainUnlessCancelled()
        return try result.get()
    }

    private static func openStore(_ options: Options) throws(GemError) -> Store {
        let path = if let store = options.store { store } else { try StoreLocation.standard() }
        guard let warn = options.onStoreTrouble else { return try Store.open(at: path) }
        var lenient = Store.Options()
        (lenient.warn, lenient.isNeeded) = (warn, options.isOffline)
        return try Store.openLeniently(at: path, lenient)
    }

    private static func live(_ options: Options) throws(GemError) -> CurlTransport {
        var configuration = CurlTransport.Configuration()
        if let url = options.baseURL { configuration.developerBase = url }
        if let url = options.vertexBaseURL { configuration.vertexBase = url }
        return try CurlTransport(configuration)
    }
}
