package import GemCore

/// Which models take no more questions for now, as upstream has said, and until when.
package struct SyncPauses: Sendable {
    private struct Model: Hashable {
        var api: Route.API
        var name: String
    }

    private var ends: [Model: Timestamp] = [:]

    /// Starts with none.
    package init() {}

    /// Notes that a model takes no more until a time.
    package mutating func pause(_ route: Route, until end: Timestamp) {
        let model = Model(api: route.api, name: route.model)
        ends[model] = max(ends[model] ?? end, end)
    }

    /// Until when a question has to wait for its model; nil where it need not.
    package func end(for route: Route, at now: Timestamp) -> Timestamp? {
        ends[Model(api: route.api, name: route.model)].flatMap { $0 > now ? $0 : nil }
    }
}
