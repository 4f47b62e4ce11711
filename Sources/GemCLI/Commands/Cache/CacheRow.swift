import GemCore
import GemStore

/// One stored answer or embedding as `ls` and `show` tell of it.
struct CacheRow {
    var key: String
    var operation: String
    var model: String
    var api: Route.API?
    /// The number of values; nil for an answer.
    var dimensions: Int?
    var bytes: Int64
    var created: Timestamp
    var expires: Timestamp?
    var used: Timestamp?
    var isPinned: Bool

    init(_ view: borrowing EntryView, _ snapshot: borrowing Snapshot) {
        (key, operation, model, api) = (view.key.description, view.operation, view.model, view.variant)
        (bytes, created, expires) = (view.size, view.created, view.expires)
        used = snapshot.lastUse(view.key, view.variant)
        isPinned = snapshot.isPinned(view.key, view.variant)
    }

    init(_ key: RequestKey, _ view: borrowing VectorView, _ snapshot: borrowing Snapshot) {
        (self.key, operation, model) = (key.description, "embedContent", view.model)
        (dimensions, bytes, created) = (view.values.count, Int64(view.size), view.created)
        used = snapshot.lastUse(vector: key)
        isPinned = snapshot.isPinned(vector: key)
    }

    var json: JSON {
        .members([
            "key": .string(key), "operation": .string(operation), "model": .string(model), "dimensions": dimensions.map { .int($0) },
            "bytes": .int(Int(bytes)), "stored": .string(created.description), "used": used.map { .string($0.description) },
            "expires": expires.map { .string($0.description) }, "pinned": .bool(isPinned), "api": api.map { .string($0.rawValue) },
        ])
    }

    var line: String {
        var parts = [key, operation, model, "\(bytes)", created.description]
        if let dimensions { parts.append("\(dimensions) dimensions") }
        if isPinned { parts.append("pinned") }
        return parts.joined(separator: "  ")
    }
}
