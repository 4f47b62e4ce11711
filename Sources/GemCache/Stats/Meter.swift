package import GemCore
package import GemStore
internal import Synchronization

/// Counts what is asked and what is saved: for ever in the store, and for this process in memory.
package final class Meter: Sendable {
    /// What one hit spares, ready to be counted.
    package struct Saving: Sendable {
        fileprivate let numbers: [Int64]

        /// A hit on an answer of so many bytes, for a question of so many.
        package init(_ usage: TokenUsage, answer: Int, question: Int) {
            let bytes = Int64(answer) &+ Int64(question)
            numbers = [1, 1, 1, bytes, 1, usage.prompt, usage.cached, usage.output, bytes]
        }

        fileprivate static let fields: [Tally.Field] = [.hits, .prompt, .cached, .output, .bytes]
        fileprivate static let indices = fields.map(\.index)
        /// Where the numbers of `fields` begin.
        fileprivate static let offset = 4
    }

    /// The counters of one operation and model, found once.
    package final class Series: Sendable {
        fileprivate let name: Tally.Name
        fileprivate let hit: CounterSet
        fileprivate let row: Mutex<Tally.Row>

        fileprivate init(_ name: Tally.Name, _ store: Store) {
            self.name = name
            row = Mutex(Tally.Row(name: name))
            hit = store.counters(
                ["hits", "hits.\(name.operation)", "saved.requests", "saved.bytes"] + Saving.fields.map { name.counter($0) })
        }
    }

    /// Clients name models as they like; of more than so many, the rest are counted as one.
    private static let mostSeries = 500

    private let store: Store
    private let series = Mutex<[Tally.Name: Series]>([:])

    /// Counts in `store`.
    package init(_ store: Store) { self.store = store }

    /// The counters of an operation and model.
    package func series(_ route: Route) -> Series {
        series(Tally.Name(operation: route.operation.rawValue, model: route.model))
    }

    private func series(_ name: Tally.Name) -> Series {
        series.withLock { all in
            if let known = all[name] { return known }
            let kept = all.count < Self.mostSeries ? name : Tally.Name(operation: name.operation, model: "other")
            if let known = all[kept] { return known }
            let new = Series(kept, store)
            all[kept] = new
            return new
        }
    }

    /// Counts a hit.
    package func hit(_ series: Series, _ saving: Saving) {
        store.count(series.hit, saving.numbers)
        series.row.withLock { row in
            for (place, index) in Saving.indices.enumerated() { row.figures[index] &+= saving.numbers[Saving.offset + place] }
        }
    }

    /// Counts other figures of a request.
    package func add(_ route: Route, _ figures: (Tally.Field, Int64)...) {
        add(series(route), figures)
    }

    /// Counts embeddings one by one, whatever call asked for them.
    package func add(embeddingsOf model: String, _ figures: (Tally.Field, Int64)...) {
        add(series(Tally.Name(operation: Tally.embedding, model: model)), figures)
    }

    private func add(_ series: Series, _ figures: [(Tally.Field, Int64)]) {
        for (field, number) in figures where number != 0 { store.count(series.name.counter(field), number) }
        series.row.withLock { row in
            for (field, number) in figures { row.figures[field.index] &+= number }
        }
    }

    /// What this process has counted.
    package var tally: Tally { Tally(series.withLock { Array($0.values) }.map { $0.row.withLock { $0 } }) }
}
