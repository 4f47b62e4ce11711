package import GemCore
package import GemStore
internal import HTTPTypes

/// The proxy's own paths under `/__gemcache/`: `health`, `stats`, `queue`, `queue/TICKET`.
package struct AdminTransport: Transport {
    private let store: Store

    /// Tells of `store`.
    package init(store: Store) { self.store = store }

    package func send(_ request: Request) async throws(GemError) -> Response {
        guard request.head.method == .get else { return Response(HTTPResponse(status: .methodNotAllowed)) }
        let path = request.path.prefix { $0 != "?" }.split(separator: "/").dropFirst()
        switch (path.first, path.dropFirst().first) {
        case ("health", nil): return .json(.ok, JSON.members(["status": "ok"]).bytes(.pretty))
        case ("stats", nil): return .json(.ok, try StoreSummary(store).json.bytes(.pretty))
        case ("queue", nil):
            let rows = try store.read { (snapshot: borrowing Snapshot) throws(GemError) in snapshot.rows() }
            return .json(.ok, JSON.members(["rows": .array(rows.map(\.json))]).bytes(.pretty))
        case ("queue", let ticket?):
            let row = try store.read { (snapshot: borrowing Snapshot) throws(GemError) in snapshot.row(String(ticket)) }
            guard let row else {
                return .json(
                    .notFound,
                    JSON.members([
                        "ticket": .string(String(ticket)), "state": "gone",
                        "message": "Answered, dropped or never queued; ask the question again.",
                    ])
                    .bytes(.pretty))
            }
            return .json(.ok, row.json.bytes(.pretty))
        default:
            return .json(
                .notFound, JSON.members(["message": "No such page; there are health, stats, queue and queue/TICKET."]).bytes(.pretty))
        }
    }
}

extension OutboxRow {
    /// The row for people and programs: no body, no credential.
    package var json: JSON {
        let state: (String, String?) =
            switch self.state {
            case .pending: ("pending", nil)
            case .leased: ("sending", nil)
            case .dead(_, let error): ("dead", error.message)
            }
        let route = Route(method: .init(method) ?? .post, path: path)
        return .members([
            "ticket": .string(ticket), "state": .string(state.0), "operation": .string(route.operation.rawValue),
            "model": .string(route.model), "key": .string(key.description), "attempts": .int(self.state.attempts),
            "queued": .string(created.description),
            "files": attachments.isEmpty ? nil : .array(attachments.map { .string($0.displayName) }),
            "error": state.1.map(JSON.string),
        ])
    }
}
