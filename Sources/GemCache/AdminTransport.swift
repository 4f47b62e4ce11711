package import GemCore
package import GemStore
internal import HTTPTypes

/// The proxy's own pages under `/__gemcache/`: health, figures, stored answers, the queue, and what the cache would do with a request.
///
/// No page holds a credential. What is stored is told to whoever may use the proxy: they could ask for it as well.
package struct AdminTransport: Transport {
    /// The path all pages stand under.
    package static let prefix = "/__gemcache/"

    let store: Store
    let prices: PriceTable
    /// Whether each credential has a cache of its own.
    let isScoped: Bool
    let bodyLimit = 64 << 20

    /// Tells of `store`, money reckoned by `prices`; where `isScoped`, what is explained is explained for who asks.
    package init(store: Store, prices: PriceTable = .built, isScoped: Bool = false) {
        self.store = store
        self.prices = prices
        self.isScoped = isScoped
    }

    package func send(_ request: Request) async throws(GemError) -> Response {
        let path = request.path.prefix { $0 != "?" }.split(separator: "/").dropFirst().map { PercentCoding.decode($0) }
        let page = AdminPage(path)
        guard page.methods.contains(request.head.method) else {
            var response = Self.message(.methodNotAllowed, "This page takes \(page.allow).")
            response.head.headerFields[.allow] = page.allow
            return response
        }
        if request.head.method == .options {
            return Response(HTTPResponse(status: .noContent, headerFields: [.allow: page.allow]))
        }
        var response = try await answer(page, request)
        response.head.headerFields[.cacheControl] = "no-store"
        return response
    }

    private func answer(_ page: AdminPage, _ request: Request) async throws(GemError) -> Response {
        switch page {
        case .index: return Self.text("text/html; charset=utf-8", AdminPage.indexText)
        case .health: return Self.json(.members(["status": "ok"]))
        case .stats: return Self.json(try StoreSummary(store, prices: prices).json)
        case .metrics: return Self.text(MetricsText.contentType, MetricsText(try StoreSummary(store, prices: prices)).text)
        case .entries: return try entries(request.route)
        case .entry(let key): return try entry(key)
        case .queue:
            let rows = try store.read { (snapshot: borrowing Snapshot) throws(GemError) in snapshot.rows() }
            return Self.json(.members(["rows": .array(rows.map(\.json))]))
        case .ticket(let ticket): return try self.ticket(ticket)
        case .explain: return try explain(try await request.body.collect(upTo: bodyLimit), request.credential)
        case .unknown:
            return Self.message(.notFound, "There is no such page; GET \(Self.prefix) lists those there are.")
        }
    }

    private func ticket(_ ticket: String) throws(GemError) -> Response {
        let (row, done) = try store.read { (snapshot: borrowing Snapshot) throws(GemError) in (snapshot.row(ticket), snapshot.done(ticket))
        }
        if let row { return Self.json(row.json) }
        if let done { return Self.json(done.json(ticket)) }
        return .json(
            .notFound,
            JSON.members([
                "ticket": .string(ticket), "state": "gone",
                "message": "Dropped, never queued, or answered long ago; ask the question again.",
            ]).bytes(.pretty))
    }

    static func json(_ json: JSON) -> Response { .json(.ok, json.bytes(.pretty)) }

    static func message(_ status: HTTPResponse.Status, _ text: String) -> Response {
        .rpcError(httpStatus: status.code, status: status == .notFound ? "NOT_FOUND" : "INVALID_ARGUMENT", message: text)
    }

    private static func text(_ type: String, _ text: String) -> Response {
        Response(HTTPResponse(status: .ok, headerFields: [.contentType: type]), body: .bytes(Array(text.utf8)))
    }
}
