/// What was asked and what was saved, by operation and model.
package struct Tally: Sendable {
    /// One figure of a row; its name is part of the persistent counters' names.
    package enum Field: String, Sendable, CaseIterable {
        /// Requests answered from the store, requests that were not, and answers put there.
        case hits, misses, stored
        /// Tokens, bytes and requests that hits spared.
        case prompt, cached, output, bytes
        /// Requests sent upstream, those it answered with 200, and how long that took in all.
        case sent, answered, milliseconds

        var index: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    }

    /// What a row is about.
    package struct Name: Sendable, Hashable {
        /// The operation.
        package var operation: String
        /// The model; empty where the operation has none.
        package var model: String

        /// Names a row; a model's name is cut where it is longer than a counter's name may be.
        package init(operation: String, model: String) {
            self.operation = operation
            self.model = model
            if model.utf8.count > 200 {
                self.model = String(String.UnicodeScalarView(model.unicodeScalars.prefix(200)))
                while self.model.utf8.count > 200 { self.model.unicodeScalars.removeLast() }
            }
        }

        func counter(_ field: Field) -> String { "by|\(field.rawValue)|\(operation)|\(model)" }
    }

    /// The figures of one operation and model.
    package struct Row: Sendable {
        /// What they are about.
        package let name: Name
        var figures = [Int64](repeating: 0, count: Field.allCases.count)

        /// One figure.
        package subscript(field: Field) -> Int64 { figures[field.index] }
    }

    /// The rows, by operation and model.
    package private(set) var rows: [Row] = []

    /// Puts rows in order.
    init(_ rows: [Row]) {
        self.rows = rows.sorted { ($0.name.operation, $0.name.model) < ($1.name.operation, $1.name.model) }
    }

    /// Reads a store's counters.
    package init(counters: [String: Int64]) {
        var rows: [Name: Row] = [:]
        for (counter, number) in counters {
            let parts = counter.split(separator: "|", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 4, parts[0] == "by", let field = Field(rawValue: parts[1]) else { continue }
            let name = Name(operation: parts[2], model: parts[3])
            rows[name, default: Row(name: name)].figures[field.index] = number
        }
        self.init(Array(rows.values))
    }

    /// The operation under which embeddings are counted one by one; requests that ask for them are counted under their own besides.
    package static let embedding = "embedding"

    /// A figure over all rows; hits and misses of requests, not of single embeddings.
    package func sum(_ field: Field) -> Int64 {
        rows.reduce(0) { $1.name.operation == Self.embedding && (field == .hits || field == .misses) ? $0 : $0 &+ $1[field] }
    }

    /// The seconds hits did not wait for upstream: as many times what upstream took for the like, on average, where that is known.
    package func secondsSaved(_ row: Row) -> Double {
        guard row.name.operation != Self.embedding else { return 0 }
        let own = row[.answered] > 0 ? [row] : rows.filter { $0.name.model == row.name.model && !row.name.model.isEmpty }
        let answered = own.reduce(0) { $0 &+ $1[.answered] }
        guard answered > 0 else { return 0 }
        return Double(row[.hits]) * Double(own.reduce(0) { $0 &+ $1[.milliseconds] }) / Double(answered) / 1000
    }

    /// The seconds of all rows.
    package var secondsSaved: Double { rows.reduce(0) { $0 + secondsSaved($1) } }
}
