package import GemCore

/// What a million tokens of each model cost, on a date; money saved is reckoned from it when it is shown, so that another table reckons it anew.
package struct PriceTable: Sendable {
    /// The prices of one model's tokens, by the million.
    package struct Price: Sendable, Hashable {
        /// Of the question; of what is embedded, for embedding models.
        package var input: Double
        /// Of the answer and its thoughts.
        package var output: Double
        /// Of those of the question that come from a cached content.
        package var cached: Double

        /// Names prices; cached tokens cost a tenth of others where nothing else is said.
        package init(_ input: Double, _ output: Double, cached: Double? = nil) {
            self.input = input
            self.output = output
            self.cached = cached ?? input / 10
        }
    }

    /// When the prices were read, `2026-10-07`.
    package let date: String
    /// Where.
    package let source: String
    /// `USD`.
    package let currency: String
    private let models: [String: Price]

    init(date: String, source: String, currency: String, models: [String: Price]) {
        self.date = date
        self.source = source
        self.currency = currency
        self.models = models
    }

    /// Reads `{"date","source"?,"currency"?,"models":{NAME:{"input","output"?,"cached"?}}}`; `name` names the file in errors.
    package init(parsing bytes: [UInt8], name: String) throws(GemError) {
        func bad(_ what: String) -> GemError {
            GemError(
                .badInput,
                "The price table \(name) \(what); it holds {\"date\": \"2026-01-31\", \"models\": {\"gemini-2.5-flash\": {\"input\": 0.3, \"output\": 2.5}}}, by the million tokens."
            )
        }
        let json: JSON
        do { json = try JSON(parsing: bytes) } catch { throw bad("is not JSON") }
        guard let date = json["date"]?.string, let rows = json["models"]?.object else { throw bad("has no \"date\" and \"models\"") }
        var models: [String: Price] = [:]
        for row in rows.members {
            func price(_ member: String) -> Double? { row.value[member]?.double.flatMap { $0 >= 0 && $0.isFinite ? $0 : nil } }
            guard let input = price("input") else { throw bad("names no \"input\" price of \(row.name)") }
            for member in ["output", "cached"] where row.value[member] != nil && price(member) == nil {
                throw bad("has no number for \"\(member)\" of \(row.name)")
            }
            models[row.name] = Price(input, price("output") ?? 0, cached: price("cached"))
        }
        self.init(date: date, source: json["source"]?.string ?? name, currency: json["currency"]?.string ?? "USD", models: models)
    }

    /// The price of a model: that of its own name, or of the name it is a version of (`-preview`, `-latest`, `-exp`, `-001`); nil where it is unknown.
    package func price(of model: String) -> Price? {
        var name = model[...]
        while true {
            if let price = models[String(name)] { return price }
            guard let dash = name.lastIndex(of: "-") else { return nil }
            let last = name[name.index(after: dash)...]
            guard ["preview", "latest", "exp"].contains(last) || !last.isEmpty && last.utf8.allSatisfy({ (48...57).contains($0) }) else {
                return nil
            }
            name = name[..<dash]
        }
    }

    /// What the tokens a row's hits spared would have cost; nil for a model without a price.
    package func saved(_ row: Tally.Row) -> Double? {
        guard let price = price(of: row.name.model) else { return nil }
        let plain = Double(row[.prompt] &- row[.cached])
        return (plain * price.input + Double(row[.cached]) * price.cached + Double(row[.output]) * price.output) / 1e6
    }

    /// The money saved by all rows.
    package func saved(_ tally: Tally) -> Double { tally.rows.reduce(0) { $0 + (saved($1) ?? 0) } }

    /// The tokens spared of models without a price.
    package func unpriced(_ tally: Tally) -> Int64 {
        tally.rows.filter { price(of: $0.name.model) == nil }.reduce(0) { $0 &+ $1[.prompt] &+ $1[.output] }
    }
}
