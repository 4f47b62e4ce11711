package import GemCore
package import GemStore

/// What a store holds and has saved, for people and for programs.
package struct StoreSummary: Sendable {
    private let stats: StoreStats

    /// Reads the figures of a store.
    package init(_ store: Store) throws(GemError) { stats = try store.stats() }

    /// Rows that wait in the queue.
    package var queued: Int { stats.outbox.pending + stats.outbox.leased }

    private func counter(_ name: String) -> Int64 { stats.counters[name] ?? 0 }

    /// The figures as a JSON object.
    package var json: JSON {
        .members([
            "entries": .int(stats.entries), "vectors": .int(stats.vectors), "files": .int(stats.files),
            "hits": .int(counter("hits")), "misses": .int(counter("misses")), "collapsed": .int(counter("collapsed")),
            "bypasses": .int(counter("bypasses")), "requestsSaved": .int(counter("saved.requests")),
            "bytesSaved": .int(counter("saved.bytes")),
            "uploads": .int(counter("uploads")), "uploadsReused": .int(counter("uploads.reused")),
            "queue": .members([
                "pending": .int(stats.outbox.pending), "leased": .int(stats.outbox.leased), "dead": .int(stats.outbox.dead),
            ]),
            "bytes": .int(stats.bytes), "diskBytes": .int(stats.diskBytes),
        ])
    }

    /// The figures as aligned lines of label and value.
    package var lines: [String] {
        let rows: [(String, String)] = [
            ("entries", "\(stats.entries) answers, \(stats.vectors) vectors, \(stats.files) files"),
            ("hits", "\(counter("hits"))"), ("misses", "\(counter("misses"))"),
            ("saved", "\(counter("saved.requests")) requests, \(Self.bytes(counter("saved.bytes")))"),
            ("uploads", "\(counter("uploads")), \(counter("uploads.reused")) spared"),
            ("queue", "\(stats.outbox.pending + stats.outbox.leased) waiting, \(stats.outbox.dead) dead"),
            ("on disk", Self.bytes(stats.diskBytes)),
        ]
        return rows.map { label, value in label + String(repeating: " ", count: max(1, 10 - label.count)) + value }
    }

    private static func bytes(_ count: Int64) -> String {
        var value = Double(count)
        var unit = 0
        while value >= 1000, unit < 3 {
            value /= 1000
            unit += 1
        }
        return unit == 0 ? "\(count) B" : "\((value * 10).rounded() / 10) \(["B", "KB", "MB", "GB"][unit])"
    }
}
