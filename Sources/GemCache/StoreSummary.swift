package import GemCore
package import GemStore

/// What a store holds and has saved, for people and for programs.
package struct StoreSummary: Sendable {
    let stats: StoreStats
    /// What was asked and saved, by operation and model.
    package let tally: Tally
    /// What money is reckoned with.
    package let prices: PriceTable

    /// Reads the figures of a store.
    package init(_ store: Store, prices: PriceTable = .built) throws(GemError) {
        stats = try store.stats()
        tally = Tally(counters: stats.counters)
        self.prices = prices
    }

    /// Rows that wait in the queue.
    package var queued: Int { stats.outbox.pending + stats.outbox.leased }

    func counter(_ name: String) -> Int64 { stats.counters[name] ?? 0 }

    /// The figures as a JSON object.
    package var json: JSON {
        .members([
            "entries": .int(stats.entries), "vectors": .int(stats.vectors), "files": .int(stats.files),
            "hits": .int(counter("hits")), "misses": .int(counter("misses")), "collapsed": .int(counter("collapsed")),
            "bypasses": .int(counter("bypasses")), "requestsSaved": .int(counter("saved.requests")),
            "bytesSaved": .int(counter("saved.bytes")), "saved": SavedFigures(tally, prices).json,
            "upstreamRequests": .int(tally.sum(.sent)),
            "kinds": .array(tally.rows.map { $0.json(tally, prices) }),
            "uploads": .int(counter("uploads")), "uploadsReused": .int(counter("uploads.reused")),
            "storeFailures": .int(counter("store.failures")),
            "queue": .members([
                "pending": .int(stats.outbox.pending), "leased": .int(stats.outbox.leased), "dead": .int(stats.outbox.dead),
            ]),
            "bytes": .int(stats.bytes), "diskBytes": .int(stats.diskBytes),
        ])
    }

    /// The figures as aligned lines of label and value.
    package var lines: [String] {
        let saved = SavedFigures(tally, prices)
        var rows: [(String, String)] = [
            ("entries", "\(stats.entries) answers, \(stats.vectors) vectors, \(stats.files) files"),
            ("hits", "\(counter("hits"))"), ("misses", "\(counter("misses"))"),
            ("saved", "\(counter("saved.requests")) requests, \(Self.bytes(counter("saved.bytes")))"),
            ("", saved.text), ("", "money by the prices of \(prices.date)"),
            ("uploads", "\(counter("uploads")), \(counter("uploads.reused")) spared"),
            ("queue", "\(stats.outbox.pending + stats.outbox.leased) waiting, \(stats.outbox.dead) dead"),
            ("on disk", Self.bytes(stats.diskBytes)),
        ]
        for (index, row) in tally.rows.filter({ $0[.hits] + $0[.misses] > 0 }).enumerated() {
            let name = row.name.model.isEmpty ? row.name.operation : "\(row.name.operation) \(row.name.model)"
            rows.append((index == 0 ? "by kind" : "", "\(name): \(row[.hits]) hits, \(row[.misses]) misses"))
        }
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
