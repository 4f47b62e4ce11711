internal import GemCore

/// Answers about what the API keeps for its callers: files, cached contents, batches.
struct ResourceDesk: Sendable {
    let mock: MockGemini
    let time: any TimeSource

    /// One request, in the terms these desks need.
    struct Call: Sendable {
        var route: Route
        var body: JSON
        /// Scheme and authority that URIs begin with.
        var base: String
        /// The key as the query carried it, which a redirect repeats.
        var queryKey: String?
        /// Whether the path begins with `/download`.
        var isDownload: Bool
    }

    /// Whether an operation is one of these.
    static func serves(_ operation: Route.Operation) -> Bool {
        switch operation {
        case .createFile, .registerFiles, .getFile, .listFiles, .deleteFile, .downloadFile: true
        case .createCachedContent, .getCachedContent, .listCachedContents, .updateCachedContent, .deleteCachedContent: true
        case .batchGenerateContent, .asyncBatchEmbedContent, .getBatch, .listBatches, .updateBatch, .cancelBatch, .deleteBatch: true
        case .createBatchJob: true
        default: false
        }
    }

    func answer(_ call: Call) async throws -> Reply {
        switch call.route.operation {
        case .createFile, .registerFiles, .getFile, .listFiles, .deleteFile, .downloadFile:
            return try FileDesk(shelf: mock.shelf, time: time, limit: mock.options.fileLimit).answer(call)
        case .createCachedContent, .getCachedContent, .listCachedContents, .updateCachedContent, .deleteCachedContent:
            let desk = CacheDesk(shelf: mock.caches, files: mock.shelf, time: time, seed: mock.options.seed)
            return try desk.answer(call.route, call.body)
        case _ where call.route.api == .vertex && call.route.model.isEmpty:
            let (shelf, options) = (mock.batchJobs, mock.options)
            return try BatchJobDesk(shelf: shelf, time: time, seed: options.seed, seconds: options.batchSeconds).answer(
                call.route, call.body)
        default:
            return try await BatchDesk(mock: mock, time: time).answer(call)
        }
    }
}
