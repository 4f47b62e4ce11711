internal import GemStore

/// A store's figures as Prometheus reads them (text exposition format 0.0.4).
package struct MetricsText: Sendable {
    /// The media type.
    package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    private let summary: StoreSummary

    /// Tells these figures.
    package init(_ summary: StoreSummary) { self.summary = summary }

    /// The text.
    package var text: String {
        let (tally, prices, stats) = (summary.tally, summary.prices, summary.stats)
        var page = Page()
        func rows(_ name: String, _ help: String, _ value: (Tally.Row) -> Double?) {
            page.family(
                name, .counter, help, tally.rows.compactMap { row in value(row).map { (Self.labels(row.name), $0) } })
        }
        func figure(_ field: Tally.Field) -> (Tally.Row) -> Double? { { Double($0[field]) } }
        rows("gemcache_hits_total", "Requests answered from the store.", figure(.hits))
        rows("gemcache_misses_total", "Requests the store had no answer to.", figure(.misses))
        rows("gemcache_stored_total", "Answers put in the store.", figure(.stored))
        rows("gemcache_upstream_requests_total", "Requests sent upstream, each attempt counted.", figure(.sent))
        rows("gemcache_upstream_seconds_total", "Seconds upstream took for whole answers.") { Double($0[.milliseconds]) / 1000 }
        page.family(
            "gemcache_saved_tokens_total", .counter, "Tokens that hits spared, as upstream counted them; cached ones are part of prompt.",
            tally.rows.flatMap { row in
                [("prompt", Tally.Field.prompt), ("cached", .cached), ("output", .output)].map {
                    (Self.labels(row.name) + [("kind", $0.0)], Double(row[$0.1]))
                }
            })
        rows("gemcache_saved_bytes_total", "Bytes of questions and answers that hits spared.", figure(.bytes))
        rows("gemcache_saved_seconds_total", "Seconds of waiting that hits spared, by upstream's average.") { tally.secondsSaved($0) }
        page.family(
            "gemcache_saved_cost_total", .counter, "Money that hits spared, by the list prices of \(prices.date).",
            tally.rows.compactMap { row in
                prices.saved(row).map { (Self.labels(row.name) + [("currency", prices.currency)], $0) }
            })
        for (name, counter, help) in Self.plain { page.family(name, .counter, help, [([], Double(summary.counter(counter)))]) }
        page.family("gemcache_entries", .gauge, "Stored answers.", [([], Double(stats.entries))])
        page.family("gemcache_vectors", .gauge, "Stored embeddings.", [([], Double(stats.vectors))])
        page.family("gemcache_files", .gauge, "Known uploads.", [([], Double(stats.files))])
        page.family(
            "gemcache_queue_rows", .gauge, "Questions in the queue.",
            [("pending", stats.outbox.pending), ("sending", stats.outbox.leased), ("dead", stats.outbox.dead)].map {
                ([("state", $0.0)], Double($0.1))
            })
        page.family("gemcache_store_bytes", .gauge, "Size of all answers and embeddings.", [([], Double(stats.bytes))])
        page.family("gemcache_store_disk_bytes", .gauge, "What the store takes on disk.", [([], Double(stats.diskBytes))])
        return page.text
    }

    private static let plain = [
        ("gemcache_collapsed_total", "collapsed", "Requests that shared another one's upstream request."),
        ("gemcache_bypasses_total", "bypasses", "Requests the cache had no part in."),
        ("gemcache_uploads_total", "uploads", "Files uploaded."),
        ("gemcache_uploads_reused_total", "uploads.reused", "Uploads spared because the file was up already."),
        ("gemcache_store_failures_total", "store.failures", "Answers that could not be stored."),
    ]

    private static func labels(_ name: Tally.Name) -> [(String, String)] { [("operation", name.operation), ("model", name.model)] }
}

/// Writes families of samples.
private struct Page {
    enum Kind: String { case counter, gauge }

    private(set) var text = ""

    mutating func family(_ name: String, _ kind: Kind, _ help: String, _ samples: [(labels: [(String, String)], value: Double)]) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
        for (labels, value) in samples {
            text += name
            if !labels.isEmpty { text += "{" + labels.map { "\($0.0)=\"\(Self.escaped($0.1))\"" }.joined(separator: ",") + "}" }
            text += " \(Self.number(value))\n"
        }
    }

    private static func number(_ value: Double) -> String { Int64(exactly: value).map(String.init) ?? "\(value)" }

    private static func escaped(_ value: String) -> String {
        var out = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\": out += "\\\\"
            case "\"": out += "\\\""
            case "\n": out += "\\n"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}
