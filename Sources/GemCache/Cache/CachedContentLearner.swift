internal import GemCore
internal import GemStore
internal import HTTPTypes

/// Learns what a `cachedContents` that is created through this stack holds, so that questions naming it have a key of content.
///
/// What is not known by its bytes, or holds a secret, is not learnt: questions about it pass the cache by.
struct CachedContentLearner: Sendable {
    private let store: Store
    private static let bodyLimit: Int64 = 64 << 20

    init(store: Store) { self.store = store }

    /// The request, and the canonical form of the content it creates; nil where it creates none that can be known.
    func reading(_ request: Request) async throws(GemError) -> (Request, content: [UInt8]?) {
        guard request.route.operation == .createCachedContent, request.body.length ?? .max <= Self.bodyLimit else { return (request, nil) }
        var request = request
        let body = try await request.body.collect(upTo: Int(Self.bodyLimit))
        request.body = .bytes(body)
        let media = AttachmentResolver(attachments: request.attachments, next: store)
        guard let content = try? Question.content(ofCachedContent: body, path: request.path, resolver: media),
            content.traits.reasonToPass == nil
        else {
            return (request, nil)
        }
        return (request, content.canonical)
    }

    /// Hands upstream's answer on, having noted under which name the content is known.
    func passing(_ response: Response, content: [UInt8]) async throws(GemError) -> Response {
        guard response.head.status.code == 200 else { return response }
        let bytes = try await response.body.collect(upTo: Int(Self.bodyLimit))
        var response = response
        response.body = .bytes(bytes)
        guard let name = (try? JSON(parsing: bytes))?["name"]?.string, !name.isEmpty else { return response }
        try? await store.write { (transaction: inout Transaction) throws(GemError) in
            try transaction.putCachedContent(name, canonical: content)
        }
        return response
    }
}
