internal import GemCore

/// A fixture and how far it has been used.
struct FixtureRow: Sendable {
    let fixture: Fixture
    private(set) var uses = 0
    /// The recordings that were played.
    private var played: Set<Int> = []

    init(_ fixture: Fixture) { self.fixture = fixture }

    /// How often it can still answer; nil for always.
    var left: Int? { fixture.limit.map { max(0, $0 - uses) } }

    /// The next answer to a request; nil where it has none for it.
    mutating func take(_ route: Route) -> FixtureAnswer? {
        guard left != 0 else { return nil }
        switch fixture.supply {
        case .turns(let answers, _):
            guard !answers.isEmpty else { return nil }
            uses += 1
            return answers[min(uses, answers.count) - 1]
        case .recordings(let recordings):
            let fit = recordings.map { $0.fitness(for: route) }
            guard let best = fit.max(), best > 0 else { return nil }
            let suited = recordings.indices.filter { fit[$0] == best }
            guard let index = suited.first(where: { !played.contains($0) }) ?? suited.last else { return nil }
            uses += 1
            played.insert(index)
            return recordings[index].content
        }
    }

    /// Starts anew.
    mutating func reset() { self = FixtureRow(fixture) }
}
