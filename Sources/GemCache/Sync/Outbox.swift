package import GemCore
package import GemStore
internal import HTTPTypes

/// The durable queue, seen as requests.
package struct Outbox: Sendable {
    private let store: Store
    private let time: any TimeSource

    /// Opens the queue of `store`.
    package init(_ store: Store, _ time: any TimeSource) {
        self.store = store
        self.time = time
    }

    /// Puts a request in the queue, its files copied beside the store, and gives its ticket; an equal request that waits already gives the same ticket.
    package func add(_ request: Request, body: [UInt8], question: Question) async throws(GemError) -> String {
        var attachments: [Attachment] = []
        for attachment in request.attachments { attachments.append(try await store.adoptAside(attachment)) }
        var options = request.options
        // A row keeps no limits of age: who set some waits for an answer that is fetched.
        if options.limits.insistsOnFreshness, options.cache == .auto { options.cache = .refresh }
        let row = try await store.staged(
            OutboxRow(
                key: question.key, canonical: question.canonical, method: request.head.method.rawValue, path: request.path,
                contentType: request.head.headerFields[.contentType] ?? "application/json", body: body,
                options: options, api: question.route.api, attachments: attachments,
                scope: CredentialScope(request.credential, salt: store.salt), created: time.now))
        return try await store.write { (transaction: inout Transaction) throws(GemError) in try transaction.enqueue(row) }
    }

    /// The request a row stands for.
    package static func request(_ row: OutboxRow, credential: Credential?) -> Request {
        var fields = HTTPFields()
        fields[.contentType] = row.contentType
        let method = HTTPRequest.Method(row.method) ?? .post
        return Request(
            HTTPRequest(method: method, scheme: nil, authority: nil, path: row.path, headerFields: fields), body: .bytes(row.body),
            credential: credential, attachments: row.attachments, options: row.options)
    }
}

extension OutboxRow {
    /// Where the row's question goes.
    var route: Route { Route(method: HTTPRequest.Method(method) ?? .post, path: path) }
}
