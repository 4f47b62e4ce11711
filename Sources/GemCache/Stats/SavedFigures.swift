package import GemCore

/// What a tally's hits saved, in figures to show.
package struct SavedFigures: Sendable {
    private let tally: Tally
    private let prices: PriceTable

    /// Reckons with a price table.
    package init(_ tally: Tally, _ prices: PriceTable) {
        self.tally = tally
        self.prices = prices
    }

    /// `12,345 tokens, 61.3 s, 0.0123 USD`.
    package var text: String {
        var text = "\(tally.sum(.prompt) &+ tally.sum(.output)) tokens, \(Self.rounded(tally.secondsSaved, 10)) s of waiting, "
        text += "\(Self.rounded(prices.saved(tally), 10_000)) \(prices.currency)"
        let unpriced = prices.unpriced(tally)
        if unpriced > 0 { text += " (\(unpriced) tokens of models without a price not included)" }
        return text
    }

    /// The same as a JSON object.
    package var json: JSON {
        .members([
            "requests": .int(tally.sum(.hits)), "promptTokens": .int(tally.sum(.prompt)), "cachedTokens": .int(tally.sum(.cached)),
            "outputTokens": .int(tally.sum(.output)), "bytes": .int(tally.sum(.bytes)),
            "seconds": .double(Self.rounded(tally.secondsSaved, 1000)),
            "money": .double(Self.rounded(prices.saved(tally), 1e9)), "currency": .string(prices.currency),
            "pricesOf": .string(prices.date), "priceSource": .string(prices.source), "unpricedTokens": .int(prices.unpriced(tally)),
        ])
    }

    static func rounded(_ value: Double, _ parts: Double) -> Double { (value * parts).rounded() / parts }
}

extension Tally.Row {
    /// The row as a JSON object.
    package func json(_ tally: Tally, _ prices: PriceTable) -> JSON {
        .members([
            "operation": .string(name.operation), "model": .string(name.model), "hits": .int(self[.hits]), "misses": .int(self[.misses]),
            "stored": .int(self[.stored]), "promptTokensSaved": .int(self[.prompt]), "cachedTokensSaved": .int(self[.cached]),
            "outputTokensSaved": .int(self[.output]), "bytesSaved": .int(self[.bytes]),
            "secondsSaved": .double(SavedFigures.rounded(tally.secondsSaved(self), 1000)),
            "moneySaved": prices.saved(self).map { .double(SavedFigures.rounded($0, 1e9)) }, "upstreamRequests": .int(self[.sent]),
        ])
    }
}
