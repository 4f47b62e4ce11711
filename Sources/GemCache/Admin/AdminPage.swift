internal import HTTPTypes

/// A page of the proxy's own, by its path.
enum AdminPage: Hashable {
    case index, health, stats, metrics, entries, queue, explain, unknown
    case entry(String)
    case ticket(String)

    /// Reads the parts of a path behind the prefix.
    init(_ parts: [String]) {
        switch (parts.first, parts.count) {
        case (nil, _): self = .index
        case ("health", 1): self = .health
        case ("stats", 1): self = .stats
        case ("metrics", 1): self = .metrics
        case ("entries", 1): self = .entries
        case ("entries", 2): self = .entry(parts[1])
        case ("queue", 1): self = .queue
        case ("queue", 2): self = .ticket(parts[1])
        case ("explain", 1): self = .explain
        default: self = .unknown
        }
    }

    /// What may be done with it.
    var methods: [HTTPRequest.Method] {
        switch self {
        case .explain: [.post, .options]
        case .unknown: [.get, .head, .post, .put, .patch, .delete, .options]
        default: [.get, .head, .options]
        }
    }

    /// The methods as the `Allow` field lists them.
    var allow: String { methods.map(\.rawValue).joined(separator: ", ") }

    /// The page for people.
    static let indexText = """
        <!doctype html>
        <html lang="en"><meta charset="utf-8"><title>gemcache</title>
        <h1>gemcache</h1>
        <ul>
        <li><a href="/__gemcache/health">health</a>
        <li><a href="/__gemcache/stats">stats</a>: what the store holds and has saved
        <li><a href="/__gemcache/metrics">metrics</a>: the same for Prometheus
        <li><a href="/__gemcache/entries">entries</a>: stored answers; ?limit= and ?after= turn pages, entries/KEY shows one
        <li><a href="/__gemcache/queue">queue</a>: questions that wait; queue/TICKET shows one
        <li>POST explain with {"path", "body", "method"?}: what the cache would do with a request
        </ul>
        </html>

        """
}
